/**
 * The language of the scripts that Redis and our streams are both given: lines of text.
 *
 * `XADD s 1-1 k v` is a command of client `a`; `b: XLEN s` is one of client `b`; `wait 30` lets so many ms pass. In a
 * command `@-5000` stands for the time, in ms, less 5000.
 */
export interface Script {
  /** `chapter/rule`, in words that a file name could have. */
  readonly name: string;
  /** What Redis does, in one sentence. */
  readonly rule: string;
  readonly steps: readonly string[];
}

export type Step =
  { readonly waitMs: number } | { readonly client: string; readonly words: readonly string[] };

export function readStep(line: string): Step {
  const [, waitMs] = /^wait (\d+)$/.exec(line) ?? [];
  if (waitMs !== undefined) return { waitMs: Number(waitMs) };
  const [, client = 'a', command = line] = /^([a-z]): (.*)$/.exec(line) ?? [];
  return { client, words: command.split(' ') };
}

/** The words as they are sent at this time. */
export const timed = (words: readonly string[], nowMs: number): string[] =>
  words.map((word) => (/^@-?\d+$/.test(word) ? String(nowMs + Number(word.slice(1))) : word));

export const script = (name: string, rule: string, ...steps: readonly string[]): Script => ({
  name,
  rule,
  steps,
});
