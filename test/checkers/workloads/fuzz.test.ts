/**
 * The judges of workloads against their definitions, quantifier by quantifier, over small random histories.
 *
 * SEEDSTORM_FUZZ sets the number of histories (500 by default).
 */
import { describe, expect, it } from 'vitest';
import type { Checker, History, Operation, Outcome } from '../../../checkers/history.js';
import {
  eventualCounter,
  eventualSet,
  longFork,
  setFull,
  totalQueue,
} from '../../../checkers/workloads/index.js';
import { randomOf } from '../orders/random-history.js';

const HISTORIES = Number(process.env['SEEDSTORM_FUZZ'] ?? 500);

type Random = (below: number) => number;
type Op = Operation<{ f: string; value?: unknown; final?: boolean }, unknown>;
type Draft = { f: string; value?: unknown; final?: boolean; output?: unknown };

/** Operations of a few processes that overlap now and then. */
function history(random: Random, drafts: readonly Draft[]): Op[] {
  const free = [0, 0, 0];
  let clock = 0;
  const made = drafts.map(({ output, ...input }, index): Op => {
    const process = random(3);
    const invoke = Math.max(free[process]!, clock - random(5)) + 1 + index / 100;
    const complete = invoke + 1 + random(5);
    [clock, free[process]] = [Math.max(clock, invoke), complete];
    const type: Outcome = random(8) === 0 ? 'info' : random(10) === 0 ? 'fail' : 'ok';
    const end = type === 'info' ? Infinity : complete;
    const told = type === 'ok' && output !== undefined ? { output } : {};
    return {
      process: type === 'info' ? `c${process}.${index}` : `c${process}`,
      input,
      type,
      invoke,
      complete: end,
      ...told,
    };
  });
  return made.sort((a, b) => a.invoke - b.invoke);
}

const list = <T>(random: Random, from: readonly T[], twice = 12): T[] => [
  ...from.filter(() => random(5) > 0),
  ...(from.length > 0 && random(twice) === 0 ? [from[random(from.length)]!] : []),
];

/** Additions of a few elements, reads of most of what was added, and mostly a last look. */
function sets(random: Random): Op[] {
  const added: number[] = [];
  const drafts = Array.from({ length: 2 + random(6) }, (): Draft => {
    if (random(5) < 3) {
      added.push(random(6) === 0 ? 1 : added.length + 1);
      return { f: random(2) === 0 ? 'add' : 'broadcast', value: added.at(-1)! };
    }
    return { f: 'read', output: list(random, random(12) === 0 ? [9] : added) };
  });
  const look = random(4) === 0 ? {} : { final: true };
  for (let more = random(3); more > 0; more--)
    drafts.push({ f: 'read', ...look, output: random(3) > 0 ? added : list(random, added) });
  return history(random, drafts);
}

const isAdd = ({ input }: Op): boolean => input.f === 'add' || input.f === 'broadcast';
const readsOf = (all: readonly Op[]): Op[] =>
  all.filter(({ input, type }) => input.f === 'read' && type === 'ok');
const listed = ({ output }: Op): readonly unknown[] => output as unknown[];
const shows = (read: Op, value: unknown): boolean => listed(read).includes(value);
const addsOf = (all: readonly Op[], value: unknown): Op[] =>
  all.filter((op) => isAdd(op) && op.input.value === value);
const elementsOf = (all: readonly Op[]): unknown[] => [
  ...new Set(all.filter(isAdd).map(({ input }) => input.value)),
];

/** What is wrong with the answers themselves. */
const badAnswers = (all: readonly Op[]): string[] =>
  readsOf(all).flatMap((read) =>
    listed(read).flatMap((value, at) => {
      const begun = addsOf(all, value).some(({ type, invoke }) => type !== 'fail' && invoke <= read.complete);
      return !begun ? ['unexpected'] : listed(read).indexOf(value) < at ? ['duplicate'] : [];
    }),
  );

function setFullFaults(all: readonly Op[], linearizable: boolean): string[] {
  const reads = readsOf(all);
  const faults = badAnswers(all);
  for (const value of elementsOf(all)) {
    const proper = addsOf(all, value).filter(({ type }) => type !== 'fail');
    const sightings = reads.filter(
      (read) => shows(read, value) && proper.some((add) => add.invoke <= read.complete),
    );
    const known = Math.min(
      ...proper.filter(({ type }) => type === 'ok').map(({ complete }) => complete),
      ...sightings.map(({ complete }) => complete),
    );
    const missed = reads.filter((read) => read.invoke > known && !shows(read, value));
    const last = reads.at(-1);
    if (last && missed.includes(last)) faults.push('lost');
    else if (
      linearizable &&
      missed.some((miss) =>
        reads.some((read) => shows(read, value) && reads.indexOf(read) > reads.indexOf(miss)),
      )
    )
      if (last && shows(last, value)) faults.push('stale');
  }
  return faults;
}

function eventualSetFaults(all: readonly Op[]): string[] {
  const reads = readsOf(all);
  const marked = all.some(({ input }) => input.f === 'read' && input.final);
  const changed = Math.max(
    -Infinity,
    ...all.filter((op) => isAdd(op) && op.type === 'ok').map(({ complete }) => complete),
  );
  const final = reads.filter(({ input, invoke }) => (marked ? input.final : invoke > changed));
  const missing = elementsOf(all).flatMap((value) => {
    const known = Math.min(
      ...addsOf(all, value)
        .filter(({ type }) => type === 'ok')
        .map(({ complete }) => complete),
    );
    const lacks = final.some((read) => read.invoke > known && !shows(read, value));
    return !lacks ? [] : [final.some((read) => shows(read, value)) ? 'missing' : 'lost'];
  });
  return [...badAnswers(all), ...missing];
}

function counters(random: Random): Op[] {
  let total = 0;
  const drafts = Array.from({ length: 2 + random(6) }, (): Draft => {
    if (random(3) === 0) return { f: 'read', output: total };
    const value = random(9) - 3;
    total += value;
    return { f: 'add', value };
  });
  for (let more = random(3); more > 0; more--)
    drafts.push({
      f: 'read',
      ...(random(4) === 0 ? {} : { final: true }),
      output: total - (random(3) === 0 ? random(5) : 0),
    });
  return history(random, drafts);
}

function counterFaults(all: readonly Op[]): string[] {
  const adds = all.filter(({ input, type }) => input.f === 'add' && type !== 'fail');
  const marked = all.some(({ input }) => input.f === 'read' && input.final);
  const changed = Math.max(
    -Infinity,
    ...all.filter(({ input, type }) => input.f === 'add' && type === 'ok').map(({ complete }) => complete),
  );
  const final = readsOf(all).filter(({ input, invoke }) => (marked ? input.final : invoke > changed));
  return final.flatMap((read) => {
    const sums = (from: number, sum: number): boolean => {
      const add = adds[from];
      if (add === undefined) return sum === read.output;
      const counted = sums(from + 1, sum + (add.input.value as number));
      const certain = add.type === 'ok' && add.complete < read.invoke;
      if (add.invoke > read.complete) return sums(from + 1, sum);
      return counted || (!certain && sums(from + 1, sum));
    };
    return sums(0, 0) ? [] : ['impossible-total'];
  });
}

function queues(random: Random): Op[] {
  const held: number[] = [];
  let fresh = 0;
  const drafts = Array.from({ length: 2 + random(6) }, (): Draft => {
    if (random(5) < 3) {
      held.push(random(6) === 0 && fresh > 0 ? fresh : ++fresh);
      return { f: 'enqueue', value: held.at(-1)! };
    }
    return {
      f: 'dequeue',
      output: random(10) === 0 ? 1 + random(4) : (held.splice(random(2), 1)[0] ?? null),
    };
  });
  if (random(4) > 0) drafts.push({ f: 'drain', output: list(random, held) });
  return history(random, drafts);
}

function queueFaults(all: readonly Op[]): string[] {
  const of = (f: string, ...types: Outcome[]): Op[] =>
    all.filter(({ input, type }) => input.f === f && types.includes(type));
  const out = [
    ...of('dequeue', 'ok')
      .filter(({ output }) => output !== null)
      .map((op) => ({ op, value: op.output })),
    ...of('drain', 'ok').flatMap((op) => listed(op).map((value) => ({ op, value }))),
  ];
  const values = new Set([
    ...all.filter(({ input }) => input.f === 'enqueue').map(({ input }) => input.value),
    ...out.map(({ value }) => value),
  ]);
  const drained = Math.max(-Infinity, ...of('drain', 'ok').map(({ invoke }) => invoke));
  let missing = 0;
  const faults: string[] = [];
  for (const value of values) {
    const into = of('enqueue', 'ok', 'info').filter(({ input }) => input.value === value);
    const taken = out.filter((one) => one.value === value);
    if (taken.some(({ op }) => !into.some(({ invoke }) => invoke <= op.complete))) faults.push('unexpected');
    else if (taken.length > into.length) faults.push('duplicated');
    const due = into.filter(({ complete }) => complete < drained).length;
    const acknowledged = into.filter(({ type }) => type === 'ok').length;
    if (taken.length < due) missing += acknowledged - taken.length;
  }
  const lost = missing > of('dequeue', 'info').length && of('drain', 'info').length === 0;
  return lost ? [...faults, 'lost'] : faults;
}

function forks(random: Random): Op[] {
  const written: string[] = [];
  const drafts = Array.from({ length: 2 + random(6) }, (): Draft => {
    const fresh = ['x', 'y', 'z'].filter((key) => !written.includes(key));
    if (random(2) === 0 && fresh.length > 0) {
      const key = fresh[random(fresh.length)]!;
      written.push(key);
      return { f: 'txn', value: [['w', key, 1]] };
    }
    const keys = random(4) === 0 ? ['x', 'y'] : ['x', 'y', 'z'];
    return {
      f: 'txn',
      value: [],
      output: keys.map((key) => ['r', key, written.includes(key) && random(5) > 0 ? 1 : null]),
    };
  });
  return history(random, drafts);
}

type Micro = readonly [string, string, unknown];

function forkFaults(all: readonly Op[]): string[] {
  const reads = all
    .filter(({ output }) => output !== undefined)
    .map((op) => ({ op, values: new Map((op.output as Micro[]).map(([, key, value]) => [key, value])) }));
  const wrote = (key: string, by: number): boolean =>
    all.some(
      ({ input, type, invoke }) =>
        type !== 'fail' &&
        invoke <= by &&
        (input.value as Micro[]).some(([kind, at]) => kind === 'w' && at === key),
    );
  const unexpected = reads.some(({ op, values }) =>
    [...values].some(([key, value]) => value !== null && !wrote(key, op.complete)),
  );
  const forked = reads.some((one) =>
    reads.some((other) => {
      const keys = [...one.values.keys()];
      if (keys.join() !== [...other.values.keys()].join()) return false;
      const only = (a: typeof one, b: typeof one) =>
        keys.some((key) => a.values.get(key) !== null && b.values.get(key) === null);
      return only(one, other) && only(other, one);
    }),
  );
  return [...(unexpected ? ['unexpected'] : []), ...(forked ? ['long-fork'] : [])];
}

/** Answers of a core without what was added or put in by operations outside it. */
function within(core: History): Op[] {
  const known = new Set(
    (core as readonly Op[]).map(({ input }) => input.value).filter((value) => value !== undefined),
  );
  return (core as readonly Op[]).map((op) =>
    Array.isArray(op.output) && op.input.f !== 'txn'
      ? { ...op, output: op.output.filter((value) => known.has(value)) }
      : op,
  );
}

const subjects: readonly (readonly [
  string,
  Checker,
  (random: Random) => Op[],
  (all: readonly Op[]) => string[],
])[] = [
  ['set-full', setFull(), sets, (all) => setFullFaults(all, false)],
  ['set-full, linearizable', setFull({ linearizable: true }), sets, (all) => setFullFaults(all, true)],
  ['eventual-set', eventualSet(), sets, eventualSetFaults],
  ['eventual-counter', eventualCounter(), counters, counterFaults],
  ['total-queue', totalQueue({ duplicates: 'forbid' }), queues, queueFaults],
  ['long-fork', longFork(), forks, forkFaults],
];

describe(`${HISTORIES} random histories`, () => {
  it.each(subjects)('%s', (_name, checker, make, faultsOf) => {
    const seen = { valid: 0, invalid: 0, unknown: 0 };
    for (let seed = 0; seed < HISTORIES; seed++) {
      const all = make(randomOf(seed));
      const expected = [...new Set(faultsOf(all))].sort();
      const verdict = checker.check(all);
      seen[verdict.verdict]++;
      const found =
        verdict.verdict === 'invalid' ? [...new Set(verdict.anomalies.map(({ kind }) => kind))].sort() : [];
      const told = `seed ${seed}: ${JSON.stringify(all)}`;
      expect(found, told).toEqual(expected);
      if (verdict.verdict !== 'invalid') continue;
      // The core shows by itself what it is said to show.
      const part = within(verdict.core!);
      const again = faultsOf(part);
      const shown = verdict.anomalies.filter(({ operations }) =>
        operations.every((op) => verdict.core!.includes(op)),
      );
      expect(
        shown.some(({ kind }) => again.includes(kind)) || shown.some(({ kind }) => kind === 'unexpected'),
        told,
      ).toBe(true);
    }
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(HISTORIES / 50);
  });
});
