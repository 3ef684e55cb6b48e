/** Histories too large for brute force: legal by construction, and with two answers exchanged that lie far apart. */
import { describe, expect, it } from 'vitest';
import type { Load } from '../../../bench/checkers/large-histories.js';
import {
  containerLoad,
  counterLoad,
  largeHistory,
  registerLoad,
  setLoad,
  withUnknownOutcomes,
} from '../../../bench/checkers/large-histories.js';
import { BudgetMeter } from '../../../checkers/budget.js';
import { linearizable } from '../../../checkers/linearizable.js';
import type { Input, Operation } from '../../../checkers/history.js';
import type { Model } from '../../../checkers/model.js';
import { counterModel } from '../../../checkers/models/counter.js';
import { priorityQueueModel } from '../../../checkers/models/priority-queue.js';
import { queueModel } from '../../../checkers/models/queue.js';
import { casRegisterModel } from '../../../checkers/models/register.js';
import { setModel } from '../../../checkers/models/set.js';
import { stackModel } from '../../../checkers/models/stack.js';
import { faultOfWitness, isLinearizable } from '../brute-force.js';

const VALUES = 600;
const CLIENTS = 8;

/** A container of numbers that takes the one `next` points at. */
const container = (next: (content: readonly number[]) => number) => {
  const content: number[] = [];
  return {
    put: (value: number) => void content.push(value),
    take: () => (content.length === 0 ? null : content.splice(next(content), 1)[0]!),
  };
};

const plain = (model: unknown) => model as Model<never, never, never>;

const subjects: readonly {
  readonly model: Model<never, never, never>;
  readonly load: () => Load;
  readonly answers: string;
}[] = [
  { model: plain(casRegisterModel()), load: () => registerLoad(2 * VALUES), answers: 'read' },
  {
    model: plain(queueModel()),
    load: () =>
      containerLoad(
        VALUES,
        ['enqueue', 'dequeue'],
        container(() => 0),
      ),
    answers: 'dequeue',
  },
  {
    model: plain(stackModel()),
    load: () =>
      containerLoad(
        VALUES,
        ['push', 'pop'],
        container((content) => content.length - 1),
      ),
    answers: 'pop',
  },
  {
    model: plain(priorityQueueModel()),
    load: () =>
      containerLoad(
        VALUES,
        ['insert', 'extract'],
        container((content) => content.indexOf(Math.min(...content))),
      ),
    answers: 'extract',
  },
  { model: plain(setModel()), load: () => setLoad(VALUES), answers: 'contains' },
];

const fOf = ({ input }: Operation): string => (input as Input).f;

describe.each(subjects)('a large history: $model.name', ({ model, load, answers }) => {
  const history = largeHistory(load(), CLIENTS).filter((op) => fOf(op) !== 'cas' || op.output !== false);
  const judge = (operations: readonly Operation[]) => model.fastPath!(operations, new BudgetMeter());

  it('is valid, with an order that replays', () => {
    const found = judge(history);
    expect(found?.verdict).toBe('valid');
    if (found?.verdict === 'valid') expect(faultOfWitness(model, history, found.witness!)).toBeUndefined();
  });

  it('is the same when positions are far apart', () => {
    const far = history.map((op) => ({ ...op, invoke: op.invoke * 1e9, complete: op.complete * 1e9 }));
    expect(judge(far)?.verdict).toBe('valid');
  });

  it('is invalid when two answers change places, with a core that fails', () => {
    const said = history.filter((op) => fOf(op) === answers && op.output !== null);
    const [early, late] = [said[20]!, said.at(-20)!];
    // A set answers true or false: something else was looked for.
    const changed = history.map((op) => {
      if (op !== early && op !== late) return op;
      if (answers === 'contains')
        return { ...op, input: { f: 'contains', value: 'never added' }, output: true };
      return { ...op, output: op === early ? late.output : early.output };
    });
    const found = judge(changed);
    expect(found?.verdict).toBe('invalid');
    if (found?.verdict !== 'invalid') return;
    expect(found.core.length).toBeLessThan(40);
    if (found.core.length < 12) expect(isLinearizable(model, found.core)).toBe(false);
    else expect(judge(found.core)?.verdict).toBe('invalid');
  });
});

describe('a large counter', () => {
  const rows: readonly (readonly [string, readonly Operation[]])[] = [
    ['few clients', largeHistory(counterLoad(1_500, [1, 5], 20), 5)],
    ['many clients', largeHistory(counterLoad(1_500, [1, 5], 50), 20)],
    ['many clients that read little', largeHistory(counterLoad(1_500, [1, 5], 20), 20)],
    ['large amounts of both signs', largeHistory(counterLoad(1_500, [-1000, 1000], 50), 20)],
    ...[0.5, 2, 20].map(
      (percent) =>
        [
          `${percent} % unknown`,
          withUnknownOutcomes(largeHistory(counterLoad(1_500, [1, 5], 20), 5), percent),
        ] as const,
    ),
    [
      'both signs, 2 % unknown',
      withUnknownOutcomes(largeHistory(counterLoad(1_500, [-1000, 1000], 50), 5), 2),
    ],
  ];
  it.each(rows)('%s: valid, with an order that replays', (_name, history) => {
    const found = counterModel().fastPath!(history, new BudgetMeter());
    expect(found?.verdict).toBe('valid');
    if (found?.verdict === 'valid')
      expect(faultOfWitness(plain(counterModel()), history, found.witness!)).toBeUndefined();
  });

  const wrong: readonly (readonly [string, readonly Operation[], number])[] = [
    ['both signs', largeHistory(counterLoad(1_500, [-1000, 1000], 50), 20), 2],
    ['few clients', largeHistory(counterLoad(1_500, [1, 5], 20), 5), -3],
    ['2 % unknown', withUnknownOutcomes(largeHistory(counterLoad(1_500, [1, 5], 20), 5), 2), -4],
  ];
  it.each(wrong)('%s: invalid by totals that lie within the bounds', (_name, history, error) => {
    const at = history.findIndex((op, index) => index > 700 && fOf(op) === 'read' && op.type === 'ok');
    const changed = history.map((op, index) =>
      index === at ? { ...op, output: (op.output as number) + error } : op,
    );
    const found = counterModel().fastPath!(changed, new BudgetMeter());
    if (found?.verdict !== 'invalid') throw new Error(found?.verdict);
    expect(found.core.length).toBeLessThan(40);
    expect(linearizable(found.part!).check(found.core).verdict).toBe('invalid');
  });
});
