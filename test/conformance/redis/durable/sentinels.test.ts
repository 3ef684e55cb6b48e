/**
 * Sentinels and Redis servers, real ones and ours, in all four mixtures: the master is killed, they agree, and a replica that has
 * what was confirmed is the master. The mixtures show that ours say what the real ones expect to hear.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { listenSentinel } from '../../../../servers/redis/wire/programs/listen-sentinel.js';
import { eventually, freePort, hasReal, OurSubject, RealSubject, type Subject } from './subject.js';

type Whose = 'real' | 'ours';
const NAME = 'mymaster';
const TIMES = { downAfterMs: 500, failoverTimeoutMs: 3_000 };

interface Watching {
  readonly port: number;
  end(): Promise<void>;
}

async function sentinel(whose: Whose, folder: string, master: number): Promise<Watching> {
  if (whose === 'ours') {
    const monitor = { host: '127.0.0.1', port: master };
    const listener = await listenSentinel(
      { monitor, quorum: 2, port: 0, folder: null, haste: 2, ...TIMES },
      { random: Math.random, host: '127.0.0.1' },
    );
    return { port: listener.port, end: () => listener.close() };
  }
  const port = await freePort();
  const file = join(folder, `sentinel-${port}.conf`);
  const { downAfterMs, failoverTimeoutMs } = TIMES;
  writeFileSync(
    file,
    [
      ...[
        `port ${port}`,
        'bind 127.0.0.1',
        `dir ${folder}`,
        `sentinel monitor ${NAME} 127.0.0.1 ${master} 2`,
      ],
      `sentinel down-after-milliseconds ${NAME} ${downAfterMs}`,
      `sentinel failover-timeout ${NAME} ${failoverTimeoutMs}`,
    ].join('\n'),
  );
  const child = spawn('redis-server', [file, '--sentinel']);
  return {
    port,
    async end() {
      const over = new Promise((resolve) => child.on('exit', resolve));
      child.kill('SIGKILL');
      await over;
    },
  };
}

/** Hears the events of a sentinel, in order. */
async function listenTo(port: number): Promise<{ readonly client: Redis; readonly events: string[] }> {
  const client = new Redis({ port, enableReadyCheck: false, lazyConnect: true, retryStrategy: () => 100 });
  client.on('error', () => undefined);
  const events: string[] = [];
  client.on('pmessage', (_pattern, event: string) => events.push(event));
  await client.psubscribe('*');
  return { client, events };
}

const mixtures: readonly (readonly [servers: Whose, sentinels: Whose])[] = [
  ['ours', 'ours'],
  ...(hasReal()
    ? ([
        ['real', 'ours'],
        ['ours', 'real'],
        ['real', 'real'],
      ] as const)
    : []),
];

describe('a fail-over', { timeout: 60_000 }, () => {
  it.concurrent.each(mixtures)('of %s servers by %s sentinels', async (servers, sentinels) => {
    const folder = mkdtempSync(join(tmpdir(), 'sentinels-'));
    const made: Subject[] = [1, 2, 3].map((number) => {
      const own = mkdtempSync(join(folder, `server${number}-`));
      return servers === 'real' ? new RealSubject(own, {}) : new OurSubject(own, {});
    });
    const watching: Watching[] = [];
    const hearing: Awaited<ReturnType<typeof listenTo>>[] = [];
    try {
      for (const one of made) expect(await one.start()).toBe(true);
      const [master, ...replicas] = made as [Subject, Subject, Subject];
      for (const one of replicas) await one.ask(`REPLICAOF 127.0.0.1 ${master.port}`);
      for (let count = 0; count < 3; count++) watching.push(await sentinel(sentinels, folder, master.port));
      for (const { port } of watching) hearing.push(await listenTo(port));
      const asks = watching.map(({ port }) => new Redis({ port, enableReadyCheck: false }));
      for (const client of asks) hearing.push({ client, events: [] });
      const told = async (client: Redis): Promise<Record<string, string>> => {
        const flat = (await client.call('SENTINEL', 'master', NAME)) as string[];
        return Object.fromEntries(
          flat.flatMap((word, at) => (at % 2 === 0 ? [[word, flat[at + 1] ?? '']] : [])),
        );
      };
      await eventually(async () => {
        const all = await Promise.all(asks.map(told));
        return all.every((one) => one['num-slaves'] === '2' && one['num-other-sentinels'] === '2');
      }, 20_000);
      expect(await master.ask('SET kept 1')).toEqual({ status: 'OK' });
      expect(await master.ask('WAIT 2 5000')).toBe(2);
      // Ours goes on for nobody after a kill: its port would still answer.
      await (servers === 'ours' ? master.terminate() : master.kill());
      const places = async (): Promise<(string | undefined)[]> =>
        Promise.all(
          asks.map(
            async (client) =>
              ((await client.call('SENTINEL', 'get-master-addr-by-name', NAME)) as string[])[1],
          ),
        );
      await eventually(async () => {
        const all = new Set(await places());
        return all.size === 1 && !all.has(String(master.port));
      }, 30_000);
      const [place] = await places();
      expect(replicas.map(({ port }) => String(port))).toContain(place);
      // A new connection: whoever was connected to a server whose role changes is hung up on.
      const now = new Redis({ port: Number(place) });
      hearing.push({ client: now, events: [] });
      expect(((await now.role()) as unknown[])[0]).toBe('master');
      expect(await now.get('kept')).toBe('1');
      expect(await now.set('more', 1)).toBe('OK');
      // Whoever leads it names the new one before it is done.
      const events = hearing.slice(0, 3).map((one) => one.events);
      await eventually(() => Promise.resolve(events.every((one) => one.includes('+switch-master'))), 15_000);
      // Whoever led it had found the master down, with others, before.
      const order = ['+sdown', '+odown', '+switch-master'];
      const led = events.map((one) =>
        one.filter((event, at) => order.includes(event) && one.indexOf(event) === at),
      );
      expect(led).toContainEqual(order);
    } finally {
      for (const { client } of hearing) client.disconnect();
      for (const one of [...watching, ...made]) await one.end();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
