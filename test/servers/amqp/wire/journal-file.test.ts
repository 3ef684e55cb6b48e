/** The journal of a broker as a file: what was kept is read again, and what a power cut tore is not. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JournalLine } from '../../../../servers/amqp/core/journal.js';
import { livingLines } from '../../../../servers/amqp/core/living-lines.js';
import { JournalFile } from '../../../../servers/wire/journal-file.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'seedstorm-journal-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const after = (ms: number, run: () => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};
const opened = () =>
  new JournalFile<JournalLine>(
    {
      folder,
      living: livingLines,
      staysAtStart: ({ line }) => line !== 'stopped',
      alarm: () => undefined,
    },
    after,
  );
const kept = (journal: JournalFile<JournalLine>, ...lines: JournalLine[]) =>
  new Promise<void>((done) => journal.keep(lines, done));

const message = (place: number, body: unknown = new Uint8Array([place])): JournalLine => ({
  ...{ line: 'message', queue: 1, place, expiresAtMs: undefined },
  message: { exchange: '', routingKey: 'q', properties: {}, body } as never,
});
const gone = (place: number): JournalLine => ({ line: 'message-gone', queue: 1, place });

it('gives back what it was given, whatever stands in headers', async () => {
  const headers = {
    ...{ bytes: new Uint8Array([0, 255]), big: { '!': 'long', value: 2n ** 62n + 1n } as const },
    ...{ zero: -0, none: null, deep: [{ '!': 'timestamp', value: 5 } as const, NaN, Infinity], text: 'ü\n' },
  };
  const line = {
    ...message(1),
    message: { exchange: '', routingKey: '', properties: { headers }, body: new Uint8Array([10]) },
  };
  const journal = opened();
  expect(journal.lines).toEqual([]);
  await kept(journal, line as never);
  journal.close();
  expect(opened().lines).toEqual([line]);
});

it.each([
  ['torn', () => truncateSync(join(folder, 'journal'), statSync(join(folder, 'journal')).size - 5), [1]],
  ['followed by zeros', () => appendFileSync(join(folder, 'journal'), new Uint8Array(100)), [1, 2]],
  ['followed by half a line', () => appendFileSync(join(folder, 'journal'), 'abc {"line":'), [1, 2]],
])('a last line that is %s ends it, and what is written then is read', async (_how, spoil, left) => {
  const first = opened();
  await kept(first, message(1));
  await kept(first, message(2));
  first.close();
  spoil();
  const second = opened();
  await kept(second, message(3));
  second.close();
  expect(opened().lines.map((line) => (line as { place: number }).place)).toEqual([...left, 3]);
});

it('what is gone is left out at the next start, and as soon as the file is long', async () => {
  const journal = opened();
  const body = new Uint8Array(100_000);
  for (let place = 1; place <= 20; place++) await kept(journal, message(place, body), gone(place));
  expect(statSync(join(folder, 'journal')).size).toBeLessThan(1_500_000);
  await kept(journal, message(21));
  journal.close();
  expect(opened().lines).toEqual([message(21)]);
  expect(readFileSync(join(folder, 'journal'), 'utf8').split('\n')).toHaveLength(2);
});
