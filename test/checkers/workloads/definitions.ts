/** What the judges of workloads owe, quantifier by quantifier: the anomalies of a small history, by the definitions. */
import type { Operation, Outcome } from '../../../checkers/history.js';

export type Op = Operation<{ f: string; value?: unknown; final?: boolean }, unknown>;

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

export function setFullFaults(all: readonly Op[], linearizable: boolean): string[] {
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

export function eventualSetFaults(all: readonly Op[]): string[] {
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
    // What a read shows before anybody added it says nothing of what became of it.
    const isAdded = (read: Op): boolean => addsOf(all, value).some(({ invoke }) => invoke <= read.complete);
    const elsewhere = final.some((read) => shows(read, value) && isAdded(read));
    return !lacks ? [] : [elsewhere ? 'missing' : 'lost'];
  });
  return [...badAnswers(all), ...missing];
}

export function counterFaults(all: readonly Op[]): string[] {
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

export function queueFaults(all: readonly Op[]): string[] {
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

type Micro = readonly [string, string, unknown];

export function forkFaults(all: readonly Op[]): string[] {
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
