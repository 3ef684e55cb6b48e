/** What the history view explains a failure with: cycles, and the lives of things that were lost. */
import { expect, describe, it } from 'vitest';
import { simulate, type CheckResult } from 'seedstorm';
import { sequential, type Checker, type History, type Operation } from 'seedstorm/checkers';
import { checksOf } from '../../report/data/checks.js';
import { cycleOf } from '../../report/data/cycle.js';
import { patchBetween } from '../../report/data/patch.js';
import { recordRun } from '../../report/data/record-run.js';
import { diskLossOf } from '../../report/page/model/disk-loss.js';
import { lifeOf, matcher } from '../../report/page/model/life.js';
import { runModel } from '../../report/page/model/run-model.js';
import { States } from '../../report/page/model/states.js';
import { shipped } from './runs.js';

let order = 0;
function operation(process: string, input: Operation['input'], output?: unknown): Operation {
  const invoke = order++;
  return {
    process,
    input,
    type: 'ok',
    invoke,
    complete: order++,
    ...(output === undefined ? {} : { output }),
  };
}

const write = (process: string, key: string, value: number) => operation(process, { f: 'write', key, value });
const read = (process: string, key: string, value: number | null) =>
  operation(process, { f: 'read', key }, value);
const txn = (process: string, asked: unknown[], answered: unknown[]) =>
  operation(process, { f: 'txn', value: asked }, answered);

const relations = (operations: readonly Operation[]) =>
  cycleOf(operations).map(({ from, to, relation, key }) => [from, to, relation, key]);

/** A check of a history as a run has it. */
function judged(checker: Checker, history: History): CheckResult {
  const full = checker.check(history);
  const anomalies = full.verdict === 'invalid' ? full.anomalies : [];
  return { name: checker.name, verdict: full.verdict, reason: full.reason, anomalies, full } as CheckResult;
}

describe('the cycle of an anomaly', () => {
  it('of a store buffer that no one order explains: two reads before two writes', () => {
    const history = [write('a', 'x', 1), read('a', 'y', null), write('b', 'y', 2), read('b', 'x', null)];
    const check = judged(sequential(), history);
    expect(check.anomalies[0]?.kind).toBe('sequential-cycle');
    const [told] = checksOf({ checks: [check], history } as unknown as Parameters<typeof checksOf>[0]);
    const cycle = told?.anomalies[0]?.cycle ?? [];
    expect(cycle.map(({ relation }) => relation).sort()).toEqual(['process', 'process', 'rw', 'rw']);
    for (const [index, edge] of cycle.entries())
      expect(edge.to).toBe(cycle[(index + 1) % cycle.length]?.from);
    const reads = cycle.filter(({ relation }) => relation === 'rw');
    for (const { from, to, key = '' } of reads) {
      expect(history[from]?.input).toEqual({ f: 'read', key: JSON.parse(key) as unknown });
      expect(history[to]?.input).toMatchObject({ f: 'write', key: JSON.parse(key) as unknown });
    }
  });

  it('of write skew in lists: each read what the other then appended to', () => {
    const skew = [
      txn(
        'a',
        [
          ['r', 'x', null],
          ['append', 'y', 1],
        ],
        [
          ['r', 'x', []],
          ['append', 'y', 1],
        ],
      ),
      txn(
        'b',
        [
          ['r', 'y', null],
          ['append', 'x', 2],
        ],
        [
          ['r', 'y', []],
          ['append', 'x', 2],
        ],
      ),
    ];
    expect(relations(skew)).toEqual([
      [0, 1, 'rw', '"x"'],
      [1, 0, 'rw', '"y"'],
    ]);
  });

  it('of circular information flow, and of writes over each other', () => {
    const flow = [
      txn(
        'a',
        [
          ['append', 'x', 1],
          ['r', 'y', null],
        ],
        [
          ['append', 'x', 1],
          ['r', 'y', [2]],
        ],
      ),
      txn(
        'b',
        [
          ['append', 'y', 2],
          ['r', 'x', null],
        ],
        [
          ['append', 'y', 2],
          ['r', 'x', [1]],
        ],
      ),
    ];
    expect(relations(flow).map(([, , relation]) => relation)).toEqual(['wr', 'wr']);
    const dirty = [
      txn(
        'a',
        [
          ['append', 'x', 1],
          ['append', 'y', 1],
        ],
        [
          ['append', 'x', 1],
          ['append', 'y', 1],
        ],
      ),
      txn(
        'b',
        [
          ['append', 'x', 2],
          ['append', 'y', 2],
        ],
        [
          ['append', 'x', 2],
          ['append', 'y', 2],
        ],
      ),
      txn(
        'c',
        [
          ['r', 'x', null],
          ['r', 'y', null],
        ],
        [
          ['r', 'x', [1, 2]],
          ['r', 'y', [2, 1]],
        ],
      ),
    ];
    expect(relations(dirty)).toEqual([
      [0, 1, 'ww', '"x"'],
      [1, 0, 'ww', '"y"'],
    ]);
  });

  it('is none where the operations prove none', () => {
    expect(relations([write('a', 'x', 1), read('b', 'x', 1), read('a', 'x', 1)])).toEqual([]);
    expect(relations([])).toEqual([]);
  });
});

describe('what disks lose', () => {
  it('of a power cut that came before the sync is what was not durable, and of no other', async () => {
    const register = shipped('replication/quorum-register');
    const run = await simulate(register, { seed: 5, bug: 'acknowledge-before-sync' });
    const model = runModel(await recordRun(register, run));
    const { marks, texts } = model.recording;
    const states = new States(model);
    const cuts = marks.event.flatMap((event, mark) => {
      const lane = marks.lane[mark] ?? -1;
      if (texts[marks.text[mark] ?? -1] !== 'crashed') return [];
      const [before, after] = [states.after(event - 1)[lane], states.after(event)[lane]];
      const [wasRead, durable, isRead] = [before?.[2], after?.[1], after?.[2]];
      expect(patchBetween(durable, isRead)).toEqual([]);
      const differs = patchBetween(wasRead, durable).length > 0;
      return [{ isLoss: diskLossOf(model, mark) === 'crashed', differs }];
    });
    for (const { isLoss, differs } of cuts) expect(isLoss).toBe(differs);
    expect(new Set(cuts.map(({ isLoss }) => isLoss))).toEqual(new Set([true, false]));
  });
});

describe('the life of a thing', () => {
  it('a number is known by its field, a text by itself', () => {
    const saga = matcher({ names: ['saga', 'id'], value: '11' });
    expect(
      ['{"saga":11}', '{"id":11,"x":1}', '{"saga":112}', '{"saga":11.5}', '{"amount":11}'].map(saga),
    ).toEqual([true, true, false, false, false]);
    const message = matcher({ names: ['value'], value: '"c3-1"' });
    expect(['["c3-1"]', '["c3-13"]', '{"c3-1":0}'].map(message)).toEqual([true, false, true]);
  });

  it('of a message that was acknowledged and lost: the disk that had it gives it up', async () => {
    const broker = shipped('broker/replicated-log');
    const run = await simulate(broker, { seed: 6, bug: 'ack-before-replication' });
    expect(run.verdict).toBe('invalid');
    const lost = checksOf(run)
      .flatMap(({ anomalies }) => anomalies)
      .find(({ kind }) => kind === 'lost');
    expect(lost?.subject?.names).toEqual(['value']);
    const model = runModel(await recordRun(broker, run));
    const life = lifeOf(model, lost!.subject!);
    const is = life.map((station) => station.is);
    expect(is[0]).toBe('operation');
    expect(is.filter((its) => its === 'message').length).toBeGreaterThan(2);
    const disk = life.flatMap((station) =>
      (station.is === 'held' || station.is === 'gone') && station.part === 1 ? [station] : [],
    );
    // In the end no broker has it: every disk that got it lost it again.
    const brokers = disk.filter(({ lane }) => /^b\d/.test(model.lanes[lane]?.name ?? ''));
    expect(brokers.filter((station) => station.is === 'held').length).toBeGreaterThan(0);
    const last = new Map(brokers.map((station) => [station.lane, station.is]));
    expect([...last.values()].every((its) => its === 'gone')).toBe(true);
    expect(life.map(({ event }) => event)).toEqual(life.map(({ event }) => event).sort((a, b) => a - b));
  });
});
