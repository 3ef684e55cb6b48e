/** Faults reach a program as they would in life: what it sees is told by the program itself, as error codes and times. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { defineScenario, simulate, z, type Fault } from 'seedstorm';
import { nodeProgram } from 'seedstorm/programs';
import { describe, expect, it } from 'vitest';

const peer = (version: string) =>
  nodeProgram({ entry: new URL('./services/peer.js', import.meta.url), env: { VERSION: version } });

const world = (durationMs: number, joins: boolean) =>
  defineScenario({
    name: 'own/faults',
    summary: 'A server, and one that talks to it all the time',
    params: z.object({}),
    nodes: () => (joins ? ['caller'] : ['peer', 'caller']),
    spares: () => (joins ? ['peer'] : []),
    protocol: () => ({ peer: peer('1'), caller: nodeProgram({ entry: './services/caller.js' }) }),
    versions: { '2': () => peer('2') },
    workload: () => ({ clients: [], operations: () => [] }),
    faults: 'none',
    durationMs,
    check: {},
  });

/** What a program says: of the peer, or of the caller, whose connection is kept or new. */
interface Said {
  readonly f: 'peer' | 'caller';
  readonly what: string;
  readonly at: number;
  readonly code?: string;
  readonly from?: number;
  readonly took?: number;
  readonly version?: string;
  readonly before?: string;
  readonly passed?: number;
  readonly passedWall?: number;
}

/** What both say between two moments; what is as usual is left out. */
async function said(durationMs: number, faults: readonly Fault[]) {
  const joins = faults.some(({ kind }) => kind === 'join');
  const { history, checks } = await simulate(world(durationMs, joins), { seed: 1, faults: [...faults] });
  expect(checks.filter(({ verdict }) => verdict === 'invalid')).toEqual([]);
  const all = history.map(({ input, invokedAtMs = 0 }) => ({ ...(input as Said), at: invokedAtMs }));
  return {
    between: (from: number, to: number, what?: string) =>
      all.filter(
        (one) =>
          one.at >= from &&
          one.at < to &&
          (what === undefined ? one.what !== 'new' || (one.took ?? 0) > 20 : one.what === what),
      ),
  };
}

const codes = (some: readonly Said[]) =>
  some.map(({ what, code }) => (code === undefined ? what : `${what} ${code}`));

const cut = { kind: 'partition', groups: [['peer'], ['caller']] } as const;

describe('of the network', () => {
  it('a narrow link takes the bytes of a socket at their size', async () => {
    const scenario = defineScenario({
      name: 'own/bulk',
      summary: 'Twenty thousand bytes from one process to another',
      params: z.object({}),
      nodes: () => ['peer', 'caller'],
      protocol: () => ({
        peer: nodeProgram({ entry: './services/bulk.js', env: { SENDS: '1' } }),
        caller: nodeProgram({ entry: './services/bulk.js' }),
      }),
      workload: () => ({ clients: [], operations: () => [] }),
      faults: 'none',
      durationMs: 6_000,
      check: {},
    });
    const narrow: Fault = { kind: 'slow-link', atMs: 0, durationMs: 5_900, bytesPerSecond: 10_000 };
    const { history } = await simulate(scenario, { seed: 1, faults: [narrow] });
    const { bytes, tookMs } = history[0]?.input as unknown as Record<'bytes' | 'tookMs', number>;
    expect(bytes).toBe(20_000);
    expect(tookMs).toBeGreaterThan(1_950);
    expect(tookMs).toBeLessThan(2_200);
  });

  it('reset, slow and lossy links, and a cut that ends', async () => {
    const { between } = await said(4_600, [
      { kind: 'connection-reset', atMs: 550, from: ['peer'], to: ['caller'] },
      { kind: 'latency', atMs: 1_000, durationMs: 500, addMs: 60, jitterMs: 0 },
      { kind: 'loss', atMs: 1_800, durationMs: 500, probability: 0.3 },
      { ...cut, atMs: 2_600, durationMs: 500 },
    ]);
    // Both ends hear of a reset at once, and the program connects again.
    expect(codes(between(550, 700)).sort()).toEqual(
      ['error ECONNRESET', 'kept: error ECONNRESET', 'kept: close', 'kept: connect'].sort(),
    );
    // Four ways for a new connection: there and back, twice. One answer on the kept one takes two.
    expect(Math.max(...between(1_000, 1_550, 'kept: late').map(({ took = 0 }) => took))).toBeCloseTo(120, -1);
    expect(between(1_000, 1_550, 'new').some(({ took = 0 }) => took >= 240)).toBe(true);
    // What is lost is sent again: later, in order, and nobody hears of an error.
    const lossy = between(1_800, 2_600);
    expect(lossy.some(({ took = 0 }) => took >= 100)).toBe(true);
    expect(lossy.filter(({ code }) => code !== undefined)).toEqual([]);
    // A cut is silence. When it ends, what was sent meanwhile arrives on the connection that was there.
    expect(between(2_610, 3_100)).toEqual([]);
    const after = between(3_100, 3_600);
    expect(after.filter(({ code }) => code !== undefined)).toEqual([]);
    const longest = Math.max(
      ...after.filter(({ what }) => what === 'kept: late').map(({ took = 0 }) => took),
    );
    // Sent again after 200, 400, 800 ms.
    expect(longest).toBeGreaterThanOrEqual(500);
    expect(longest).toBeLessThan(1_500);
    expect(between(2_600, 3_600, 'kept: close')).toEqual([]);
  });

  it('a cut that lasts: ETIMEDOUT, of the connection that was there and of new ones', async () => {
    const { between } = await said(8_000, [{ ...cut, atMs: 500, durationMs: 8_000 }]);
    const heard = between(500, 8_000).filter(({ f }) => f === 'caller');
    expect(heard[0]).toMatchObject({ what: 'kept: error', code: 'ETIMEDOUT' });
    expect(heard[0]?.at).toBeCloseTo(5_000, -1);
    expect(heard.find(({ what }) => what === 'new: error')).toMatchObject({
      ...{ code: 'ETIMEDOUT', from: 500, took: 5_400 },
    });
  });
});

describe('of processes', () => {
  it('kill, pause and crash', async () => {
    const { between } = await said(5_000, [
      { kind: 'kill', atMs: 550, durationMs: 300, node: 'peer' },
      { kind: 'pause', atMs: 1_600, durationMs: 500, node: 'peer' },
      { kind: 'crash', atMs: 3_050, durationMs: 500, node: 'peer', unsynced: 'lost' },
    ]);
    // The machine closes what the process had open, refuses new connections, and keeps the disk.
    expect(codes(between(550, 560))).toEqual(['kept: end', 'kept: close']);
    expect(new Set(codes(between(560, 850)))).toEqual(
      new Set(['kept: error ECONNREFUSED', 'kept: close', 'new: error ECONNREFUSED']),
    );
    expect(between(850, 851)).toMatchObject([{ what: 'begins', before: '5' }]);
    // A paused peer is silent, and nobody is told. Afterwards it finds one step of its timers late, on both clocks.
    expect(between(1_610, 2_100)).toEqual([]);
    const [resumed] = between(2_100, 2_101, 'late');
    expect(resumed).toMatchObject({ f: 'peer', passed: 550, passedWall: 550 });
    expect(Math.max(...between(2_100, 2_110, 'kept: late').map(({ took = 0 }) => took))).toBeGreaterThan(400);
    expect(between(1_600, 3_000, 'kept: close')).toEqual([]);
    // A machine without power says nothing, either. Back again, it knows nothing of the connection, and has lost
    // what was not synced.
    expect(between(3_060, 3_550)).toEqual([]);
    expect(between(3_550, 3_551)[0]).toMatchObject({ what: 'begins', before: '' });
    expect(codes(between(3_550, 3_650, 'kept: error'))).toEqual(['kept: error ECONNRESET']);
    const late = between(3_550, 5_000, 'new').filter(({ from = 0 }) => from > 3_050 && from < 3_500);
    expect(late.length).toBeGreaterThan(0);
    expect(late.every(({ took = 0 }) => took >= 100)).toBe(true);
  });

  it('a killed process is to its peers what it is in life', async () => {
    const code = `require('net').createServer((s) => s.pipe(s)).listen(0, '127.0.0.1', function () { console.log(this.address().port) })`;
    const child = spawn(process.execPath, ['-e', code]);
    const port = Number((await once(child.stdout, 'data'))[0]);
    const heard: string[] = [];
    const socket = net.connect(port, '127.0.0.1');
    for (const event of ['end', 'close'] as const) socket.on(event, () => heard.push(event));
    socket.on('error', ({ message }) => heard.push(message));
    socket.write('x');
    await once(socket, 'data');
    const [exited, closed] = [once(child, 'exit'), once(socket, 'close')];
    child.kill('SIGKILL');
    await Promise.all([exited, closed]);
    const again = net.connect(port, '127.0.0.1');
    const [{ code: refused }] = (await once(again, 'error')) as [NodeJS.ErrnoException];
    expect([...heard, refused]).toEqual(['end', 'close', 'ECONNREFUSED']);
  });

  it('another version is told to end, begins with the same disk, and answers differently; one that leaves is not found', async () => {
    const { between } = await said(2_000, [
      { kind: 'upgrade', atMs: 550, node: 'peer', version: '2' },
      { kind: 'leave', atMs: 1_550, node: 'peer' },
    ]);
    expect(codes(between(550, 560))).toEqual(['SIGTERM', 'begins', 'kept: end', 'kept: close']);
    expect(between(550, 560, 'begins')).toMatchObject([{ before: '5', version: '2' }]);
    expect(new Set(between(0, 550, 'new').map(({ version }) => version))).toEqual(new Set(['1']));
    expect(new Set(between(560, 1_550, 'new').map(({ version }) => version))).toEqual(new Set(['2']));
    expect(codes(between(1_550, 1_560))).toEqual(['SIGTERM', 'kept: end', 'kept: close']);
    expect(new Set(codes(between(1_560, 2_000, 'new: error')))).toEqual(new Set(['new: error ENOTFOUND']));
  });
});

it('a machine that joins is found from then on', async () => {
  const { between } = await said(1_200, [{ kind: 'join', atMs: 650, node: 'peer' }]);
  expect(new Set(codes(between(0, 650, 'new: error')))).toEqual(new Set(['new: error ENOTFOUND']));
  expect(between(700, 1_200, 'new').length).toBeGreaterThan(3);
});

it('of the machine: a clock that leaps moves Date and no timer, a full disk is ENOSPC and has room again', async () => {
  const { between } = await said(2_500, [
    { kind: 'clock-jump', atMs: 560, node: 'peer', byMs: -3_600_000 },
    { kind: 'clock-jump', atMs: 860, node: 'peer', byMs: 7_200_000 },
    { kind: 'disk-full', atMs: 1_250, durationMs: 500, node: 'peer' },
  ]);
  expect(between(500, 1_200)).toMatchObject([
    { what: 'late', at: 600, passed: 50, passedWall: -3_599_950 },
    { what: 'late', at: 900, passed: 50, passedWall: 7_200_050 },
  ]);
  const full = between(1_250, 2_500);
  expect(codes(full)).toEqual(Array.from({ length: 5 }, () => 'disk ENOSPC'));
  expect(full.map(({ at }) => at)).toEqual([1_300, 1_400, 1_500, 1_600, 1_700]);
});
