/** A master and its replica, real ones where they are there, and ours: what reaches the other one, and what does not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually, hasReal, OurSubject, RealSubject, type Config, type Subject } from './subject.js';

interface Pair {
  readonly master: Subject;
  readonly replica: Subject;
}

type Kind = 'real' | 'ours';

async function withPair(kind: Kind, config: Config, run: (pair: Pair) => Promise<void>): Promise<void> {
  const room = mkdtempSync(join(tmpdir(), 'replicas-'));
  const made = (name: string): Subject => {
    const folder = mkdtempSync(join(room, name));
    return kind === 'real' ? new RealSubject(folder, config) : new OurSubject(folder, config);
  };
  const [master, replica] = [made('a'), made('b')];
  try {
    for (const one of [master, replica]) expect(await one.start()).toBe(true);
    await follow(replica, master);
    await run({ master, replica });
  } finally {
    for (const one of [replica, master]) await one.end();
    rmSync(room, { recursive: true, force: true });
  }
}

const field = async (one: Subject, name: string): Promise<string> =>
  new RegExp(`${name}:([^\\r\\n]*)`).exec(String(await one.ask('INFO replication')))?.[1] ?? '';

async function follow(replica: Subject, master: Subject): Promise<void> {
  expect(await replica.ask(`REPLICAOF 127.0.0.1 ${master.port}`)).toEqual({ status: 'OK' });
  await eventually(async () => (await field(replica, 'master_link_status')) === 'up');
  await eventually(async () => (await master.ask('WAIT 1 100')) === 1);
}

/** What both say, once the replica has all. */
async function inStep({ master, replica }: Pair): Promise<void> {
  await eventually(
    async () => (await field(master, 'master_repl_offset')) === (await field(replica, 'slave_repl_offset')),
  );
}

describe.each<Kind>(hasReal() ? ['real', 'ours'] : ['ours'])('a pair of %s', (kind) => {
  it('what is published on a replica is in no history', async () => {
    await withPair(kind, {}, async (pair) => {
      const { master, replica } = pair;
      await master.ask('SET a 1');
      await inStep(pair);
      const before = await field(replica, 'slave_repl_offset');
      for (let times = 0; times < 5; times++) expect(await replica.ask('PUBLISH news x')).toBe(0);
      expect(await field(replica, 'slave_repl_offset')).toBe(before);
      const was = Number(await field(master, 'master_repl_offset'));
      await master.ask('PUBLISH news x');
      expect(Number(await field(master, 'master_repl_offset'))).toBeGreaterThan(was);
      await inStep(pair);
    });
  });

  it('scripts and reads stay where they are, writes are refused on a replica', async () => {
    await withPair(kind, {}, async (pair) => {
      const { master, replica } = pair;
      const sha = String(await master.ask('SCRIPT LOAD return(1)'));
      await master.ask('SET a 1');
      await inStep(pair);
      expect(await replica.ask(`SCRIPT EXISTS ${sha}`)).toEqual([0]);
      expect(await replica.ask('GET a')).toBe('1');
      expect(await replica.ask('SET a 2')).toEqual({
        error: "READONLY You can't write against a read only replica.",
      });
    });
  });

  it('WAIT is about what this connection has written', async () => {
    await withPair(kind, {}, async ({ master, replica }) => {
      await master.ask('SET a 1');
      expect(await master.ask('WAIT 1 2000')).toBe(1);
      await replica.terminate();
      expect(await master.ask('SET a 2')).toEqual({ status: 'OK' });
      expect(await master.ask('WAIT 1 100')).toBe(0);
    });
  });

  it('with too few replicas nothing is written', async () => {
    await withPair(kind, {}, async ({ master, replica }) => {
      await master.ask('CONFIG SET min-replicas-to-write 1');
      expect(await master.ask('SET a 1')).toEqual({ status: 'OK' });
      await replica.terminate();
      await eventually(async () => (await field(master, 'connected_slaves')) === '0');
      expect(await master.ask('SET a 2')).toEqual({ error: 'NOREPLICAS Not enough good replicas to write.' });
      expect(await master.ask('GET a')).toBe('1');
    });
  });

  it('without its master a replica answers, unless it is told not to', async () => {
    await withPair(kind, {}, async (pair) => {
      const { master, replica } = pair;
      await master.ask('SET a 1');
      await inStep(pair);
      await master.terminate();
      await eventually(async () => (await field(replica, 'master_link_status')) === 'down');
      expect(await replica.ask('GET a')).toBe('1');
      await replica.ask('CONFIG SET replica-serve-stale-data no');
      const down = {
        error: "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
      };
      expect(await replica.ask('GET a')).toEqual(down);
      expect(await replica.ask('PING')).toEqual(down);
    });
  });

  it('who was ahead of the new master takes all anew', async () => {
    await withPair(kind, {}, async (pair) => {
      const { master, replica } = pair;
      await master.ask('SET a 1');
      await inStep(pair);
      // The replica leads from here; what the old master writes afterwards is of another history.
      expect(await replica.ask('REPLICAOF NO ONE')).toEqual({ status: 'OK' });
      await master.ask('SET lost 1');
      await replica.ask('SET b 1');
      await follow(master, replica);
      expect(await master.ask('GET lost')).toBe(null);
      expect(await master.ask('GET b')).toBe('1');
    });
  });
});
