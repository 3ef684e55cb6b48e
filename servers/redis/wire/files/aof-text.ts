/**
 * The commands of an append-only file, up to where it can be read. A command that has begun and is not there as a whole is
 * cut off, and of a transaction that does not end nothing counts. Anything else that is no command is damage: nobody knows
 * what is missing.
 */

export interface ReadAof {
  readonly commands: readonly (readonly string[])[];
  /**
   * What is behind it is cut off. As in Redis 7.0.15 that is the beginning of an open transaction only where the file ends
   * between two commands. Where it ends within one, the transaction stays open in the file, and swallows what is appended
   * after the restart, at the next one.
   */
  readonly length: number;
  /** The end of the last command outside of transactions that are open. */
  readonly sound: number;
  readonly end: 'whole' | 'cut off' | 'damaged';
}

export function readAof(bytes: Buffer): ReadAof {
  const commands: (readonly string[])[] = [];
  /** The open transaction: how many commands come before it, and where it begins; and where the last MULTI is. */
  let open: { readonly count: number; readonly at: number } | undefined;
  let multiAt = 0;
  let at = 0;
  const until = (end: ReadAof['end'], length = at): ReadAof => ({
    commands: open === undefined ? commands : commands.slice(0, open.count),
    length,
    sound: open?.at ?? at,
    end,
  });
  while (at < bytes.length) {
    const read = readCommand(bytes, at);
    if (typeof read === 'string') return until(read);
    const { words, next } = read;
    const name = words[0]?.toUpperCase();
    if (name === 'MULTI') {
      open ??= { count: commands.length, at };
      multiAt = at;
    } else if (name === 'EXEC') open = undefined;
    if (words.length > 0) commands.push(words);
    at = next;
  }
  return open === undefined ? until('whole') : until('cut off', multiAt);
}

type Read = { readonly words: readonly string[]; readonly next: number } | 'cut off' | 'damaged';

function readCommand(bytes: Buffer, from: number): Read {
  const first = lineAt(bytes, from);
  // Notes of when it was written.
  if (bytes[from] === 0x23) return first === undefined ? 'cut off' : { words: [], next: first.next };
  if (bytes[from] !== 0x2a) return 'damaged';
  if (first === undefined) return 'cut off';
  const count = numberIn(first.text);
  if (count === undefined || count < 1) return 'damaged';
  const words: string[] = [];
  let at = first.next;
  while (words.length < count) {
    if (at >= bytes.length) return 'cut off';
    if (bytes[at] !== 0x24) return 'damaged';
    const line = lineAt(bytes, at);
    if (line === undefined) return 'cut off';
    const length = numberIn(line.text);
    if (length === undefined) return 'damaged';
    const end = line.next + length;
    if (end + 2 > bytes.length) return 'cut off';
    words.push(bytes.toString('latin1', line.next, end));
    at = end + 2;
  }
  return { words, next: at };
}

function lineAt(bytes: Buffer, from: number): { readonly text: string; readonly next: number } | undefined {
  const end = bytes.indexOf('\r\n', from);
  return end < 0 ? undefined : { text: bytes.toString('latin1', from + 1, end), next: end + 2 };
}

const numberIn = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);
