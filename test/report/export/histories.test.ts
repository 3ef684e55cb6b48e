import { parseEDNString } from 'edn-data';
import { describe, expect, it } from 'vitest';
import { historyReader } from '../../../checkers/formats/read.js';
import type { Format } from '../../../checkers/formats/detect.js';
import { makeJudge } from '../../../checkers/registry.js';
import { simulate } from 'seedstorm';
import { exportLines } from '../../../report/export/formats.js';
import { exportSource } from '../../../report/export/source.js';
import { shipped } from '../runs.js';
import {
  evilSource,
  leadersRun,
  linesOf,
  mirrorSource,
  NASTY,
  register,
  sourceOf,
  storeRun,
} from './sources.js';

function verdictOf(lines: readonly string[], format: Format, model: string, params = {}): string {
  const judge = makeJudge(model, params);
  const reader = historyReader(judge.adapter, { format, independent: judge.independent });
  reader.feed(lines.join('\n'));
  return judge.checker.check(reader.end()).verdict;
}

interface JepsenEvent {
  index: number;
  time: number;
  type: string;
  process: number | string;
  f: string;
  value: unknown;
}

const parsed = (lines: readonly string[]): JepsenEvent[] =>
  lines.map((line) => parseEDNString(line, { mapAs: 'object', keywordAs: 'string' }) as JepsenEvent);

describe('jepsen-edn', () => {
  it.each([
    ['valid', {}],
    ['invalid', { bug: 'wall-clock-versions' }],
  ])('of a register, %s, is judged as the run was', async (verdict, options) => {
    const source = await register({ seed: 3, ...options });
    expect(source.run.checks.find(({ name }) => name === 'linearizable')?.verdict).toBe(verdict);
    for (const format of ['jepsen-edn', 'jsonl'] as const)
      expect(verdictOf(await linesOf(source, format), format, 'register')).toBe(verdict);
  });

  it.each(['valid', 'invalid'])('of leaders, %s, is judged as it should be', async (verdict) => {
    const source = await leadersRun(verdict === 'invalid');
    for (const format of ['jepsen-edn', 'jsonl'] as const)
      expect(verdictOf(await linesOf(source, format), format, 'one-leader-per-term')).toBe(verdict);
  });

  it('of Raft is judged as the run was, by what nodes report', async () => {
    const source = await sourceOf(shipped('replication/raft'), { seed: 3 });
    const ofRun = (name: string): string | undefined =>
      source.run.checks.find((check) => check.name === name)?.verdict;
    const [edn, jsonl] = [await linesOf(source, 'jepsen-edn'), await linesOf(source, 'jsonl')];
    const leaders = 'one-leader-per-term';
    expect(verdictOf(edn, 'jepsen-edn', leaders)).toBe(ofRun(leaders));
    expect(verdictOf(jsonl, 'jsonl', leaders)).toBe(ofRun(leaders));
    // Who commits tells an index, which is not that of the event.
    expect(verdictOf(edn, 'jepsen-edn', 'committed-prefix')).toBe(ofRun('committed-prefix'));
    expect(verdictOf(jsonl, 'jsonl', 'committed-prefix')).toBe(ofRun('committed-prefix'));
    for (const line of edn) expect(line.match(/:index /g)).toHaveLength(1);
    expect(edn.join('\n')).toContain(':input/index ');
  });

  it('keeps Jepsen’s conventions', async () => {
    const events = parsed(await linesOf(await register({ seed: 7 }), 'jepsen-edn'));
    expect(events.map(({ index }) => index)).toEqual(events.map((_, index) => index));
    expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).sort((a, b) => a - b));
    const crashed = new Set<unknown>();
    const open = new Map<unknown, string>();
    for (const { process, type, f } of events.filter((event) => event.process !== 'nemesis')) {
      expect(Number.isInteger(process)).toBe(true);
      expect(crashed.has(process)).toBe(false);
      if (type === 'invoke') {
        expect(open.has(process)).toBe(false);
        open.set(process, f);
      } else {
        expect(open.get(process)).toBe(f);
        open.delete(process);
        if (type === 'info') crashed.add(process);
      }
    }
    expect(crashed.size).toBeGreaterThan(0);
    // Six clients: who comes after a process that crashed is six further.
    const later = [...new Set(events.map(({ process }) => Number(process)))].filter(
      (process) => process >= 6,
    );
    expect(later.length).toBeGreaterThan(0);
    for (const process of later) expect(crashed).toContain(process - 6);
  });

  it('tells of the faults as of a nemesis', async () => {
    const events = parsed(await linesOf(await mirrorSource(), 'jepsen-edn'));
    const nemesis = events.filter(({ process }) => process === 'nemesis');
    expect(nemesis.map(({ f, type, time }) => [f, type, time])).toContainEqual([
      'start-partition',
      'info',
      39e6,
    ]);
    expect(nemesis.map(({ f }) => f)).toContain('stop-partition');
    expect(nemesis.map(({ f }) => f)).toContain('start-crash');
  });

  it('holds hostile texts', async () => {
    const evil = parsed(await linesOf(await evilSource(), 'jepsen-edn'));
    expect(evil.map(({ type, f }) => [type, f])).toEqual([
      ['invoke', 'say'],
      ['ok', 'say'],
    ]);
  });
});

describe('a history of what clients asked and nodes reported', () => {
  it.each([
    [
      'broker/replicated-log',
      'exactly-once',
      'exactly-once',
      undefined,
      { sent: 'produce' },
      'sequence-not-checked',
      9,
    ],
    ['replication/primary-backup', 'linearizable', 'register', ['read', 'write'], {}, 'no-fencing', 29],
    ['replication/raft', 'linearizable', 'cas-register', ['get', 'put', 'cas'], {}, 'stale-read', 9],
  ] as const)(
    'of %s: %s is the verdict of check',
    async (name, claim, model, functions, params, bug, seed) => {
      for (const options of [{ seed: 1 }, { seed, bug }]) {
        const source = await sourceOf(shipped(name), options);
        const expected = source.run.checks.find((check) => check.name === claim)?.verdict;
        for (const format of ['jepsen-edn', 'jsonl'] as const) {
          const lines = [...(await exportLines(source, format, { maxLines: 200, functions }))];
          expect([format, bug, verdictOf(lines, format, model, params)]).toEqual([format, bug, expected]);
        }
      }
    },
  );

  it('holds only the functions that were asked for, and knows them all', async () => {
    const source = await sourceOf(shipped('broker/replicated-log'), { seed: 1 });
    const only = [...(await exportLines(source, 'jsonl', { maxLines: 200, functions: ['process'] }))];
    const processed = source.run.history.filter(({ input }) => (input as { f: string }).f === 'process');
    expect(only.filter((line) => line.includes('"type":"ok"')).length).toBe(processed.length);
    expect(only.filter((line) => !line.includes('"f":"process"'))).toEqual([]);
    await expect(exportLines(source, 'jsonl', { maxLines: 200, functions: ['proces'] })).rejects.toThrow(
      'functions: no operation of this run is a "proces"; there are drain, process, produce',
    );
  });
});

describe('porcupine-kv', () => {
  it.each([
    ['valid', false],
    ['invalid', true],
  ])('of a store of texts, %s, is judged so', async (verdict, isForgetful) => {
    const { scenario, run } = await storeRun(isForgetful);
    const source = exportSource(scenario, run, '0');
    const lines = await linesOf(source, 'porcupine-kv');
    expect(verdictOf(lines, 'porcupine-kv', 'key-value')).toBe(verdict);
    const [first] = lines.map((line) => parseEDNString(line, { mapAs: 'object', keywordAs: 'string' }));
    expect(first).toEqual({ process: 0, type: 'invoke', f: 'put', key: 'k"1', value: NASTY });
  });

  it('refuses what is no such store, before the first line', async () => {
    await expect(linesOf(await register({ seed: 1 }), 'porcupine-kv')).rejects.toThrow(
      'porcupine-kv holds get, put and append of text under a key, and replication/quorum-register asks {"f":',
    );
  });
});

it('jsonl is what run --history writes', async () => {
  const source = await register({ seed: 2 });
  const again = await simulate(shipped('replication/quorum-register'), { seed: 2 });
  const lines = await linesOf(source, 'jsonl');
  expect(lines.filter((line) => line.includes('"invoke"')).length).toBe(again.history.length);
});
