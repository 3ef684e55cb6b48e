/** Replicated logs, leaders, locks, tokens, identifiers, money and sagas, by their definitions. */
import type { Drawn } from './drawn.js';
import { allSame, done, fieldOf, groupedBy, named, same, somePair, tried } from './subject.js';
import type { Subject } from './subject.js';

const committedPrefix: Subject = {
  judge: 'committed-prefix',
  start(random) {
    const heads = new Map<number, number>();
    return (process) => {
      const head = heads.get(process) ?? random.below(2);
      const index = head + (random.chance(95) ? 1 : 2);
      heads.set(process, index);
      if (random.chance(10)) return { f: 'snapshot', fields: { index } };
      const value = random.chance(96) ? `v${index}` : 'w';
      return { f: 'commit', fields: { index, value, ...(random.chance(97) ? { term: 1 } : { term: 2 }) } };
    };
  },
  fine(operations) {
    const commits = done(operations, 'commit').map(({ input }) => input);
    const agreed = groupedBy(commits, ({ index }) => index).every((all) =>
      allSame(all.map(({ value, term }) => [value, term])),
    );
    const whole = groupedBy(done(operations, 'commit', 'snapshot'), ({ process }) => process).every((steps) =>
      steps.every((step, at) => {
        const before = steps.slice(0, at).map(({ input }) => input['index'] as number);
        return (
          at === 0 ||
          step.input.f === 'snapshot' ||
          (step.input['index'] as number) <= Math.max(...before) + 1
        );
      }),
    );
    return agreed && whole;
  },
  open: { commit: ['index', 'value', 'term'], snapshot: ['index'] },
  contradicted: ['commit'],
};

interface Entry {
  readonly term: number;
  readonly value: string;
}

const logMatching: Subject = {
  judge: 'log-matching',
  start(random) {
    return () => {
      const from = random.chance(75) ? 1 : 2;
      const entries = Array.from({ length: 1 + random.below(4) }, (_, at): Entry => {
        const index = from + at;
        const term = random.chance(95) ? Math.ceil(index / 2) : 1 + random.below(2);
        return { term, value: random.chance(96) ? `v${index}.${term}` : 'w' };
      });
      return { f: 'log', fields: { entries, ...(from === 1 ? {} : { from }) } };
    };
  },
  fine(operations) {
    const logs = done(operations, 'log').map(({ input }) => {
      const from = (input['from'] ?? 1) as number;
      return new Map((input['entries'] as Entry[]).map((entry, at) => [from + at, entry]));
    });
    const matches = (a: ReadonlyMap<number, Entry>, b: ReadonlyMap<number, Entry>): boolean => {
      const shared = [...a.keys()].filter((index) => b.has(index));
      return shared.every(
        (index) =>
          a.get(index)!.term !== b.get(index)!.term ||
          shared.every((before) => before > index || same(a.get(before), b.get(before))),
      );
    };
    return (
      !somePair(logs, (a, b) => !matches(a, b)) &&
      logs.every((log) => !somePair([...log.values()], (a, b) => a.term > b.term))
    );
  },
  open: { log: ['entries', 'from'] },
};

const leaders: Subject = {
  judge: 'one-leader-per-term',
  start(random) {
    let term = 0;
    return () => {
      const fields = {
        term: random.chance(93) ? ++term : 1 + random.below(3),
        group: random.pick(['g', 'h']),
      };
      return { f: 'lead', fields };
    };
  },
  fine(operations) {
    const led = done(operations, 'lead').map(
      ({ process, input }) => ({ process, ...input }) as Drawn['input'] & { process: number },
    );
    return groupedBy(led, ({ group }) => group).every(
      (all) =>
        !somePair(all, (a, b) => a['term'] === b['term'] && a.process !== b.process) &&
        !somePair(all, (a, b) => a.process === b.process && (a['term'] as number) > (b['term'] as number)),
    );
  },
  open: { lead: ['term', 'group'] },
};

const mutualExclusion: Subject = {
  judge: 'mutual-exclusion',
  start(random) {
    const holders = new Map<string, number>();
    return (process) => {
      const key = random.pick(['x', 'y']);
      const holder = holders.get(key);
      if (holder === process || random.chance(8)) {
        holders.delete(key);
        return { f: 'release', key };
      }
      if (holder === undefined || random.chance(10)) holders.set(key, process);
      return { f: holders.get(key) === process ? 'acquire' : 'release', key };
    };
  },
  fine: (operations) =>
    groupedBy(operations, ({ input }) => input.key).every((all) => {
      const holds = done(all, 'acquire').map((acquired) => {
        const later = all.filter(
          ({ process, invoke }) => process === acquired.process && invoke > acquired.invoke,
        );
        const next = later.findIndex(({ input, type }) => input.f === 'acquire' && type === 'ok');
        const until = tried(next < 0 ? later : later.slice(0, next), 'release')[0];
        return { from: acquired.complete, to: until ? until.invoke : Infinity };
      });
      return !somePair(holds, (a, b) => a.from < b.to && b.from < a.to);
    }),
  open: { acquire: ['key'], release: ['key'] },
};

const fencing: Subject = {
  judge: 'fencing',
  start(random) {
    let granted = 0;
    return () => {
      const key = random.pick(['x', 'y']);
      if (random.chance(50))
        return { f: 'acquire', key, answer: () => (random.chance(94) ? ++granted : 1 + random.below(3)) };
      const token = Math.max(1, random.chance(85) ? granted : random.below(granted + 2));
      return { f: 'access', key, fields: { token } };
    };
  },
  fine: (operations) =>
    groupedBy(operations, ({ input }) => input.key).every((all) => {
      const grants = done(all, 'acquire').map(({ output, invoke, complete }) => ({
        token: output as number,
        invoke,
        complete,
      }));
      const passed = done(all, 'access').map(({ input }) => input['token'] as number);
      const perhaps = named(all, 'acquire').some(({ type }) => type === 'info');
      return (
        !grants.some((a) =>
          grants.some(
            (b) => a !== b && (a.token === b.token || (a.complete < b.invoke && a.token > b.token)),
          ),
        ) &&
        !somePair(passed, (a, b) => a > b) &&
        (perhaps || passed.every((token) => grants.some((grant) => grant.token === token)))
      );
    }),
  open: { acquire: ['key'], access: ['key', 'token'] },
  tell: ({ input, output }, random) =>
    input.f === 'acquire' && random.chance(30) ? { token: output } : output,
};

const monotonicIds: Subject = {
  judge: 'monotonic-ids',
  start(random) {
    let last = 0;
    return () => ({ f: 'generate', answer: () => ++last, guess: () => random.below(9) });
  },
  fine(operations) {
    const ids = done(operations, 'generate');
    return !ids.some((a) =>
      ids.some((b) => a.complete < b.invoke && (a.output as number) > (b.output as number)),
    );
  },
};

const conservation = (total: number | undefined): Subject => ({
  judge: 'conservation',
  ...(total === undefined ? {} : { params: { total } }),
  start(random) {
    return () => {
      const a = random.below(11);
      const answer = () => ({ a, b: 10 - a });
      return {
        f: 'read',
        answer,
        guess: () => (random.chance(80) ? { a, b: 9 + random.below(3) - a } : { a }),
      };
    };
  },
  fine(operations) {
    const reads = done(operations, 'read').map(({ output }) => output as Readonly<Record<string, number>>);
    const totals = reads.map((read) => Object.values(read).reduce((sum, balance) => sum + balance, 0));
    const accounts = reads.map((read) => Object.keys(read).length);
    const negative = reads.some((read) => Object.values(read).some((balance) => balance < 0));
    if (negative || !allSame(accounts) || !allSame([...totals, ...(total === undefined ? [] : [total])]))
      return false;
    return total === undefined && reads.length === 1 ? undefined : true;
  },
});

const sagaIsolation: Subject = {
  judge: 'saga-isolation',
  start(random) {
    let written = 0;
    const ended = new Set<number>();
    return () => {
      const saga = 1 + random.below(3);
      const object = random.pick(['x', 'y']);
      if (random.chance(15) && !ended.has(saga)) {
        ended.add(saga);
        return { f: 'saga-end', fields: { saga, outcome: random.chance(60) ? 'compensated' : 'completed' } };
      }
      if (random.chance(50))
        return { f: 'saga-read', fields: { saga, object, value: random.chance(80) ? written : 0 } };
      return {
        f: 'saga-write',
        fields: { saga, object, value: ++written, ...(random.chance(20) ? { compensates: true } : {}) },
      };
    };
  },
  fine: (operations) =>
    groupedBy(done(operations, 'saga-read', 'saga-write'), fieldOf('object')).every((steps) =>
      steps.every(({ input, invoke }, at) => {
        const before = steps.slice(0, at).map((step) => step.input);
        const write = before.findLastIndex(({ f }) => f === 'saga-write');
        const wrote = before[write];
        const isOthers = wrote !== undefined && wrote['saga'] !== input['saga'];
        const known = before.findLastIndex(({ saga }) => saga === input['saga']);
        if (input.f === 'saga-write') return !(known >= 0 && isOthers && write > known);
        const takenBack = done(operations, 'saga-end').some(
          (end) =>
            end.input['saga'] === wrote?.['saga'] &&
            end.input['outcome'] === 'compensated' &&
            end.complete >= invoke,
        );
        if (isOthers && wrote['compensates'] !== true && takenBack) return false;
        const read = before.findLastIndex(({ f, saga }) => f === 'saga-read' && saga === input['saga']);
        return !(read >= 0 && isOthers && write > read && !same(before[read]!['value'], input['value']));
      }),
    ),
  open: {
    'saga-read': ['saga', 'object', 'value'],
    'saga-write': ['saga', 'object', 'value', 'compensates'],
    'saga-end': ['saga', 'outcome'],
  },
  contradicted: ['saga-read', 'saga-write'],
};

export const HOLDER_SUBJECTS: readonly Subject[] = [
  committedPrefix,
  logMatching,
  leaders,
  mutualExclusion,
  fencing,
  monotonicIds,
  conservation(10),
  conservation(undefined),
  sagaIsolation,
];
