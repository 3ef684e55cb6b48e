/**
 * The language of the scripts that Redis and ours are both given: lines of text.
 *
 * `XADD s 1-1 k v` is a command of client `a`; `b: XLEN s` is one of client `b`; `wait 30` lets so many ms pass. In a
 * command `@-5000` stands for the time, in ms, less 5000, and `"a b\x00"` for a word with blanks or bytes of any kind.
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
  return { client, words: wordsOf(command) };
}

/** Words stand between blanks; one in quotes is read as in a program. */
function wordsOf(command: string): string[] {
  if (!command.includes('"')) return command.split(' ');
  const words = command.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  return words.map((word) => (word.startsWith('"') ? unquoted(word.slice(1, -1)) : word));
}

const unquoted = (text: string): string =>
  text.replaceAll(/\\(x[\da-f]{2}|.)/gi, (_, letter: string) =>
    letter.length === 3
      ? String.fromCharCode(Number.parseInt(letter.slice(1), 16))
      : letter === 'r'
        ? '\r'
        : letter === 'n'
          ? '\n'
          : letter,
  );

/** The words as they are sent at this time. */
export const timed = (words: readonly string[], nowMs: number): string[] =>
  words.map((word) => (/^@-?\d+$/.test(word) ? String(nowMs + Number(word.slice(1))) : word));

export const script = (name: string, rule: string, ...steps: readonly string[]): Script => ({
  name,
  rule,
  steps,
});
