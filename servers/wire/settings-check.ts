/** Settings of a server are looked at before anything runs: what is wrong with them, no seed mends. */
import { InputError, z } from 'seedstorm';

/** A whole number in a range. */
export const whole = (least: number, most: number) => z.int().min(least).max(most);

/**
 * Makes the check of a server's settings.
 * @param shape what each setting may be; all are optional
 * @returns a function of whose settings they are, and of the settings; it throws InputError in one sentence
 */
export function settingsCheck(shape: Readonly<Record<string, z.ZodType>>) {
  const schema = z.strictObject(shape);
  return (of: string, settings: unknown): void => {
    const [issue] = schema.safeParse(settings).error?.issues ?? [];
    if (issue === undefined) return;
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    if (unknown !== undefined)
      throw new InputError(
        of,
        `no setting is called '${unknown}'; there are ${Object.keys(shape).join(', ')}`,
      );
    throw new InputError([of, ...issue.path].join('.'), issue.message);
  };
}
