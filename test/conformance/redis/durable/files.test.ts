/** What a Redis has after it was killed, by its settings: the real one, where it is there, and ours. */
import { appendFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually, hasReal, withSubject, type Config, type Subject } from './subject.js';

const AOF = { appendonly: 'yes' };

/** Ten keys, each told to be there. */
async function fill(subject: Subject, name = 'k'): Promise<void> {
  for (let at = 0; at < 10; at++)
    expect(await subject.ask(`SET ${name}${at} ${at}`)).toEqual({ status: 'OK' });
}

const size = (subject: Subject) => subject.ask('DBSIZE');

function aofOf({ folder }: Subject): string {
  const inner = join(folder, 'appendonlydir');
  const part = readdirSync(inner).find((name) => name.endsWith('.incr.aof'));
  return join(inner, part as string);
}

/** After a kill, and after it was told to end. */
const losses: readonly (readonly [name: string, config: Config, killed: number, ended: number])[] = [
  ['nothing is kept', {}, 0, 0],
  ['snapshots, the next of which is not due', { save: '100 1' }, 0, 10],
  ['appendfsync always', { ...AOF, appendfsync: 'always' }, 10, 10],
  ['appendfsync everysec', { ...AOF, appendfsync: 'everysec' }, 10, 10],
  ['appendfsync no', { ...AOF, appendfsync: 'no' }, 10, 10],
];

describe.each(hasReal() ? (['real', 'ours'] as const) : (['ours'] as const))('files of %s', (kind) => {
  it.each(losses)('%s', async (_name, config, killed, ended) => {
    await withSubject(kind, config, async (subject) => {
      await subject.start();
      await fill(subject);
      await subject.kill();
      expect(await subject.start()).toBe(true);
      expect(await size(subject)).toBe(killed);
      await fill(subject);
      await subject.terminate();
      expect(await subject.start()).toBe(true);
      expect(await size(subject)).toBe(ended);
    });
  });

  it('a snapshot has what was there when it was asked for', async () => {
    await withSubject(kind, {}, async (subject) => {
      await subject.start();
      await fill(subject);
      await subject.ask('SET old x PX 1');
      await subject.ask('RPUSH list a b c');
      expect(await subject.ask('BGSAVE')).toEqual({ status: 'Background saving started' });
      await fill(subject, 'late');
      await eventually(async () =>
        /rdb_bgsave_in_progress:0/.test(String(await subject.ask('INFO persistence'))),
      );
      await subject.kill();
      await subject.start();
      expect(await size(subject)).toBe(11);
      expect(await subject.ask('LRANGE list 0 -1')).toEqual(['a', 'b', 'c']);
      await fill(subject, 'late');
      expect(await subject.ask('SAVE')).toEqual({ status: 'OK' });
      await subject.kill();
      await subject.start();
      expect(await size(subject)).toBe(21);
    });
  });

  it('a snapshot counts for nothing once there is to be an append-only file', async () => {
    await withSubject(kind, { save: '100 1' }, async (subject) => {
      await subject.start();
      await fill(subject);
      await subject.terminate();
      await withFolder(kind, subject.folder, AOF, async (again) => {
        expect(await size(again)).toBe(0);
      });
    });
  });

  it('an append-only file is written anew, and goes on', async () => {
    await withSubject(kind, AOF, async (subject) => {
      await subject.start();
      await fill(subject);
      await subject.ask('SELECT 1');
      await subject.ask('SET other 1');
      await subject.ask('BGREWRITEAOF');
      await eventually(async () =>
        /aof_rewrite_in_progress:0/.test(String(await subject.ask('INFO persistence'))),
      );
      await subject.ask('SET another 1');
      await subject.kill();
      await subject.start();
      expect(await size(subject)).toBe(10);
      await subject.ask('SELECT 1');
      expect(await size(subject)).toBe(2);
    });
  });

  it.each([
    // What is answered after that is gone at the next start.
    ['cut within a command of a transaction: it stays open in the file', 3, 10, 10],
    ['cut between commands of a transaction: it is gone from the file', 14, 10, 11],
    ['not cut', 0, 12, 13],
  ])('an append-only file %s', async (_name, cut, keys, later) => {
    await withSubject(kind, AOF, async (subject) => {
      await subject.start();
      await fill(subject);
      for (const line of ['MULTI', 'SET a 1', 'SET b 1', 'EXEC']) await subject.ask(line);
      await subject.kill();
      const file = aofOf(subject);
      if (cut > 0) truncateSync(file, readFileSync(file).length - cut);
      expect(await subject.start()).toBe(true);
      expect(await size(subject)).toBe(keys);
      await subject.ask('SET after 1');
      await subject.kill();
      await subject.start();
      expect(await size(subject)).toBe(later);
    });
  });

  it.each<readonly [string, (file: string) => void, Config]>([
    [
      'in the middle',
      (file) => writeFileSync(file, readFileSync(file, 'latin1').replace('$2\r\nk3', '$x\r\nk3'), 'latin1'),
      {},
    ],
    ['zeros at the end', (file) => appendFileSync(file, Buffer.alloc(100)), {}],
    ['a cut that it is not to overlook', (file) => truncateSync(file, 100), { 'aof-load-truncated': 'no' }],
  ])('damage is not overlooked: %s', async (_name, damage, config) => {
    await withSubject(kind, { ...AOF, ...config }, async (subject) => {
      await subject.start();
      await fill(subject);
      await subject.kill();
      damage(aofOf(subject));
      expect(await subject.start()).toBe(false);
    });
  });
});

/** Another one, with other settings, on the same folder. */
async function withFolder(
  kind: 'real' | 'ours',
  folder: string,
  config: Config,
  run: (subject: Subject) => Promise<void>,
): Promise<void> {
  await withSubject(kind, config, async (subject) => {
    Object.assign(subject, { folder });
    await subject.start();
    await run(subject);
  });
}
