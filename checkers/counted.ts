/** Numbers with what they count, for sentences. */

/** `1 operation`, `2 operations`; `plural` where it is not made by an s. */
export const counted = (count: number, what: string, plural = `${what}s`): string =>
  `${count} ${count === 1 ? what : plural}`;

/** `once`, `2 times`. */
export const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
