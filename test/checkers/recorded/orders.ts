/** Orders weaker than linearizability, and convergence of replicas, by their definitions. */
import { keeps } from '../orders/brute-force.js';
import type { Level } from '../orders/brute-force.js';
import { done, groupedBy, named, same, tried } from './subject.js';
import type { Subject } from './subject.js';

const LEVELS: readonly Level[] = [
  'sequential',
  'causal-memory',
  'causal-convergence',
  'causal',
  'pram',
  'read-your-writes',
  'monotonic-reads',
  'monotonic-writes',
  'writes-follow-reads',
  'regular',
  'safe',
];

/** Reads find what was written before, mostly by a replica that lags. */
const accesses: Pick<Subject, 'start' | 'open' | 'contradicted'> = {
  start(random) {
    const written = new Map<string, number[]>();
    const keys = random.chance(50) ? ['x'] : ['x', 'y'];
    let count = 0;
    return () => {
      const key = random.pick(keys);
      const values = written.get(key) ?? [];
      if (random.chance(45)) {
        const value = random.chance(85) ? ++count : 1;
        written.set(key, [...values, value]);
        return { f: 'write', key, fields: { value } };
      }
      const found = (): number | null =>
        random.pick([null, ...(written.get(key) ?? []), ...(written.get(key) ?? []).slice(-2)]);
      return { f: 'read', key, answer: found, guess: () => (random.chance(10) ? 99 : found()) };
    };
  },
  open: { write: ['value'] },
  contradicted: ['write'],
};

const states: Pick<Subject, 'start' | 'open' | 'usable'> = {
  start(random) {
    let count = 0;
    return () => {
      if (random.chance(35)) return { f: 'put', fields: { value: ++count } };
      const seen = Array.from({ length: count }, (_, at) => at + 1).filter(() => random.chance(90));
      const value = random.chance(85) ? seen.length : random.below(3);
      const fields = {
        replica: random.pick(['r', 's']),
        value,
        seen: random.chance(50) ? seen : seen.toReversed(),
      };
      return { f: 'state', fields };
    };
  },
  open: { state: ['replica', 'value', 'seen'] },
  usable: (operations) => named(operations, 'state').length > 0,
};

export const ORDER_SUBJECTS: readonly Subject[] = [
  ...LEVELS.map((judge): Subject => ({ judge, ...accesses, fine: (operations) => keeps(judge, operations) })),
  {
    judge: 'bounded-staleness',
    params: { versions: 1 },
    ...accesses,
    fine: (operations) =>
      done(operations, 'read').every((read) => {
        const writes = tried(operations, 'write').filter(({ input }) => input.key === read.input.key);
        const missed = (end: number): number =>
          writes.filter((write) => write.invoke > end && write.type === 'ok' && write.complete < read.invoke)
            .length;
        if (read.output === null && missed(-Infinity) <= 1) return true;
        return writes.some(
          ({ input, invoke, complete }) =>
            input['value'] === read.output && invoke <= read.complete && missed(complete) <= 1,
        );
      }),
  },
  {
    judge: 'convergence',
    ...states,
    fine(operations) {
      const updates = tried(operations, 'put').map(({ type, invoke, complete }) =>
        type === 'ok' ? complete : invoke,
      );
      const quiet = Math.max(-Infinity, ...updates);
      const replicas = groupedBy(done(operations, 'state'), ({ input }) => input['replica']);
      const last = replicas.map((all) => all.filter(({ invoke }) => invoke > quiet).at(-1));
      const shown = last.filter((state) => state !== undefined).map(({ input }) => input['value']);
      if (new Set(shown).size > 1) return false;
      return shown.length < last.length || shown.length < 2 ? undefined : true;
    },
  },
  {
    judge: 'strong-convergence',
    ...states,
    fine(operations) {
      const alike = groupedBy(done(operations, 'state'), ({ input }) =>
        [...(input['seen'] as number[])].sort(),
      );
      if (!alike.every((all) => all.every(({ input }) => same(input['value'], all[0]!.input['value']))))
        return false;
      return alike.some((all) => all.length > 1) ? true : undefined;
    },
  },
];
