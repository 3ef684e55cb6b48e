/** What the history view explains a failure with: cycles, and the lives of things that were lost. */
import { expect, describe, it } from 'vitest';
import { simulate, type CheckResult } from 'seedstorm';
import { sequential, type Checker, type History, type Operation } from 'seedstorm/checkers';
import { checksOf } from '../../report/data/checks.js';
import { cycleOf } from '../../report/data/cycle.js';
import { patchBetween } from '../../report/data/patch.js';
import { recordRun } from '../../report/data/record-run.js';
import { diskLossOf } from '../../report/page/model/disk-loss.js';
import { failureOf } from '../../report/page/model/failure.js';
import { lifeOf, matcher, withoutRepeats, type Station } from '../../report/page/model/life.js';
import { runModel, type RunModel } from '../../report/page/model/run-model.js';
import { States } from '../../report/page/model/states.js';
import { subjectOf } from '../../report/data/subject.js';
import { wordsOf } from '../../report/data/words.js';
import { brokenScenario, reportOf, shipped } from './runs.js';

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

  it('of puts and gets, and of a cas that found what it asked for', () => {
    const ask = (process: string, f: string, rest: object, output: unknown) =>
      operation(process, { f, key: 'x', ...rest }, output);
    const swapped = [
      ask('a', 'put', { value: 1 }, null),
      ask('b', 'cas', { from: 1, to: 2 }, true),
      ask('b', 'cas', { from: 9, to: 3 }, false),
      ask('b', 'get', {}, null),
    ];
    // What comes after a write cannot have found the initial value; the cas that failed is no part of it.
    expect(relations(swapped).map(([from, to, relation]) => [from, to, relation])).toEqual([
      [1, 3, 'process'],
      [3, 1, 'rw'],
    ]);
  });

  it('of what reads force on the order of writes, told with the read that forces it', () => {
    const arbitrated = [write('a', 'x', 1), write('b', 'x', 2), read('a', 'x', 2), read('b', 'x', 1)];
    expect(cycleOf(arbitrated)).toEqual([
      { from: 0, to: 1, relation: 'seen', key: '"x"', via: 2 },
      { from: 1, to: 0, relation: 'seen', key: '"x"', via: 3 },
    ]);
    // One step leads to the next: only because 1 comes before 2 does a's write of 3 come before it, too.
    const chained = [
      write('a', 'x', 1),
      write('b', 'x', 2),
      read('a', 'x', 2),
      read('b', 'x', 2),
      write('b', 'y', 3),
      read('c', 'y', 3),
      read('c', 'x', 1),
    ];
    expect(relations(chained)).toEqual([
      [0, 1, 'seen', '"x"'],
      [1, 0, 'seen', '"x"'],
    ]);
  });

  it('is looked for in the core where the anomaly names only the writes', () => {
    const history = [
      write('a', 'x', 1),
      write('b', 'x', 2),
      ...[2, 1].map((value) => read('c', 'x', value)),
      ...[1, 2].map((value) => read('d', 'x', value)),
    ];
    const check = judged(sequential(), history);
    const [anomaly] = checksOf({ checks: [check], history })[0]?.anomalies ?? [];
    const [first] = check.anomalies;
    expect(first?.kind).toBe('sequential-cycle');
    expect(anomaly?.cycle?.map(({ relation }) => relation)).toContain('seen');
    // What is shown first reaches to the reads that the cycle rests on.
    const invoked = history.map((_operation, index) => ({
      invoked: 2 * index + 1,
      completed: 2 * index + 2,
    }));
    const model = { operations: invoked, count: 99 } as unknown as RunModel;
    const reads = anomaly?.cycle?.flatMap(({ via = 0 }) => via) ?? [];
    const told = checksOf({ checks: [check], history });
    expect(failureOf(model, told, new Set())?.last).toBe(2 * Math.max(...reads) + 2);
    for (const { from, to, via } of anomaly?.cycle ?? []) {
      for (const place of [from, to]) expect(history[place]).toBeDefined();
      if (via !== undefined) expect(history[via]).toMatchObject({ input: { f: 'read' } });
    }
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

describe('what the engine itself sees', () => {
  it('is shown where it happens: an invariant breaks with an event, and not before', async () => {
    const { recording, checks } = await reportOf(brokenScenario, await simulate(brokenScenario));
    const model = runModel(recording);
    const [anomaly, ...more] = checks.find(({ name }) => name === 'no two')?.anomalies ?? [];
    expect(more).toEqual([]);
    const { message, event = 0 } = anomaly ?? {};
    expect(message).toBe(`at ${(model.timeUs[event] ?? -1) / 1000} ms: a has seen 2`);
    const states = new States(model);
    const seenBy = (at: number) => (states.after(at)[0]?.[0] as { seen: number[] } | undefined)?.seen;
    expect([seenBy(event - 1), seenBy(event)]).toEqual([[], [2]]);
    expect(failureOf(model, checks, new Set())?.last).toBe(event);
  });
});

describe('the words of an operation', () => {
  it.each([
    [[], ''],
    ['', '""'],
    [{ a: 1 }, '{"a":1}'],
    [[1, 2], '[1,2]'],
    [['r', 'x'], '["r","x"]'],
    [
      [
        ['r', 'x', null],
        ['append', 'y', 1],
      ],
      'r x; append y 1',
    ],
    [
      [
        { f: 'append', key: 'y', value: 101 },
        { f: 'get', key: 'x' },
      ],
      'append y 101; get x',
    ],
    [[{ f: 'get' }, 7], '[{"f":"get"},7]'],
  ])('%j: %s', (value, words) => {
    expect(wordsOf(value)).toBe(words);
  });
});

describe('the life of a thing', () => {
  it('is that of what operations share, whatever else was looked at', () => {
    const insert = operation('a', { f: 'insert', word: 'w1', at: 0.5 });
    const state = operation('final', { f: 'state' }, { words: [] });
    expect(subjectOf([insert, state])).toEqual({ names: ['word'], value: '"w1"' });
    expect(subjectOf([insert, operation('a', { f: 'insert', word: 'w2', at: 1 }), state])).toBeUndefined();
    expect(subjectOf([state])).toBeUndefined();
  });

  it('tells many messages of the same way and fate as one', () => {
    const columns = {
      from: [0, 0, 0, 0, 1],
      to: [1, 1, 1, 1, 0],
      fate: [1, 1, 1, 0, 1],
      kind: [2, 2, 2, 2, 2],
    };
    const { from, to, fate, kind } = columns;
    const model = { from, to, fate, recording: { messages: { kind } } } as unknown as RunModel;
    const message = (row: number): Station => ({ event: row + 1, is: 'message', row, more: 0 });
    const held: Station = { event: 9, is: 'held', lane: 0, part: 0 };
    const rows = (stations: readonly Station[]) =>
      withoutRepeats(model, stations).map((its) => (its.is === 'message' ? [its.row, its.more] : its.is));
    expect(rows([0, 4, 1, 3, 2].map(message))).toEqual([
      [0, 2],
      [4, 0],
      [3, 0],
    ]);
    // Two are told one by one, and what happens between keeps them apart.
    expect(rows([message(0), message(1), held, message(2)])).toEqual([[0, 0], [1, 0], 'held', [2, 0]]);
  });

  it('a number is known by its field, a text by itself', () => {
    const saga = matcher({ names: ['saga', 'id'], value: '11' });
    expect(
      ['{"saga":11}', '{"id":11,"x":1}', '{"saga":112}', '{"saga":11.5}', '{"amount":11}'].map(saga),
    ).toEqual([true, true, false, false, false]);
    const message = matcher({ names: ['value'], value: '"c3-1"' });
    expect(['["c3-1"]', '["c3-13"]', '{"c3-1":0}'].map(message)).toEqual([true, false, true]);
  });

  it('of a value that was acknowledged and lost: disks that had it, and one that gives it up', async () => {
    const store = shipped('replication/primary-backup');
    const run = await simulate(store, { seed: 18, bug: 'acknowledge-before-sync' });
    expect(run.verdict).toBe('invalid');
    const lost = checksOf(run)
      .flatMap(({ anomalies }) => anomalies)
      .find(({ kind }) => kind === 'lost-write');
    expect(lost?.subject?.names).toEqual(['value']);
    const model = runModel(await recordRun(store, run));
    const life = lifeOf(model, lost!.subject!);
    const is = life.map((station) => station.is);
    expect(is[0]).toBe('operation');
    expect(is.filter((its) => its === 'message').length).toBeGreaterThan(2);
    const disk = life.flatMap((station) =>
      (station.is === 'held' || station.is === 'gone') && station.part === 1 ? [station] : [],
    );
    const ofDisks = (its: 'held' | 'gone') =>
      disk.filter((station) => station.is === its).map(({ lane }) => lane);
    expect(ofDisks('held').length).toBeGreaterThan(1);
    expect(ofDisks('gone').length).toBeGreaterThan(0);
    // Nothing is given up that was not there before.
    for (const lane of ofDisks('gone'))
      expect(disk.findIndex((station) => station.lane === lane && station.is === 'held')).toBeLessThan(
        disk.findIndex((station) => station.lane === lane && station.is === 'gone'),
      );
    expect(life.map(({ event }) => event)).toEqual(life.map(({ event }) => event).sort((a, b) => a - b));
  });
});
