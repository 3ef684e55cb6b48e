/**
 * What scenarios of this folder claim of a cache and its database. Clients `read` and `write` keys, written values are
 * distinct; in the end database and cache answer `state` with all values that they have.
 */
import {
  boundedStaleness,
  converges,
  defineChecker,
  regular,
  type Checker,
  type History,
  type Operation,
} from 'seedstorm/checkers';

interface Ask {
  readonly f: string;
  readonly key?: string;
}
const nameOf = ({ input }: { readonly input: unknown }): string => (input as Ask).f;

/** The checker, of what clients read and wrote. */
export const ofClients = (checker: Checker): Checker => ({
  name: checker.name,
  check: (history, budget) =>
    checker.check(
      history.filter((operation) => ['read', 'write'].includes(nameOf(operation))),
      budget,
    ),
});

/** No read returns what an acknowledged write had replaced so many ms before it; 0: not at all, as a regular register. */
export const fresh = (ms: number): Checker => ofClients(ms === 0 ? regular() : boundedStaleness({ ms }));

/** In the end the cache, read as clients read it, holds what the database holds. */
export const agrees = (): Checker =>
  converges({
    replicas: ['database', 'cache'],
    updates: (operation) => nameOf(operation) === 'write',
  });

/** In the end each entry that the cache shows of itself is what the database holds. Anomaly: `divergence`. */
export const holdsTheSame = (): Checker =>
  defineChecker({
    name: 'agrees',
    looksFor: 'what database and cache hold in the end (function state)',
    scan(history, found) {
      const [database, cache] = [endOf(history, 'database'), endOf(history, 'cache')];
      if (database === undefined || cache === undefined) {
        found.undecided('database or cache did not show in the end what they hold');
        return { judged: 0, reason: '' };
      }
      const rows = valuesIn(database);
      const entries = Object.entries(valuesIn(cache));
      for (const [key, value] of entries)
        if (value !== (rows[key] ?? null))
          found.anomaly(
            'divergence',
            `the cache holds ${String(value)} of ${key}, the database ${String(rows[key] ?? null)}`,
            database,
            cache,
          );
      return { judged: entries.length, reason: `${entries.length} entries, all as in the database` };
    },
  });

type Values = Readonly<Record<string, string | null>>;
const valuesIn = ({ output }: Operation): Values => (output as { readonly value: Values }).value;

const endOf = (history: History, replica: string): Operation | undefined =>
  history.findLast(
    ({ type, output }) => type === 'ok' && (output as { replica?: string } | undefined)?.replica === replica,
  );

/** No key of the database ends with a value that an acknowledged later write had replaced. */
export function kept(): Checker {
  const checker = regular();
  return {
    name: 'kept',
    check(history, budget) {
      const writes = history.filter((operation) => nameOf(operation) === 'write');
      return checker.check([...writes, ...endsOf(history, writes)], budget);
    },
  };
}

/** The end of the database, as a read of each key that was ever written. */
function endsOf(history: History, writes: History): History {
  const end = endOf(history, 'database');
  if (end === undefined) return [];
  const value = valuesIn(end);
  const keys = new Set(writes.map(({ input }) => (input as Ask).key as string));
  return [...keys].map((key) => ({
    ...end,
    process: `database/${key}`,
    input: { f: 'read', key },
    output: value[key] ?? null,
  }));
}

/**
 * What was acknowledged before a flush began that the database has answered, and in the same start of the cache, is kept; of
 * later writes nobody knows. It reads the effects `started`, `flush` and `flushed` of the cache.
 */
export function flushedKept(): Checker {
  const checker = kept();
  return {
    name: 'flushed-kept',
    check(history, budget) {
      const spans = spansOf(history);
      const isFlushed = ({ invoke, complete }: Operation): boolean =>
        spans.some(({ from, until }) => invoke >= from && complete < until);
      const known = history.map((operation) =>
        nameOf(operation) !== 'write' || operation.type !== 'ok' || isFlushed(operation)
          ? operation
          : { ...operation, type: 'info' as const },
      );
      return checker.check(known, budget);
    },
  };
}

/** From each start of the cache to the beginning of the last flush that it has seen through. */
function spansOf(history: History): { readonly from: number; readonly until: number }[] {
  const began = new Map<string, number>();
  const starts = new Map<number, number>();
  const untils = new Map<number, number>();
  for (const { input, invoke } of history) {
    const { f, start = 0, flush = 0 } = input as { f: string; start?: number; flush?: number };
    if (f === 'started') starts.set(start, invoke);
    if (f === 'flush') began.set(`${start}/${flush}`, invoke);
    if (f === 'flushed') untils.set(start, began.get(`${start}/${flush}`) ?? 0);
  }
  return [...untils].map(([start, until]) => ({ from: starts.get(start) ?? Infinity, until }));
}
