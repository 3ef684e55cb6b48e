/**
 * Histories as checkers of isolation keep them (PolySI, IsoVista, Plume): `r(key,value,session,txn)` or `w(…)` a line,
 * the lines of a transaction in order. Registers hold 0 at first; a transaction `-1` is one that was aborted.
 */
import { HistoryError, shown } from './events.js';
import type { Emit, EventParser, Note, Value } from './events.js';
import { lineSplitter } from './lines.js';
import { emitSessions } from './sessions.js';
import type { SessionTransaction } from './sessions.js';

const LINE = /^\s*([rw])\s*\(([^,()]*),([^,()]*),([^,()]*),([^,()]*)\)\s*[,;]?\s*$/;
/** The line that says what a line is, as such files begin. */
const HEADER =
  /^\s*[rw](?:\/w)?\s*\(\s*key\s*,\s*val(?:ue)?\s*,\s*(?:session|client|sess)\w*\s*,\s*(?:txn|transaction|tx)\w*\s*\)/i;
const ABORTED = -1;

/** Whether a line is one of this format. */
export const isIsolationLine = (line: string): boolean => LINE.test(line);

/** Reads events out of the text. Throws {@link HistoryError}. */
export function isolationTextParser(emit: Emit, note: Note): EventParser {
  const transactions: SessionTransaction[] = [];
  const byName = new Map<string, SessionTransaction>();

  const add = (line: string, number: number, complete: boolean): void => {
    if (line.trim() === '' || HEADER.test(line)) return;
    const match = LINE.exec(line);
    if (match === null && !complete && /^\s*[rw]\s*\([^)]*$/.test(line))
      throw new HistoryError('the file ends in the middle of this line: it is cut off', number);
    if (match === null)
      throw new HistoryError(`a line is r(key,value,session,txn) or w(…), not ${shown(line.trim())}`, number);
    const [kind, key, value, session, name] = match.slice(1).map((text) => atom(text.trim()));
    if ([key, session, name].some((part) => part === '' || part === null))
      throw new HistoryError(
        `a line is r(key,value,session,txn) or w(…); a part of ${shown(line.trim())} is empty`,
        number,
      );
    const micro = [kind as 'r' | 'w', key!, value!] as const;
    const id = `${String(session)} ${String(name)}`;
    const known = name === ABORTED ? undefined : byName.get(id);
    if (known !== undefined) return void known.micro.push(micro);
    const begun = {
      session: session!,
      name: name!,
      line: number,
      isAborted: name === ABORTED,
      micro: [micro],
    };
    byName.set(id, begun);
    transactions.push(name === ABORTED ? { ...begun, name: `aborted on line ${number}` } : begun);
  };

  const lines = lineSplitter((text, start, end, number, complete) =>
    add(text.slice(start, end), number, complete),
  );
  return {
    feed: (chunk) => lines.feed(chunk),
    end() {
      lines.end();
      emitSessions(transactions, 0, emit, note);
    },
  };
}

/** A number, nothing, or a name. */
function atom(text: string): Value {
  if (text === 'null' || text === 'nil') return null;
  if (!/^-?\d+$/.test(text)) return text;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
