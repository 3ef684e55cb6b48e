/** The files of a real node: what was safe is there after a new start, and damage shows. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { Storage } from '../../examples/raft-tcp/storage.js';

const base = mkdtempSync(join(tmpdir(), 'raft-tcp-storage-'));
afterAll(() => rmSync(base, { recursive: true }));

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(base, 'test-')), 'disk');
});

function opened(): Storage {
  return new Storage(folder, (error) => {
    throw error;
  });
}

const safe = (storage: Storage): Promise<void> => new Promise((resolve) => storage.whenSafe(resolve));
const whole = (...values: unknown[]) => values.map((value) => ({ ok: true, value }));

it('has nothing at first', () => {
  expect(opened().read('vote')).toBeUndefined();
  expect(opened().lines('log')).toEqual([]);
  expect(opened().safe).toBe(true);
});

it('keeps what was safe, in the order in which it was changed', async () => {
  const storage = opened();
  storage.replace('vote', [{ term: 1 }]);
  storage.append('log', 'a');
  await safe(storage);
  storage.append('log', 'b');
  storage.replace('log', ['c', 'two\nlines']);
  storage.append('log', 'd');
  storage.replace('vote', [{ term: 2 }]);
  await safe(storage);
  storage.append('log', 'e');
  await safe(storage);
  expect(opened().lines('log')).toEqual(whole('c', 'two\nlines', 'd', 'e'));
  expect(opened().read('vote')).toEqual({ term: 2 });

  storage.remove('vote');
  storage.remove('log');
  storage.append('log', 'f');
  await safe(storage);
  expect(opened().read('vote')).toBeUndefined();
  expect(opened().lines('log')).toEqual(whole('f'));
});

it('says that something is safe only once it is in the file', async () => {
  const storage = opened();
  const seen: unknown[] = [];
  for (const value of [1, 2, 3]) {
    storage.append('log', value);
    storage.whenSafe(() => seen.push(opened().lines('log').length >= value));
    expect(storage.safe).toBe(false);
  }
  expect(seen).toEqual([]);
  await safe(storage);
  expect(seen).toEqual([true, true, true]);
});

it('keeps what a value was when it was given', async () => {
  const storage = opened();
  const list = [1];
  storage.replace('snapshot', [list]);
  list.push(2);
  await safe(storage);
  expect(opened().read('snapshot')).toEqual([1]);
});

it('shows a torn end and a rotten middle', async () => {
  const storage = opened();
  for (const value of ['one', 'two', 'three']) storage.append('log', value);
  await safe(storage);
  const file = join(folder, 'log');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('two', 'twO').slice(0, -3));
  expect(opened().lines('log')).toEqual([...whole('one'), { ok: false }, { ok: false }]);
});

it('refuses a value that fails its checksum', async () => {
  const storage = opened();
  storage.replace('vote', [{ term: 7 }]);
  await safe(storage);
  writeFileSync(join(folder, 'vote'), readFileSync(join(folder, 'vote'), 'utf8').replace('7', '8'));
  expect(() => opened().read('vote')).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
  writeFileSync(join(folder, 'vote'), '');
  expect(() => opened().read('vote')).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
});

it('forgets what was half written when the process ended', async () => {
  const storage = opened();
  storage.replace('vote', [1]);
  await safe(storage);
  writeFileSync(join(folder, 'vote.new'), 'half');
  expect(opened().read('vote')).toBe(1);
  expect(existsSync(join(folder, 'vote.new'))).toBe(false);
});
