/** Judges that have no name on the command line, by their definitions: consumer groups, and the atomicity of sagas. */
import { plainAdapterFor } from '../../../checkers/formats/plain.js';
import type { Question } from '../../../checkers/formats/plain.js';
import { consumerGroups } from '../../../checkers/delivery/consumer-groups.js';
import type { Checker } from '../../../checkers/history.js';
import type { Judge } from '../../../checkers/registry.js';
import { sagaAtomicity } from '../../../checkers/saga/sagas.js';
import type { Draft, Drawn } from './drawn.js';
import { done, fieldOf, groupedBy, somePair } from './subject.js';
import type { Subject } from './subject.js';

/** `asks`: by function, the fields that say what was asked. */
const judgeOf = (checker: Checker, asks: Readonly<Record<string, readonly string[]>>): Judge => ({
  checker,
  adapter: plainAdapterFor(
    new Map(Object.entries(asks).map(([f, names]): [string, Question] => [f, { asks: names }])),
  ),
  independent: false,
  print: ({ input }) => JSON.stringify(input),
});

const offsetOf = ({ input, output }: Drawn): number =>
  (input.f === 'send' ? output : input['offset']) as number;

/** What happened in one partition for one group, in order: whether each step was in order after those before it. */
function isGroupFine(events: readonly Drawn[], existing: readonly Drawn[]): boolean {
  const isAssigned = events.some(({ input }) => input.f === 'assigned');
  return events.every((event, at) => {
    const before = events.slice(0, at);
    const given = before.findLastIndex(({ input }) => input.f === 'assigned');
    const lost = before
      .slice(given + 1)
      .some((one) => one.input.f === 'revoked' && one.process === before[given]?.process);
    const owner = given < 0 || lost ? undefined : before[given]!.process;
    const offset = offsetOf(event);
    const committed = Math.max(-1, ...before.filter(({ input }) => input.f === 'commit').map(offsetOf));
    const processed = before.filter(({ input }) => input.f === 'process').map(offsetOf);
    switch (event.input.f) {
      case 'assigned':
        return owner === undefined || owner === event.process;
      case 'process':
        return !(processed.includes(offset) && offset < committed);
      case 'commit': {
        const passed = existing.filter((one) => offsetOf(one) >= committed && offsetOf(one) < offset);
        const first = passed.filter(
          (one) => !passed.some((other) => offsetOf(other) === offsetOf(one) && other.invoke < one.invoke),
        );
        const isSkipped = first.some(
          (one) => one.invoke <= event.complete && !processed.includes(offsetOf(one)),
        );
        return !(isAssigned && owner !== event.process) && offset >= committed && !isSkipped;
      }
      default:
        return true;
    }
  });
}

const GROUP_EVENTS = ['assigned', 'revoked', 'process', 'commit'];
const groupFields = Object.fromEntries(
  GROUP_EVENTS.map((f) => [
    f,
    f === 'process' || f === 'commit' ? ['partition', 'group', 'offset'] : ['partition', 'group'],
  ]),
);

const consumerGroup: Subject = {
  judge: 'consumer-groups',
  made: judgeOf(consumerGroups(), groupFields),
  most: 10,
  start(random) {
    const sent = [0, 0];
    const places = new Map<string, { owner: number | undefined; next: number }>();
    const assigns = random.chance(70);
    const groups = random.pick([1, 1, 2]);
    return (process): Draft => {
      const partition = random.below(2);
      const group = random.below(groups);
      const where = `${partition}/${group}`;
      const place = places.get(where) ?? { owner: undefined, next: 0 };
      places.set(where, place);
      const fields = { partition, ...(groups > 1 ? { group } : {}) };
      if (random.chance(20)) return { f: 'send', fields: { partition }, answer: () => sent[partition]!++ };
      if (assigns && place.owner === undefined) {
        place.owner = process;
        return { f: 'assigned', fields };
      }
      if (assigns && random.chance(15)) {
        if (place.owner === process) place.owner = undefined;
        return { f: place.owner === undefined ? 'revoked' : 'assigned', fields };
      }
      const back = random.chance(10) ? 1 : 0;
      if (random.chance(60))
        return {
          f: 'process',
          fields: { ...fields, offset: Math.max(0, random.chance(92) ? place.next++ - back : place.next) },
        };
      return {
        f: 'commit',
        fields: { ...fields, offset: Math.max(0, place.next - back + (random.chance(8) ? 1 : 0)) },
      };
    };
  },
  fine(operations) {
    const happened = done(operations, ...GROUP_EVENTS, 'send');
    return groupedBy(done(operations, ...GROUP_EVENTS), ({ input }) => [
      input['partition'],
      input['group'],
    ]).every((events) => {
      const existing = happened.filter(
        ({ input }) =>
          ['send', 'process'].includes(input.f) && input['partition'] === events[0]!.input['partition'],
      );
      return isGroupFine(events, existing);
    });
  },
  open: groupFields,
};

const STEPS = [
  { action: 'reserve', compensation: 'release' },
  { action: 'charge', compensation: 'refund' },
  { action: 'ship' },
];

const isBefore = (a: Drawn, b: Drawn): boolean => a.complete < b.invoke;

/** What was done and taken back of one step for one item. */
interface Part {
  readonly actions: readonly Drawn[];
  readonly undoings: readonly Drawn[];
}

function isSagaFine(orders: readonly Drawn[], effects: readonly Drawn[], ends: readonly Drawn[]): boolean {
  const outcomes = ends.map(fieldOf('outcome'));
  const outcome = outcomes[0];
  if (orders.length === 0 || outcomes.some((other) => other !== outcome)) return false;
  if (outcome === undefined && (effects.length > 0 || orders.some(({ type }) => type === 'ok'))) return false;
  const parts = STEPS.flatMap(({ action, compensation }): Part[] =>
    groupedBy(
      effects.filter(({ input }) => [action, compensation].includes(input.f)),
      fieldOf('item'),
    ).map((all) => ({
      actions: all.filter(({ input }) => input.f === action),
      undoings: all.filter(({ input }) => input.f !== action),
    })),
  );
  const isPartFine = ({ actions, undoings }: Part): boolean =>
    actions.length === 1 &&
    undoings.length <= 1 &&
    !undoings.some((undoing) => isBefore(undoing, actions[0]!)) &&
    !(outcome === 'completed' && undoings.length > 0) &&
    !(outcome === 'compensated' && undoings.length === 0);
  const isWhole = STEPS.every(({ action }) => effects.some(({ input }) => input.f === action));
  const undone = parts.filter(({ undoings }) => undoings.length > 0);
  const isInWrongOrder = (a: Part, b: Part): boolean =>
    isBefore(a.actions[0]!, b.actions[0]!) && isBefore(a.undoings[0]!, b.undoings[0]!);
  const isTruth = ({ type, output }: Drawn): boolean => {
    const told =
      typeof output === 'object' && output !== null ? (output as { outcome: unknown }).outcome : output;
    if (type === 'fail') return outcome !== 'completed';
    return outcome === undefined || told === undefined || told === outcome;
  };
  return (
    parts.every(isPartFine) &&
    (outcome !== 'completed' || isWhole) &&
    !somePair(undone, (a, b) => isInWrongOrder(a, b) || isInWrongOrder(b, a)) &&
    orders.every(isTruth)
  );
}

const effectNames = STEPS.flatMap(({ action, compensation }) => [
  action,
  ...(compensation ? [compensation] : []),
]);
const sagaFields = {
  ...Object.fromEntries(effectNames.map((f) => [f, ['saga', 'item']])),
  'saga-end': ['saga', 'outcome'],
};

const sagas: Subject = {
  judge: 'saga-atomicity',
  made: judgeOf(sagaAtomicity({ steps: STEPS }), sagaFields),
  most: 9,
  start(random) {
    /** The steps that a saga still has to go. */
    const plans = new Map<number, string[]>();
    const happy = ['reserve', 'charge', 'ship', 'completed'];
    const back = random.pick([
      ['compensated'],
      ['reserve', 'release', 'compensated'],
      ['reserve', 'charge', 'refund', 'release', 'compensated'],
    ]);
    return (): Draft => {
      const saga = 1 + random.below(2);
      const plan = plans.get(saga);
      if (plan === undefined) {
        const mine = random.chance(50) ? happy : back;
        plans.set(saga, random.chance(80) ? [...mine] : mine.filter(() => random.chance(80)));
        const told = mine.at(-1);
        const answer = random.pick([undefined, undefined, told, { outcome: told }, 'completed']);
        return {
          f: 'order',
          fields: { id: saga },
          ...(answer === undefined ? {} : { answer: () => answer }),
        };
      }
      const step = random.chance(96) ? plan.shift() : plan[0];
      if (step === undefined || step.endsWith('ed'))
        return {
          f: 'saga-end',
          fields: { saga, outcome: step ?? random.pick(['completed', 'compensated']) },
        };
      return { f: step, fields: { saga, ...(random.chance(5) ? { item: 1 } : {}) } };
    };
  },
  fine: (operations) =>
    [1, 2].every((saga) => {
      const of = (all: readonly Drawn[]): readonly Drawn[] =>
        all.filter(({ input }) => (input['saga'] ?? input['id']) === saga);
      const [orders, effects, ends] = [
        of(operations.filter(({ input }) => input.f === 'order')),
        of(done(operations, ...effectNames)),
        of(done(operations, 'saga-end')),
      ];
      return orders.length + effects.length + ends.length === 0 || isSagaFine(orders, effects, ends);
    }),
  open: sagaFields,
  tell: ({ output }) => output,
};

export const API_ONLY_SUBJECTS: readonly Subject[] = [consumerGroup, sagas];
