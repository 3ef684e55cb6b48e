/** What operations ask for and messages are, as people would say it: `write a 3`, `append y 101; get x`. */

export type Fields = Readonly<Record<string, unknown>>;

/** A value in few words; nothing is said of empty lists. */
export function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : value;
  return stepWords(value) ?? JSON.stringify(value) ?? '';
}

/** JSON with the quotes around plain words left out: `{f:write,key:a}`. */
export function unquoted(json: string): string {
  return json.replace(/"((?:[^"\\]|\\.)*)"(:?)/g, (quoted, text: string, colon: string) =>
    /^[\w .+>-]+$/.test(text) && !/^\s|\s$/.test(text) ? `${text}${colon}` : quoted,
  );
}

/** The field that says what a message is, where that is a word or two. */
export function namingField(message: Fields): string | undefined {
  return ['f', 'kind', 'type', 'op'].find((field) => {
    const name = message[field];
    return typeof name === 'string' && name !== '' && name.length <= 40;
  });
}

/**
 * Steps of a transaction, `{ f, key, … }` or `[f, key, …]`, read like operations.
 * @returns undefined for anything else than a list of steps
 */
export function stepWords(value: unknown): string | undefined {
  return stepsOf(value)
    ?.map((step) =>
      step
        .map(wordsOf)
        .filter((word) => word !== '')
        .join(' '),
    )
    .join('; ');
}

/** Each step as the list of its words. */
function stepsOf(value: unknown): readonly (readonly unknown[])[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const steps = (value as readonly unknown[]).map((step) => {
    if (Array.isArray(step))
      return typeof step[0] === 'string' ? step.filter((part) => part !== null) : undefined;
    if (typeof step !== 'object' || step === null || typeof (step as Fields)['f'] !== 'string')
      return undefined;
    const { f, ...rest } = step as Fields;
    return [f, ...Object.values(rest)];
  });
  return steps.every((step) => step !== undefined) ? steps : undefined;
}
