/** Consensus, atomic commitment and broadcast, by their definitions. */
import type { Drawn } from './drawn.js';
import { allSame, done, fieldOf, groupedBy, named, somePair, tried } from './subject.js';
import type { Subject } from './subject.js';

const consensus: Subject = {
  judge: 'consensus',
  start(random) {
    const chosen = new Map<unknown, number>();
    const proposed: number[] = [];
    const outcome = (instance: unknown): number => {
      if (!chosen.has(instance)) chosen.set(instance, random.pick([...proposed, 1]));
      return random.chance(94) ? chosen.get(instance)! : 1 + random.below(3);
    };
    return () => {
      const instance = random.below(2);
      const value = 1 + random.below(3);
      if (random.chance(50)) {
        proposed.push(value);
        const answer = (): number | undefined => (random.chance(50) ? outcome(instance) : undefined);
        return { f: 'propose', fields: { instance, value }, answer };
      }
      return { f: 'decide', fields: { instance, value: outcome(instance) } };
    };
  },
  fine: (operations) =>
    groupedBy(operations, fieldOf('instance')).every((all) => {
      const decisions = done(all, 'decide');
      const told = [
        ...decisions.map((by) => ({ by, value: by.input['value'] })),
        ...done(all, 'propose')
          .filter(({ output }) => output !== undefined)
          .map((by) => ({ by, value: by.output })),
      ];
      return (
        allSame(told.map(({ value }) => value)) &&
        told.every(({ by, value }) =>
          tried(all, 'propose').some(
            ({ input, invoke }) => input['value'] === value && invoke <= by.complete,
          ),
        ) &&
        !somePair(decisions, (a, b) => a.process === b.process)
      );
    }),
  open: { propose: ['instance'], decide: ['instance', 'value'] },
  neverAlone: true,
  // What a proposal is answered is the decision; nothing repeats it.
  tell: ({ input, output }) => (input.f === 'propose' ? (output ?? null) : undefined),
  contradicted: ['decide'],
};

const atomicCommit: Subject = {
  judge: 'atomic-commit',
  start(random) {
    const outcomes = [1, 2].map(() => (random.chance(60) ? 'commit' : 'abort'));
    const begun = new Set<number>();
    return () => {
      const txn = 1 + random.below(2);
      const outcome = random.chance(96) ? outcomes[txn - 1]! : 'abort';
      if (!begun.has(txn) && random.chance(60)) {
        begun.add(txn);
        return { f: 'begin', fields: { txn, participants: random.chance(50) ? [0] : [0, 1] } };
      }
      switch (random.below(3)) {
        case 0:
          return {
            f: 'vote',
            fields: { txn, vote: outcome === 'commit' && random.chance(96) ? 'yes' : 'no' },
          };
        case 1:
          return { f: 'transact', fields: { txn } };
        default:
          return { f: 'decide', fields: { txn, decision: outcome } };
      }
    };
  },
  fine: (operations) =>
    groupedBy(operations, fieldOf('txn')).every((all) => {
      const decisions = done(all, 'decide');
      const commits = decisions.filter(({ input }) => input['decision'] === 'commit');
      const votes = done(all, 'vote');
      const participants = done(all, 'begin').flatMap(({ input }) => input['participants'] as number[]);
      const unanimous = commits.every(
        (commit) =>
          votes.every(({ input }) => input['vote'] === 'yes') &&
          participants.every((node) =>
            votes.some(({ process, complete }) => process === node && complete < commit.invoke),
          ),
      );
      const told = named(all, 'transact').every(({ type }) =>
        type === 'ok' ? commits.length === decisions.length : type === 'info' || commits.length === 0,
      );
      return allSame(decisions.map(fieldOf('decision'))) && unanimous && told;
    }),
  open: {
    begin: ['txn', 'participants'],
    vote: ['txn', 'vote'],
    decide: ['txn', 'decision'],
    transact: ['txn'],
  },
};

/** Nodes deliver what was sent, mostly in the order sent. */
const broadcasting: Pick<Subject, 'start' | 'open' | 'contradicted' | 'uncertain'> = {
  start(random) {
    let sent = 0;
    const known = new Map<number, Set<number>>();
    return (process) => {
      const mine = known.get(process) ?? new Set();
      known.set(process, mine);
      const open = Array.from({ length: sent }, (_, at) => at + 1).filter((value) => !mine.has(value));
      if (open.length === 0 || random.chance(30)) return { f: 'broadcast', fields: { value: ++sent } };
      const value = random.chance(96)
        ? random.chance(75)
          ? open[0]!
          : random.pick(open)
        : 1 + random.below(sent + 1);
      mine.add(value);
      return { f: 'deliver', fields: { value } };
    };
  },
  open: { broadcast: ['value'], deliver: ['value'] },
  contradicted: ['broadcast', 'deliver'],
  uncertain: 5,
};
const valueOf = fieldOf('value');

const integrity = (operations: readonly Drawn[]): boolean =>
  done(operations, 'deliver').every((delivery) =>
    tried(operations, 'broadcast').some(
      (send) => valueOf(send) === valueOf(delivery) && send.invoke <= delivery.complete,
    ),
  ) && !somePair(done(operations, 'deliver'), (a, b) => a.process === b.process && valueOf(a) === valueOf(b));

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));

const oneOrder = (operations: readonly Drawn[]): boolean => {
  const deliveries = done(operations, 'deliver');
  return permutations([...new Set(deliveries.map(valueOf))]).some((order) => {
    const place = (delivery: Drawn): number => order.indexOf(valueOf(delivery));
    return !somePair(deliveries, (a, b) => a.process === b.process && place(a) > place(b));
  });
};

/** No node delivers a message without one of others that precedes it, as `precedes` has it. */
const inOrder = (operations: readonly Drawn[], precedes: (a: Drawn, b: Drawn) => boolean): boolean => {
  const [sends, deliveries] = [tried(operations, 'broadcast'), done(operations, 'deliver')];
  return deliveries.every((delivery) =>
    sends
      .filter((send) => valueOf(send) === valueOf(delivery))
      .every((message) =>
        sends
          .filter((earlier) => earlier.process !== delivery.process && precedes(earlier, message))
          .every((earlier) =>
            deliveries.some(
              (other) =>
                other.process === delivery.process &&
                other.invoke < delivery.invoke &&
                valueOf(other) === valueOf(earlier),
            ),
          ),
      ),
  );
};
const sentBefore = (a: Drawn, b: Drawn): boolean => a.process === b.process && a.invoke < b.invoke;

const causesOf = (operations: readonly Drawn[]): ((a: Drawn, b: Drawn) => boolean) => {
  const steps = [...tried(operations, 'broadcast'), ...done(operations, 'deliver')];
  const happened = (a: Drawn, b: Drawn): boolean =>
    steps.some((c) => {
      const direct =
        sentBefore(c, b) ||
        (b.input.f === 'deliver' && c.input.f === 'broadcast' && valueOf(c) === valueOf(b));
      return c !== b && direct && (c === a || happened(a, c));
    });
  return happened;
};

/** Who delivers anything is correct: it delivers what another of them did, and what it sent itself. */
const everywhere = (operations: readonly Drawn[]): boolean => {
  const deliveries = done(operations, 'deliver');
  const has = (process: unknown, of: Drawn): boolean =>
    deliveries.some((own) => own.process === process && valueOf(own) === valueOf(of));
  const correct = new Set(deliveries.map(({ process }) => process));
  return [...correct].every(
    (process) =>
      deliveries.every((delivery) => has(process, delivery)) &&
      done(operations, 'broadcast').every((send) => send.process !== process || has(process, send)),
  );
};

export const AGREEMENT_SUBJECTS: readonly Subject[] = [
  consensus,
  atomicCommit,
  { judge: 'total-order-broadcast', ...broadcasting, fine: (all) => integrity(all) && oneOrder(all) },
  { judge: 'reliable-broadcast', ...broadcasting, fine: (all) => integrity(all) && everywhere(all) },
  {
    judge: 'causal-broadcast',
    ...broadcasting,
    fine: (all) => integrity(all) && inOrder(all, causesOf(all)),
  },
  { judge: 'fifo-broadcast', ...broadcasting, fine: (all) => integrity(all) && inOrder(all, sentBefore) },
];
