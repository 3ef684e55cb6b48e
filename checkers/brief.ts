/**
 * Values too large to be read, cut before they are printed: a list of a million items costs no more than its first few.
 */

/** A value of more parts than these is large. */
const LARGE = 2000;

type Fields = Readonly<Record<string, unknown>>;

const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isPlain = (value: object): value is Fields =>
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);

/** Whether the value has so many parts, or so long texts, that printing all of it to show a little would take long. */
export function isLarge(value: unknown): boolean {
  let left = LARGE;
  const walk = (part: unknown, depth: number): void => {
    left -= typeof part === 'string' ? 1 + part.length / 50 : 1;
    if (left < 0 || depth > 500 || !isNested(part)) return;
    if (part instanceof Map || part instanceof Set || Array.isArray(part)) {
      left -= Array.isArray(part) ? part.length : part.size;
      if (left < 0) return;
      for (const item of part.values() as Iterable<unknown>) walk(item, depth + 1);
    } else if (ArrayBuffer.isView(part)) left -= part.byteLength;
    else for (const name in part) if (left >= 0) walk((part as Fields)[name], depth + 1);
  };
  walk(value, 0);
  return left < 0;
}

/** The beginning of a large value as text of `length` characters, if it can be, with how many items each list lacks. */
export function brief(value: unknown, length: number, nameOf: (leaf: unknown) => string): string {
  let text = '';
  for (let room = length; room > 0; room -= 8) {
    text = within(value, room, nameOf);
    if (text.length <= length) break;
  }
  return text;
}

function within(value: unknown, room: number, nameOf: (leaf: unknown) => string): string {
  if (typeof value === 'string' && value.length > room)
    return nameOf(`${value.slice(0, Math.max(8, room))}…`);
  if (isNested(value)) {
    if (Array.isArray(value))
      return listed('[]', value, value.length, room, (item, left) => within(item, left, nameOf));
    if (value instanceof Set)
      return `set${listed('[]', value, value.size, room, (item, left) => within(item, left, nameOf))}`;
    const field = ([name, part]: [unknown, unknown], left: number): string =>
      `${nameOf(name)}:${within(part, left, nameOf)}`;
    if (value instanceof Map) return `map${listed('[]', value, value.size, room, field)}`;
    if (isPlain(value)) {
      const names = Object.keys(value);
      return listed('{}', names, names.length, room, (name, left) => field([name, value[name]], left));
    }
  }
  return nameOf(value);
}

function listed<T>(
  [open, close]: string,
  items: Iterable<T>,
  count: number,
  room: number,
  print: (item: T, room: number) => string,
): string {
  const told: string[] = [];
  let length = 10 + String(count).length;
  for (const item of items) {
    // In a cycle there is always one more.
    if (length >= room) break;
    const text = print(item, room - length);
    if (told.length > 0 && length + text.length > room) break;
    told.push(text);
    length += text.length + 1;
  }
  if (told.length < count) told.push(`… ${count - told.length} more`);
  return `${open}${told.join(',')}${close}`;
}

/** Parts of one value that are kept, and characters of its texts. */
const MOST_PARTS = 200;
const MOST_ITEMS = 40;
const MOST_CHARACTERS = 2000;

/** Makes values small that are to be printed as JSON, and counts what it leaves out. */
export class Cutter {
  /** So many items of lists, fields of objects and ends of texts were left out. */
  leftOut = 0;
  private parts = 0;
  private characters = 0;

  /** The same value, or a copy with the first items of its lists and the beginning of its texts. */
  cut(value: unknown): unknown {
    this.parts = MOST_PARTS;
    this.characters = MOST_CHARACTERS;
    return this.part(value);
  }

  private part(value: unknown): unknown {
    this.parts--;
    if (typeof value === 'string') return this.text(value);
    if (!isNested(value)) return value;
    if (Array.isArray(value)) return this.items(value, (item) => this.part(item));
    if (!isPlain(value)) return value;
    const names = this.items(Object.keys(value), (name) => [name, this.part(value[name])] as const);
    return Object.fromEntries(names);
  }

  private items<T, To>(all: readonly T[], cut: (item: T) => To): To[] {
    const kept: To[] = [];
    while (kept.length < Math.min(all.length, MOST_ITEMS) && this.parts > 0)
      kept.push(cut(all[kept.length] as T));
    this.leftOut += all.length - kept.length;
    return kept;
  }

  private text(value: string): string {
    const kept = Math.max(0, this.characters);
    this.characters -= value.length;
    if (value.length <= kept) return value;
    this.leftOut++;
    return `${value.slice(0, kept).replace(/[\ud800-\udbff]$/, '')}…`;
  }
}
