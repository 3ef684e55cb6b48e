/**
 * Replicated logs: all nodes commit the same entries, and logs that share an entry share all before it (Ongaro &
 * Ousterhout 2014: state machine safety, log matching).
 */
import { counted } from '../counted.js';
import { isNumber } from '../exact-number.js';
import { scanning } from '../findings.js';
import { getOrMake } from '../grouping.js';
import type { Checker, Operation } from '../history.js';
import { identityOf, nameOf, show } from '../identity.js';
import { type Fields, fieldsOf, nameOfFunction, selector, whoWhen } from '../selectors.js';

/** An entry that a node committed. */
export interface Committed {
  readonly index: number;
  readonly value: unknown;
  readonly term?: unknown;
}

/** Where entries and snapshots stand, and whether a node may leave out indexes. */
export interface CommittedPrefixOptions {
  /** Default: fields of `commit`; a name: those of that function. */
  readonly committed?: string | ((operation: Operation) => Committed | undefined);
  /** Function name of the operation by which a node takes over entries from elsewhere. Default: `snapshot`. */
  readonly snapshot?: string;
  /** Whether a node may leave out indexes. Default: `forbid`. */
  readonly gaps?: 'allow' | 'forbid';
}

/**
 * What is committed at an index is committed there for everybody and for ever (Ongaro & Ousterhout 2014: state machine
 * safety).
 *
 * What it reads. A node records `{f: 'commit', index, value, term?}` when it applies an entry, and `{f: 'snapshot',
 * index}` when it takes over everything up to this index from elsewhere; both with `node.effect`.
 *
 * Anomalies: `divergence` (two nodes committed different entries at an index), `rewrite` (one node did), `gap` (a node
 * committed an index without the one before it; it may begin anywhere). Linear.
 */
export function committedPrefix(options: CommittedPrefixOptions = {}): Checker {
  const committedBy = selector(options.committed, 'commit', committed);
  const { snapshot = 'snapshot' } = options;
  return scanning({
    name: 'committed-prefix',
    looksFor: `${nameOfFunction(options.committed, 'commit')} with index and value`,
    scan(history, findings, meter) {
      const log = new Map<number, { entry: Committed; by: Operation }>();
      const heads = new Map<unknown, { highest: number; by: Operation }>();
      for (const operation of history) {
        meter.spend();
        if (operation.type !== 'ok') continue;
        const fields = fieldsOf(operation);
        if (fields.f === snapshot && typeof fields['index'] === 'number') {
          const head = heads.get(operation.process);
          if (!head || head.highest < fields['index'])
            heads.set(operation.process, { highest: fields['index'], by: operation });
        }
        const entry = committedBy(operation);
        if (!entry) continue;
        const { index } = entry;
        const first = getOrMake(log, index, () => ({ entry, by: operation }));
        if (!sameEntry(first.entry, entry)) {
          const kind = first.by.process === operation.process ? 'rewrite' : 'divergence';
          findings.add(kind, [first.by, operation], () => {
            return `at index ${index} ${whoWhen(first.by)} committed ${text(first.entry)}, ${whoWhen(operation)} ${text(entry)}`;
          });
        }
        const head = getOrMake(heads, operation.process, () => ({ highest: index, by: operation }));
        if (index > head.highest + 1 && options.gaps !== 'allow') {
          const { highest, by } = head;
          findings.add('gap', [by, operation], () => {
            return `${whoWhen(operation)} committed index ${index}, having come no further than ${highest}`;
          });
        }
        if (index >= head.highest) heads.set(operation.process, { highest: index, by: operation });
      }
      return {
        judged: log.size,
        reason: `${counted(log.size, 'index', 'indexes')} committed, the same by all of ${counted(heads.size, 'node')}`,
      };
    },
  });
}

function committed({ index, value, term }: Fields): Committed | undefined {
  return typeof index === 'number' ? { index, value, term } : undefined;
}

function sameEntry(a: Committed, b: Committed): boolean {
  return identityOf(a.value) === identityOf(b.value) && identityOf(a.term) === identityOf(b.term);
}

function text({ value, term }: Committed): string {
  return term === undefined ? show(value) : `${show(value)} of term ${show(term)}`;
}

/** A log entry as nodes keep it. */
export interface LogEntry {
  readonly term: unknown;
  readonly value: unknown;
}

/** Where the log of a node stands. */
export interface LogMatchingOptions {
  /** Default: fields of `log`; a name: those of that function. */
  readonly log?:
    | string
    | ((
        operation: Operation,
      ) => { readonly entries: readonly LogEntry[]; readonly from: number } | undefined);
}

/**
 * Logs that share an entry, index and term, share all entries before it (Ongaro & Ousterhout 2014: log matching).
 *
 * What it reads. A node records its log as it is now, `{f: 'log', entries: [{term, value}, …], from?}`, with
 * `node.effect`. It begins at index `from`, 1 by default.
 *
 * Anomalies: `log-mismatch` (two entries of one index and term differ, or what precedes them does), `term-regression`
 * (terms fall along a log). Linear in the entries recorded.
 */
export function logMatching(options: LogMatchingOptions = {}): Checker {
  const logOf = selector(options.log, 'log', shownLog);
  return scanning({
    name: 'log-matching',
    looksFor: `${nameOfFunction(options.log, 'log')} with entries`,
    scan(history, findings, meter) {
      const entries = new Map<string, { value: unknown; by: Operation; before: string | undefined }>();
      for (const operation of history) {
        meter.spend();
        const log = operation.type === 'ok' ? logOf(operation) : undefined;
        if (!log) continue;
        let before: string | undefined;
        for (const [i, entry] of log.entries.entries()) {
          meter.spend();
          const place = `${log.from + i} ${nameOf(entry.term)}`;
          const {
            value,
            by,
            before: beforeThat,
          } = getOrMake(entries, place, () => ({ value: entry.value, by: operation, before }));
          const differs = identityOf(value) !== identityOf(entry.value);
          // A log that begins later (after a snapshot) says nothing of what precedes its first entry.
          const otherPast = before !== undefined && beforeThat !== undefined && before !== beforeThat;
          if (differs || otherPast) {
            findings.add('log-mismatch', [by, operation], () => {
              const shared = `index ${log.from + i}, term ${show(entry.term)}`;
              if (differs)
                return `at ${shared} ${whoWhen(by)} has ${show(value)}, ${whoWhen(operation)} ${show(entry.value)}`;
              return `${whoWhen(by)} and ${whoWhen(operation)} share ${shared}, but not the entry before it`;
            });
          }
          if (beforeThat === undefined && before !== undefined)
            entries.set(place, { value, by: operation, before });
          const previous = log.entries[i - 1];
          if (previous && isNumber(previous.term) && isNumber(entry.term) && entry.term < previous.term) {
            findings.add('term-regression', [operation], () => {
              return `the log of ${whoWhen(operation)} goes from term ${show(previous.term)} to ${show(entry.term)} at index ${log.from + i}`;
            });
          }
          before = place;
        }
      }
      return {
        judged: entries.size,
        reason: `${counted(entries.size, 'entry', 'entries')}, matching wherever logs share one`,
      };
    },
  });
}

function shownLog({ entries, from }: Fields) {
  if (!Array.isArray(entries)) return undefined;
  return { entries: entries as readonly LogEntry[], from: typeof from === 'number' ? from : 1 };
}
