/**
 * A set with reads of all its elements, judged element by element as Jepsen's set-full does.
 *
 * An element is known from the moment at which its addition was acknowledged or a read showed it. It is
 * - _stable_ if the last read shows it, and _stale_ besides if some read that began after it was known did not;
 * - _lost_ if the last read began after it was known and does not show it;
 * - _never read_ otherwise: nobody looked after it was known.
 */
import type { BudgetMeter } from '../budget.js';
import { scanning } from '../findings.js';
import type { Reporter } from '../findings.js';
import type { Checker } from '../history.js';
import { show } from '../identity.js';
import { whoWhen } from '../selectors.js';
import { NONE, setColumns, shownBy } from './set-columns.js';
import type { SetColumns, SetFunctions } from './set-columns.js';

/** What a history calls its functions, and whether elements must be visible at once. */
export interface SetFullOptions extends SetFunctions {
  /** Whether stale elements are violations too: a read must show at once what was acknowledged. Default: `false`. */
  readonly linearizable?: boolean;
}

/** What became of an element that is known. */
interface Life {
  /** By element: the operation by which it is known first, … */
  readonly known: Int32Array;
  /** … the last read to begin that shows it, … */
  readonly present: Int32Array;
  /** … and the last read to begin that does not. */
  readonly absent: Int32Array;
}

/**
 * A set with reads of all its elements, judged element by element as Jepsen's set-full does.
 *
 * What it reads. `{f: 'add', value}` and `{f: 'read'}` with all elements as output.
 *
 * Anomalies: `lost`, `unexpected`, `duplicate`, and `stale` if that is asked for. Linear in what the reads show.
 */
export function setFull(options: SetFullOptions = {}): Checker {
  return scanning({
    name: 'set-full',
    looksFor: `additions (function ${options.add ?? 'add or broadcast'}) and reads of all elements (function ${options.read ?? 'read'})`,
    anomaliesProve: true,
    scan(history, findings, meter) {
      const columns = setColumns(history, options, meter);
      const { known, present, absent } = livesOf(columns, findings, meter);
      const { added: elements, values, begun } = columns;
      const counts = { stable: 0, stale: 0, lost: 0, 'never read': 0 };
      for (let element = 0; element < elements; element++) {
        meter.spend();
        if (known[element] === NONE) continue;
        const by = history[known[element]!]!;
        // Known by a read, it was begun; known by its acknowledgement, that is enough.
        const added = known[element] === columns.acknowledged[element] ? undefined : history[begun[element]!];
        const shows = present[element] === NONE ? undefined : history[present[element]!]!;
        const lacks = absent[element] === NONE ? undefined : history[absent[element]!]!;
        const late = lacks !== undefined && lacks.invoke > by.complete;
        if (shows && absent[element]! < present[element]!) {
          counts.stable++;
          if (!late) continue;
          counts.stale++;
          if (options.linearizable)
            findings.add('stale', [added, by, lacks, shows], () => {
              return `${whoWhen(lacks)} did not read ${show(values[element])}, which ${knownBy(columns, element, known)}`;
            });
        } else if (late) {
          counts.lost++;
          findings.add('lost', [added, by, shows, lacks], () => {
            return `${show(values[element])} is lost: it ${knownBy(columns, element, known)}, and the last read, ${whoWhen(lacks)}, does not show it`;
          });
        } else counts['never read']++;
      }
      const account = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
      if (counts.stable === 0 && counts['never read'] > 0 && columns.reads.length > 0)
        findings.undecided('no element was read after it was known');
      return { judged: counts.stable, reason: account.join(', ') };
    },
  });
}

function livesOf(columns: SetColumns, findings: Reporter, meter: BudgetMeter): Life {
  const { added, reads, history, acknowledged } = columns;
  const known = acknowledged.slice(0, added);
  const present = new Int32Array(added).fill(NONE);
  const absent = new Int32Array(added).fill(reads.at(-1) ?? NONE);
  /** By element: how many reads, from the last on, show it without a gap. */
  const streak = new Int32Array(added);
  let seen = 0;
  for (const { op, elements } of shownBy(columns, reads.toReversed(), findings, meter)) {
    const before = reads[reads.length - 2 - seen] ?? NONE;
    for (const element of elements) {
      const first = known[element]!;
      if (first === NONE || history[op]!.complete < history[first]!.complete) known[element] = op;
      if (present[element] === NONE) present[element] = op;
      if (streak[element] !== seen) continue;
      streak[element]!++;
      absent[element] = before;
    }
    seen++;
  }
  return { known, present, absent };
}

function knownBy({ history, acknowledged }: SetColumns, element: number, known: Int32Array): string {
  const by = history[known[element]!]!;
  return `${known[element] === acknowledged[element] ? 'was acknowledged to' : 'had been read by'} ${whoWhen(by)}`;
}
