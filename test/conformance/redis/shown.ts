/** Answers and writes as lines of text, without what differs from one run of a real server to the next. */
import { redisResp2, type RedisReply } from '../../../servers/index.js';

/** Answers as one line: `nil` for nothing, `no list` where a list was asked for. */
export function shown(given: RedisReply): string {
  const reply = redisResp2(given);
  if (reply === null) return 'nil';
  if (typeof reply === 'number' || typeof reply === 'bigint') return String(reply);
  if (typeof reply === 'string') return `"${printable(reply)}"`;
  if ('nil' in reply) return 'no list';
  if ('status' in reply) return reply.status;
  if ('error' in reply) return `! ${reply.error}`;
  if (!Array.isArray(reply)) throw new Error(`Not of protocol 2: ${JSON.stringify(reply)}`);
  return `[${(reply as readonly RedisReply[]).map(shown).join(' ')}]`;
}

const printable = (text: string): string =>
  text.replaceAll(/[^ -~]/g, (letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** Each write with its database, if that is not 0. */
export function shownWrites(
  written: readonly (readonly string[])[],
  before: number,
  nowMs: number,
): { readonly lines: string[]; readonly db: number } {
  let db = before;
  const lines: string[] = [];
  for (const words of written) {
    if (words[0]?.toUpperCase() === 'SELECT') {
      db = Number(words[1]);
      continue;
    }
    const shownWords = words.map((word) => (word === '' ? '""' : printable(aged(word, nowMs))));
    lines.push(`${db === 0 ? '' : `[${db}] `}${shownWords.join(' ')}`);
  }
  return { lines, db };
}

const DAY_MS = 86_400_000;
const STEP_MS = 10_000;

/** A time near now as how far it is from now, in steps. */
function aged(word: string, nowMs: number): string {
  if (!/^1\d{12}$/.test(word) || Math.abs(Number(word) - nowMs) > 400 * DAY_MS) return word;
  return `@${Math.round((Number(word) - nowMs) / STEP_MS) * STEP_MS}`;
}

/** In no order, or in one that a random seed of the real server decides. */
const UNORDERED = new Set([
  ...['SMEMBERS', 'SUNION', 'SINTER', 'SDIFF', 'KEYS', 'SRANDMEMBER', 'SPOP', 'HRANDFIELD', 'ZRANDMEMBER'],
]);
const SCANS = new Set(['SCAN', 'SSCAN', 'HSCAN', 'ZSCAN']);

type Words = readonly string[];

/** An answer, with times rounded, and sorted where it has no order. */
export function comparable(
  words: Words,
  queued: readonly Words[],
  given: RedisReply,
  nowMs: number,
): RedisReply {
  const [name = '', sub = ''] = words.map((word) => word.toUpperCase());
  const reply = redisResp2(given);
  if (name === 'EXEC' && Array.isArray(reply))
    return (reply as readonly RedisReply[]).map((one, at) => comparable(queued[at] ?? [], [], one, nowMs));
  if (typeof reply === 'number') return number(name, reply, nowMs);
  if (name === 'OBJECT' && ['raw', 'embstr', 'int'].includes(String(reply))) return 'of a string';
  if (!Array.isArray(reply)) return reply;
  const list = reply as readonly RedisReply[];
  if (UNORDERED.has(name) || (name === 'PUBSUB' && sub === 'CHANNELS')) return sorted(list);
  if (SCANS.has(name)) return [list[0] as RedisReply, sortedPairs(list[1] as readonly RedisReply[], name)];
  return streams(words, sub, name, list);
}

function number(name: string, value: number, nowMs: number): number {
  if (value < 0) return value;
  // Up to a fixed time it is not equally long for a clock that is made up.
  if ((name === 'TTL' && value > 400 * 86_400) || (name === 'PTTL' && value > 400 * DAY_MS))
    return 400 * DAY_MS;
  const away = /EXPIRETIME$/.test(name)
    ? name.startsWith('P')
      ? value - nowMs
      : value * 1000 - nowMs
    : value;
  if (name === 'PTTL' || (/EXPIRETIME$/.test(name) && Math.abs(away) < 400 * DAY_MS))
    return Math.round(away / STEP_MS) * STEP_MS;
  return value;
}

const sorted = (list: readonly RedisReply[]): RedisReply[] =>
  list.toSorted((one, other) => (shown(one) < shown(other) ? -1 : 1));

function sortedPairs(list: readonly RedisReply[], name: string): RedisReply[] {
  if (name !== 'HSCAN' && name !== 'ZSCAN') return sorted(list);
  const pairs = list.flatMap((one, at) => (at % 2 === 0 ? [[one, list[at + 1] as RedisReply]] : []));
  return sorted(pairs).flat() as RedisReply[];
}

/** Times that depend on the machine are rounded down; the shape of the server's tree is not compared. */
function streams(words: Words, sub: string, name: string, list: readonly RedisReply[]): RedisReply {
  const rounded = (value: RedisReply | undefined): RedisReply =>
    Math.floor(Number(value) / STEP_MS) * STEP_MS;
  if (name === 'XPENDING' && words.length > 3)
    return list.map((row) => {
      const [id, consumer, idle, count] = row as readonly RedisReply[];
      return [id ?? null, consumer ?? null, rounded(idle), count ?? null];
    });
  if (name === 'XINFO' && sub === 'CONSUMERS')
    return list.map((row) =>
      (row as readonly RedisReply[]).map((value, at) => (at === 5 ? rounded(value) : value)),
    );
  if (name === 'XINFO' && sub === 'STREAM') return list.filter((_, at) => at !== 4 && at !== 5);
  return list;
}
