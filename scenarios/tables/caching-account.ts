/** What clients of a cache saw: how long they waited, how old what they read was, and what a power cut took. */
import type { Run } from 'seedstorm';
import type { Operation } from 'seedstorm/checkers';
import { meanInterval, type Interval } from 'seedstorm/parts';
import { KEYS, WRITES_UNTIL_MS } from './caching-world.js';
import { percentile, summing } from './sums.js';

/** Means with Student's intervals at 99 %: over half seconds of the runs, over first reads, and of `lost` over keys. */
export interface CachingFigures {
  readonly readMs: Interval;
  readonly readP99Ms: number;
  /** The first read of each key in a run. */
  readonly firstMs: Interval;
  readonly writeMs: Interval;
  readonly writeP99Ms: number;
  /** In percent of what the cache was asked for; undefined without one. */
  readonly hits: number | undefined;
  readonly reads: number;
  /** Reads before the power cut that returned what an acknowledged write had replaced, and the longest time since that. */
  readonly stale: number;
  readonly longestMs: number;
  readonly writes: number;
  /** Acknowledged writes that neither the database has in the end nor a later write has replaced there, a run. */
  readonly lost: Interval;
  /** Transactions of the database for each write that was acknowledged. */
  readonly transactions: number;
  readonly failed: number;
}

interface Ask {
  readonly f: string;
  readonly key: string;
  readonly value?: string;
}
const askOf = ({ input }: Operation): Ask => input as Ask;
const tookMs = ({ invokedAtMs, completedAtMs }: Operation): number =>
  (completedAtMs as number) - (invokedAtMs as number);
const times = (by: number, one: Interval): Interval => ({
  ...one,
  mean: by * one.mean,
  half: by * one.half,
});

const BATCH_MS = 500;
/** The mean of each half second in which there were any. */
const meansOf = (operations: readonly Operation[]): number[] => {
  const batches: number[][] = [];
  for (const operation of operations)
    (batches[Math.floor((operation.invokedAtMs ?? 0) / BATCH_MS)] ??= []).push(tookMs(operation));
  return batches.flatMap((batch) => [meanOf(batch)]);
};
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const NOTHING = {
  ...{ readMeans: [] as number[], firstMs: [] as number[], writeMeans: [] as number[] },
  ...{ readsMs: [] as number[], writesMs: [] as number[], staleMs: [] as number[], lost: [] as number[] },
  ...{ hits: 0, misses: 0, transactions: 0, failed: 0 },
};

export const cachingAccount = () =>
  summing(NOTHING, sampleOf, (sums): CachingFigures => {
    const asked = sums.hits + sums.misses;
    const over = (values: readonly number[]) => meanInterval(values, 0.99);
    return {
      readMs: over(sums.readMeans),
      readP99Ms: percentile(sums.readsMs, 99),
      firstMs: over(sums.firstMs),
      writeMs: over(sums.writeMeans),
      writeP99Ms: percentile(sums.writesMs, 99),
      hits: asked === 0 ? undefined : (100 * sums.hits) / asked,
      reads: sums.readsMs.length,
      stale: sums.staleMs.length,
      longestMs: sums.staleMs.reduce((most, ms) => Math.max(most, ms), 0),
      writes: sums.writesMs.length,
      lost: times(KEYS, over(sums.lost)),
      transactions: sums.transactions / Math.max(1, sums.writesMs.length),
      failed: sums.failed,
    };
  });

function sampleOf(run: Run): typeof NOTHING {
  const { history } = run;
  const of = (f: string) => history.filter((operation) => askOf(operation).f === f);
  const ok = (f: string) => of(f).filter(({ type }) => type === 'ok');
  const [reads, writes] = [ok('read'), ok('write')];
  const first = new Map<string, Operation>();
  for (const read of reads) if (!first.has(askOf(read).key)) first.set(askOf(read).key, read);
  const [readsMs, writesMs] = [reads.map(tookMs), writes.map(tookMs)];
  const before = reads.filter(({ invokedAtMs = 0 }) => invokedAtMs < WRITES_UNTIL_MS);
  const byKey = writesByKey(of('write'));
  const { counts } = run.figures();
  const total = (name: string): number => counts.find((count) => count.name === name)?.total ?? 0;
  return {
    readMeans: meansOf(reads),
    firstMs: [...first.values()].map(tookMs),
    writeMeans: meansOf(writes),
    ...{ readsMs, writesMs },
    staleMs: before.flatMap((read) => {
      const [missed] = superseding(byKey.get(askOf(read).key) ?? [], read.output, read.invoke);
      return missed === undefined ? [] : [(read.invokedAtMs ?? 0) - (missed.completedAtMs ?? 0)];
    }),
    lost: lostIn(history, byKey),
    ...{ hits: total('hits'), misses: total('misses'), transactions: total('transactions') },
    failed: of('read').length + of('write').length - reads.length - writes.length,
  };
}

function writesByKey(writes: readonly Operation[]): Map<string, Operation[]> {
  const byKey = new Map<string, Operation[]>();
  for (const write of writes) byKey.set(askOf(write).key, [...(byKey.get(askOf(write).key) ?? []), write]);
  return byKey;
}

/** The acknowledged writes that have certainly replaced a value and ended before this point, the first to end first. */
function superseding(writes: readonly Operation[], value: unknown, until: number): Operation[] {
  const written = writes.find((write) => askOf(write).value === value);
  const from = written === undefined ? -1 : written.type === 'ok' ? written.complete : Infinity;
  return writes
    .filter(({ type, invoke, complete }) => type === 'ok' && invoke > from && complete < until)
    .toSorted((a, b) => a.complete - b.complete);
}

/** By key. */
function lostIn(history: readonly Operation[], byKey: ReadonlyMap<string, readonly Operation[]>): number[] {
  const end = history.findLast(
    ({ output }) => (output as { replica?: string } | undefined)?.replica === 'database',
  );
  if (end === undefined) throw new Error('The database did not show in the end what it holds.');
  const { value } = end.output as { readonly value: Readonly<Record<string, string>> };
  return Array.from({ length: KEYS }, (_, index) => {
    const key = `k${index}`;
    return superseding(byKey.get(key) ?? [], value[key] ?? null, Infinity).length;
  });
}
