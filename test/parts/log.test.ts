/** The durable log: what counts after torn, lost, rotten and compacted records; and a world that shows each planted bug. */
import { simulate, type StoredRecord } from 'seedstorm';
import {
  appendTo,
  compactLog,
  logKept,
  logLength,
  logSynced,
  openLog,
  recoverLog,
  truncateLog,
  type LogRecord,
} from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';
import { logWorld } from './log-world.js';

type Found = StoredRecord<LogRecord<string, string>>;
const entry = (n: number, text: string, kept = 0): Found => ({ ok: true, value: { n, kept, entry: text } });
const damaged: Found = { ok: false };
const found = (...records: Found[]) => {
  const { log, end } = recoverLog('log', records);
  return { entries: log.entries.join(''), end: end.kind, dropped: end.dropped, next: log.next };
};

describe('what a disk left', () => {
  it.each<[string, Found[], string, string]>([
    ['nothing', [], '', 'whole'],
    ['all', [entry(0, 'a'), entry(1, 'b')], 'ab', 'whole'],
    ['a torn end', [entry(0, 'a'), damaged], 'a', 'torn'],
    ['a gap', [entry(0, 'a'), entry(2, 'c')], 'a', 'torn'],
    ['no first record', [entry(1, 'b'), entry(2, 'c')], '', 'torn'],
    ['a torn first record', [damaged], '', 'torn'],
    ['damage below what was synced', [entry(0, 'a'), damaged, entry(2, 'c', 2)], 'a', 'rotten'],
    ['damage above what was synced', [entry(0, 'a'), damaged, entry(2, 'c', 1)], 'a', 'torn'],
    ['a synced record missing', [entry(0, 'a'), entry(2, 'c', 2)], 'a', 'rotten'],
    ['a damaged first record that was synced', [damaged, entry(1, 'b', 1)], '', 'rotten'],
  ])('%s', (_what, records, entries, end) => {
    expect(found(...records)).toMatchObject({ entries, end });
  });

  it('numbers what comes next above all that was ever written', () => {
    expect(found(entry(0, 'a'), entry(4, 'e'), damaged).next).toBeGreaterThan(5);
  });

  it('knows by the mark that the last record was synced', () => {
    expect(recoverLog('log', [entry(0, 'a'), damaged], undefined, 2).end.kind).toBe('rotten');
    expect(recoverLog('log', [entry(0, 'a'), damaged], undefined, 1).end.kind).toBe('torn');
    expect(recoverLog('log', [], undefined, 1).end.kind).toBe('rotten');
  });
});

/** A disk without faults, as data. */
function plainNode(files: Record<string, unknown> = {}) {
  const records = (file: string) =>
    ((files[file] ??= []) as unknown[]).map((value) => ({ ok: true, value }) as const);
  return {
    files,
    disk: {
      records,
      read: (file: string) => files[file],
      write: (file: string, value: unknown) => void (files[file] = structuredClone(value)),
      append: (file: string, record: unknown) =>
        void ((files[file] ??= []) as unknown[]).push(structuredClone(record)),
      truncate: (file: string, count: number) => void ((files[file] as unknown[]).length = count),
    },
    exit: (reason: string): never => {
      throw new Error(reason);
    },
  };
}

describe('a log of a state machine', () => {
  it('is found as it was left: appended to, cut back, compacted, and all of it again', () => {
    const node = plainNode();
    const { log } = openLog<string, string>(node);
    for (const letter of 'abcd') appendTo(log, letter, node);
    truncateLog(log, 2, node);
    truncateLog(log, 9, node);
    appendTo(log, 'e', node);
    expect(openLog<string, string>(node).log.entries).toEqual(['a', 'b', 'e']);
    const again = openLog<string, string>(node).log;
    compactLog(again, 2, 'ab', node);
    appendTo(again, 'f', node);
    const { log: last, end } = openLog<string, string>(node);
    expect([last.base, last.snapshot, last.entries, logLength(last)]).toEqual([2, 'ab', ['e', 'f'], 4]);
    expect(end).toEqual({ kind: 'whole', dropped: 0 });
    truncateLog(last, 2, node);
    expect(openLog<string, string>(node).log.entries).toEqual([]);
    expect(() => truncateLog(last, 1, node)).toThrow('the first 2 entries are in its snapshot');
  });

  it('does not start where synced records are gone', () => {
    const node = plainNode();
    const { log } = openLog<string>(node, { mark: true });
    appendTo(log, 'a', node);
    logSynced(log, log.next, node);
    node.disk.truncate('log', 0);
    expect(() => openLog<string>(node, { mark: true })).toThrow(
      "log 'log': records that were synced are damaged or missing",
    );
  });

  it('leaves a file alone that is not there', () => {
    const node = plainNode();
    openLog(node);
    expect(node.files).toEqual({ log: [] });
  });
});

describe.each(['machine', 'async'] as const)('on a bad disk, style %s', (style) => {
  it('keeps what it acknowledged, in 40 seeds', async () => {
    for (let seed = 1; seed <= 40; seed++)
      expect((await simulate(logWorld, { seed, params: { style } })).verdict, `seed ${seed}`).not.toBe(
        'invalid',
      );
  });

  it.each(Object.entries(logWorld.bugs ?? {}))('%s is found', async (bug, { shows, faults }) => {
    const kindsOf = async (seed: number) =>
      (await simulate(logWorld, { seed, bug, params: { style } })).checks.flatMap(({ anomalies }) =>
        anomalies.map(({ kind }) => kind),
      );
    let seed = 1;
    while (seed < 60 && !(await kindsOf(seed)).includes(shows?.anomaly ?? '')) seed++;
    expect(await kindsOf(seed)).toContain(shows?.anomaly);
    const twin = await simulate(logWorld, { seed, params: { style }, ...(faults && { faults }) });
    expect(twin.verdict).not.toBe('invalid');
  });
});

it('knows how much of it is certainly on the disk for good', () => {
  const { log } = openLog<string>(plainNode());
  const node = plainNode();
  for (const entry of ['a', 'b', 'c']) appendTo(log, entry, node);
  expect(logKept(log)).toBe(0);
  logSynced(log, 2, node);
  expect(logKept(log)).toBe(2);
  logSynced(log, log.next, node);
  expect(logKept(log)).toBe(3);
  truncateLog(log, 2, node);
  appendTo(log, 'd', node);
  expect(logKept(log)).toBeLessThanOrEqual(2);
  logSynced(log, log.next, node);
  expect(logKept(log)).toBe(3);
});
