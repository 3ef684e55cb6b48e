/** A log of Kafka's kind: what sends and polls of it must not show, anomaly by anomaly. */
import type { Drawn } from './drawn.js';
import { groupedBy, somePair } from './subject.js';
import type { Subject } from './subject.js';

type Pair = readonly [offset: number, value: number];
type Step =
  | readonly ['send', key: string, value: number | Pair]
  | readonly ['poll', Readonly<Record<string, readonly Pair[]>>?];

/** One message in one operation; sends whose offset nobody learned have none. */
interface Row {
  readonly by: Drawn;
  readonly key: string;
  readonly value: number;
  readonly offset: number | undefined;
}

const stepsOf = ({ type, input, output }: Drawn): readonly Step[] =>
  (type === 'ok' ? output : input['value']) as readonly Step[];

function rowsOf(operations: readonly Drawn[], kind: 'send' | 'poll'): Row[] {
  return operations.flatMap((by) =>
    stepsOf(by).flatMap((step): Row[] => {
      if (step[0] !== kind) return [];
      if (step[0] === 'poll')
        return Object.entries(step[1] ?? {}).flatMap(([key, pairs]) =>
          pairs.map(([offset, value]) => ({ by, key, value, offset })),
        );
      const [, key, sent] = step;
      return [
        typeof sent === 'number'
          ? { by, key, value: sent, offset: undefined }
          : { by, key, value: sent[1], offset: sent[0] },
      ];
    }),
  );
}

function isFine(operations: readonly Drawn[]): boolean {
  const happened = operations.filter(({ type }) => type !== 'fail');
  const [attempts, sends] = [rowsOf(operations, 'send'), rowsOf(happened, 'send')];
  const polls = rowsOf(
    operations.filter(({ type }) => type === 'ok'),
    'poll',
  );
  const isOne = (a: Row, b: Row): boolean => a.key === b.key && a.value === b.value;
  const isSeen = (row: Row): boolean => polls.some((poll) => isOne(poll, row));

  // Of each key, one message at each offset, and one offset for each message.
  const placed = [...sends, ...polls].filter(({ offset }) => offset !== undefined);
  const clashes = somePair(
    placed,
    (a, b) => a.key === b.key && (a.value === b.value) !== (a.offset === b.offset),
  );
  // What is polled was sent by another operation, and not in vain.
  const invented = polls.some((poll) => {
    const sources = attempts.filter((send) => isOne(send, poll));
    return !sources.some(({ by }) => by.type !== 'fail') || sources.some(({ by }) => by === poll.by);
  });
  // What is acknowledged is polled at last, by somebody.
  const unseen = sends.some((send) => send.by.type === 'ok' && !isSeen(send));
  if (clashes || invented || unseen) return false;

  const placeOf = ({ key, value }: Row): number => {
    const offsets = [...new Set(placed.filter((row) => row.key === key).map(({ offset }) => offset!))].sort(
      (a, b) => a - b,
    );
    return offsets.indexOf(placed.find((row) => row.key === key && row.value === value)?.offset ?? -1);
  };
  // Each process polls message after message, and what it sends lands behind what it sent before.
  const inTurn = (rows: readonly Row[], follows: (from: number, to: number) => boolean): boolean =>
    groupedBy(rows, ({ by, key }) => [by.process, key]).every((all) =>
      all.every((row, at) => {
        const [from, to] = [at === 0 ? -1 : placeOf(all[at - 1]!), placeOf(row)];
        return from < 0 || to < 0 || follows(from, to);
      }),
    );
  if (!inTurn(polls, (from, to) => to === from + 1) || !inTurn(sends, (from, to) => to > from)) return false;

  // No transaction polls what depends on itself.
  const feeds = (a: Drawn, b: Drawn): boolean =>
    polls.some((poll) => poll.by === b && sends.some((send) => send.by === a && isOne(send, poll)));
  const reaches = (from: Drawn, to: Drawn, seen: readonly Drawn[]): boolean =>
    happened.some(
      (next) =>
        !seen.includes(next) && feeds(from, next) && (next === to || reaches(next, to, [...seen, next])),
    );
  return !happened.some((one) => reaches(one, one, []));
}

export const KAFKA_SUBJECT: Subject = {
  judge: 'kafka',
  start(random) {
    const logs: Record<string, number[]> = { x: [], y: [] };
    const positions = new Map<number, Record<string, number>>();
    let count = 0;
    const send = (): Step => ['send', random.pick(['x', 'y']), ++count];
    return (process) => {
      const wants = random.below(10);
      const steps: Step[] =
        wants < 4
          ? [send()]
          : wants < 9
            ? [['poll']]
            : random.chance(50)
              ? [send(), ['poll']]
              : [['poll'], send()];
      const run = (careless: boolean): Step[] =>
        steps.map((step): Step => {
          if (step[0] === 'send') {
            const [, key, value] = step as ['send', string, number];
            const at = careless ? random.below(logs[key]!.length + 1) : logs[key]!.push(value) - 1;
            return ['send', key, [at, value]];
          }
          const known = positions.get(process) ?? { x: 0, y: 0 };
          positions.set(process, known);
          const found = Object.entries(logs).map(([key, log]): [string, Pair[]] => {
            const pairs = log
              .map((value, offset): Pair => [offset, value])
              .slice(careless ? random.below(2) : known[key]);
            known[key] = log.length;
            return [key, careless && random.chance(30) ? pairs.slice(1) : pairs];
          });
          return ['poll', Object.fromEntries(found.filter(([, pairs]) => pairs.length > 0))];
        });
      const f = steps.length > 1 ? 'txn' : steps[0]![0];
      return { f, fields: { value: steps }, answer: () => run(false), guess: () => run(true) };
    };
  },
  fine: isFine,
  open: { send: ['value'], poll: ['value'], txn: ['value'] },
  contradicted: ['send'],
  neverAlone: true,
};
