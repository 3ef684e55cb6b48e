/** What differs from machine to machine is the node's own: zone, process, environment, `node:os`; or it is refused. */
import crypto from 'node:crypto';
import os from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { asyncProgram, clients, defineScenario, simulate, z, type Run } from 'seedstorm';

const outside = { pid: process.pid, env: process.env, hostname: os.hostname, zone: process.env['TZ'] };
afterEach(() => {
  if (outside.zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = outside.zone;
});

/** Two nodes tell a client what they see. */
async function seen(look: () => unknown): Promise<Run> {
  const scenario = defineScenario({
    name: 'test/machine',
    summary: 'Nodes that tell what they see',
    params: z.object({}),
    nodes: () => ['n1', 'n2'],
    protocol: asyncProgram<{ request: { f: 'look' }; reply: unknown }>(async (node) => {
      node.onRequest(async () => {
        await node.sleep(1);
        return look();
      });
    }),
    workload: () => clients(1, { look: 1 }, { everyMs: 50, input: () => ({}) }),
    faults: 'none',
    durationMs: 3000,
    check: {},
  });
  return simulate(scenario);
}

const answersOf = (run: Run): unknown[] =>
  run.history.filter(({ type }) => type === 'ok').map(({ output }) => output);

describe('local time is UTC, whatever the zone of the process', () => {
  const local = (): unknown => {
    const given = new Date(2026, 6, 14, 12, 30);
    const moved = new Date(0);
    moved.setHours(5);
    return [
      given.getTime(),
      moved.getTime(),
      new Date('2026-07-14T12:30').getTime(),
      new Date('14 July 2026 12:30').getTime(),
      new Date('2026-07-14T12:30+02:00').getTime(),
      new Date('2026-07-14').getTime(),
      Date.parse('Jul 14, 2026'),
      [given.getFullYear(), given.getMonth(), given.getDate(), given.getDay(), given.getHours()],
      given.getTimezoneOffset(),
      [String(given), given.toDateString(), given.toTimeString(), `${given}`],
      [given.toLocaleString(), given.toLocaleDateString('de'), given.toLocaleTimeString('en-US')],
      new Intl.DateTimeFormat().resolvedOptions().timeZone,
      new Intl.DateTimeFormat('en-US', { dateStyle: 'short', timeStyle: 'short' }).format(given),
      String(new Date(NaN)),
    ];
  };

  it.each(['UTC', 'Asia/Tokyo', 'America/New_York'])('%s', async (zone) => {
    process.env['TZ'] = zone;
    const before = local();
    const [answer] = answersOf(await seen(local)) as unknown[][];
    expect(answer?.slice(0, 7)).toEqual([
      Date.UTC(2026, 6, 14, 12, 30),
      5 * 3_600_000,
      Date.UTC(2026, 6, 14, 12, 30),
      Date.UTC(2026, 6, 14, 12, 30),
      Date.UTC(2026, 6, 14, 10, 30),
      Date.UTC(2026, 6, 14),
      Date.UTC(2026, 6, 14),
    ]);
    expect(answer?.slice(7)).toEqual([
      [2026, 6, 14, 2, 12],
      0,
      [
        'Tue Jul 14 2026 12:30:00 GMT+0000 (Coordinated Universal Time)',
        'Tue Jul 14 2026',
        '12:30:00 GMT+0000 (Coordinated Universal Time)',
        'Tue Jul 14 2026 12:30:00 GMT+0000 (Coordinated Universal Time)',
      ],
      [expect.stringMatching(/^7\/14\/2026, 12:30:00/), '14.7.2026', expect.stringMatching(/^12:30:00/)],
      'UTC',
      expect.stringMatching(/^7\/14\/26, 12:30/),
      'Invalid Date',
    ]);
    // Outside, the zone is the process's again.
    expect(local()).toEqual(before);
  });

  it('formats without a date speak of the time of the node', async () => {
    const year = (): unknown => [
      new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'numeric' }).format(),
      new Intl.DateTimeFormat('en-US', { year: 'numeric' }).formatToParts()[0]?.value,
    ];
    expect(answersOf(await seen(year))[0]).toEqual(['1/2026', '2026']);
  });
});

it('each node is a process of its own on a machine of its own', async () => {
  const look = (): unknown => {
    process.env['MARK'] = String(Number(process.env['MARK'] ?? 0) + 1);
    return {
      ...{ pid: process.pid, parent: process.ppid, host: os.hostname(), name: process.env['HOSTNAME'] },
      ...{ home: process.env['HOME'], keys: Object.keys(process.env).sort(), mark: process.env['MARK'] },
      ...{ cpus: os.cpus().length, user: os.userInfo().username, memory: process.memoryUsage().rss },
      uptime: os.uptime() > 0,
    };
  };
  const answers = answersOf(await seen(look)) as { readonly host: string; readonly pid: number }[];
  const first = answers.filter(({ host }) => host === 'n1');
  const second = answers.filter(({ host }) => host === 'n2');
  expect([first.length > 1, second.length > 1]).toEqual([true, true]);
  expect(first.slice(0, 2)).toMatchObject([
    { pid: 1001, parent: 1, name: 'n1', home: '/app', mark: '1', cpus: 2, user: 'node', uptime: true },
    { mark: '2' },
  ]);
  expect(first[0]).toMatchObject({ keys: ['HOME', 'HOSTNAME', 'MARK', 'TZ', 'USER'] });
  expect(second[0]).toMatchObject({ pid: 2001, name: 'n2', mark: '1' });
  expect({ pid: process.pid, env: process.env, hostname: os.hostname }).toEqual({
    ...{ pid: outside.pid, env: outside.env, hostname: outside.hostname },
  });
  expect(process.env['MARK']).toBeUndefined();
});

it('an event carries the time of the node', async () => {
  const stamp = (): unknown => {
    const event = new Event('x');
    return [event.timeStamp === performance.now(), event.timeStamp === event.timeStamp];
  };
  expect(answersOf(await seen(stamp))[0]).toEqual([true, true]);
  expect(new Event('x').timeStamp).not.toBe(0);
});

const refusals: readonly [string, () => unknown, RegExp][] = [
  ['keys', () => crypto.generateKeyPairSync('ed25519'), /generateKeyPairSync draws real randomness/],
  ['a Blob by name', () => URL.createObjectURL(new Blob(['x'])), /createObjectURL makes up a name/],
  ['usage', () => process.resourceUsage().maxRSS, /resourceUsage shows what the real process used/],
  ['memory in real time', () => waitAsync(), /waitAsync waits in real time/],
];

function waitAsync(): unknown {
  const wait = (Atomics as unknown as { waitAsync(...args: unknown[]): unknown }).waitAsync;
  return wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
}

it.each(refusals)('%s: refused', async (_what, ask, why) => {
  const { checks } = await seen(ask);
  expect(checks.find(({ name }) => name === 'runtime')?.reason).toMatch(why);
});
