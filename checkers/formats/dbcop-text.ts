/**
 * Histories as dbcop writes them for people: a transaction is `[x:=1 y==2]`, with `:=` for a write, `==` for a read and
 * `==?` for a read of what was never written; `!` behind it means that it was not committed. A session is some lines of
 * them, and `---` stands between two. `//` begins a comment.
 */
import { HistoryError, shown } from './events.js';
import type { Emit, EventParser, Note } from './events.js';
import { lineSplitter } from './lines.js';
import { emitSessions } from './sessions.js';
import type { SessionTransaction } from './sessions.js';

const TRANSACTION = /\s*\[([^[\]]*)\](!?)/y;
const MICRO = /^([^\s:=?]+)(:=|==)([^\s:=]+)$/;

/** Whether a text begins like one of this format. */
export const isDbcopText = (start: string): boolean =>
  /^(?:\s+|\/\/[^\n]*(?:\n|$)|-+\s*\n)*\[\s*[^\s:=[\]{}"]+(?::=|==)/.test(start);

/** Reads events out of the text. Throws {@link HistoryError}. */
export function dbcopTextParser(emit: Emit, note: Note): EventParser {
  const transactions: SessionTransaction[] = [];
  let session = 1;
  let name = 0;

  const add = (line: string, number: number): void => {
    const text = line.replace(/\/\/.*/, '').trim();
    if (/^-+$/.test(text)) {
      session++;
      name = 0;
      return;
    }
    TRANSACTION.lastIndex = 0;
    for (let at = 0; at < text.length; at = TRANSACTION.lastIndex) {
      TRANSACTION.lastIndex = at;
      const [, inside = '', mark] = TRANSACTION.exec(text) ?? [];
      if (mark === undefined)
        throw new HistoryError(`a transaction is [x:=1 y==2], not ${shown(text.slice(at))}`, number);
      const micro = inside
        .split(/\s+/)
        .filter((part) => part !== '')
        .map((part) => microOf(part, number));
      transactions.push({ session, name: ++name, line: number, isAborted: mark === '!', micro });
    }
  };

  const lines = lineSplitter((text, start, end, number) => add(text.slice(start, end), number));
  return {
    feed: (chunk) => lines.feed(chunk),
    end() {
      lines.end();
      emitSessions(transactions, undefined, emit, note);
    },
  };
}

function microOf(part: string, line: number): SessionTransaction['micro'][number] {
  const [, key, sign, version = ''] = MICRO.exec(part) ?? [];
  if (key === undefined || (version === '?' && sign === ':='))
    throw new HistoryError(`a transaction holds x:=1, x==1 or x==?, not ${shown(part)}`, line);
  return [sign === ':=' ? 'w' : 'r', key, version === '?' ? null : valueOf(version)];
}

function valueOf(version: string): string | number | bigint {
  const number = Number(version);
  if (Number.isSafeInteger(number)) return number;
  return /^-?\d+$/.test(version) ? BigInt(version) : version;
}
