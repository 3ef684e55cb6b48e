/** Single stories, with faults written by hand: a primary cut off, a split brain, a monitor that is away. */
import { simulate, type Fault, type Run } from 'seedstorm';
import { describe, expect, it } from 'vitest';
import { primaryBackup } from '../../../../scenarios/replication/primary-backup/scenario.js';

interface Asked {
  readonly f: string;
  readonly value: number;
}

const REPLICAS = ['n1', 'n2', 'n3'];
const EVERYBODY = [...REPLICAS, 'monitor'];

const played = (
  faults: readonly Fault[],
  params: Readonly<Record<string, unknown>> = {},
  bug?: string,
): Promise<Run> =>
  simulate(primaryBackup, { seed: 5, faults, params, ...(bug === undefined ? {} : { bug }) });

/** Acknowledged writes that are not in the log at the end. */
const lostIn = ({ history }: Run): number => {
  const done = history.filter(({ type }) => type === 'ok');
  const log = new Set(done.findLast(({ input }) => (input as Asked).f === 'log')?.output as number[]);
  return done.filter(({ input }) => (input as Asked).f === 'write' && !log.has((input as Asked).value))
    .length;
};

const writes = ({ history }: Run, fromMs: number, untilMs: number) =>
  history.filter(
    ({ input, invokedAtMs = 0 }) =>
      (input as { f: string }).f === 'write' && invokedAtMs > fromMs && invokedAtMs < untilMs,
  );
const acknowledged = (run: Run, fromMs: number, untilMs: number): number =>
  writes(run, fromMs, untilMs).filter(({ type }) => type === 'ok').length;

const alone = (node: string): Fault[] => [
  {
    kind: 'partition',
    atMs: 1000,
    durationMs: 1500,
    groups: [[node], EVERYBODY.filter((name) => name !== node)],
  },
];

/** Whoever the primary is: each replica is cut off in a run of its own. */
const eachAlone = (params: Readonly<Record<string, unknown>>): Promise<Run[]> =>
  Promise.all(REPLICAS.map((node) => played(alone(node), params)));

describe('a replica cut off', () => {
  it('costs an asynchronous store what its primary acknowledged meanwhile', async () => {
    const runs = await eachAlone({ mode: 'asynchronous' });
    expect(runs.map(({ verdict }) => verdict)).toEqual(['valid', 'valid', 'valid']);
    expect(runs.map(lostIn).filter((lost) => lost > 0)).toHaveLength(1);
  });

  it.each(['synchronous', 'semi-synchronous'])('costs a %s store nothing', async (mode) => {
    const runs = await eachAlone({ mode });
    expect(runs.map(({ verdict }) => verdict)).toEqual(['valid', 'valid', 'valid']);
    expect(runs.map(lostIn)).toEqual([0, 0, 0]);
  });

  it('stops synchronous writes until it is back, and no others', async () => {
    const during = async (mode: string): Promise<number[]> =>
      (await eachAlone({ mode })).map((run) => acknowledged(run, 1050, 1900));
    expect(await during('synchronous')).toEqual([0, 0, 0]);
    for (const count of await during('semi-synchronous')) expect(count).toBeGreaterThan(3);
  });
});

describe('fencing', () => {
  // Everybody but the monitor still hears the old primary, and it still hears them.
  const unseen = (node: string): Fault[] => [
    { kind: 'one-way-cut', atMs: 1000, durationMs: 1500, from: [node], to: ['monitor'] },
    { kind: 'one-way-cut', atMs: 1000, durationMs: 1500, from: ['monitor'], to: [node] },
  ];
  const split = (params: Readonly<Record<string, unknown>>, bug?: string): Promise<Run[]> =>
    Promise.all(REPLICAS.map((node) => played(unseen(node), params, bug)));

  it('keeps a deposed primary from acknowledging', async () => {
    const runs = await split({});
    expect(runs.map(({ verdict }) => verdict)).toEqual(['valid', 'valid', 'valid']);
    expect(runs.map(lostIn)).toEqual([0, 0, 0]);
  });

  it('is what a split brain needs to be without', async () => {
    const runs = await split({ fencing: false });
    expect(Math.max(...runs.map(lostIn))).toBeGreaterThan(5);
    const broken = (await split({}, 'no-fencing')).filter(({ verdict }) => verdict === 'invalid');
    expect(broken).toHaveLength(1);
    expect(
      broken[0]?.checks.filter(({ verdict }) => verdict === 'invalid').map(({ name }) => name),
    ).toContain('nothing-lost');
  });

  it('is not needed where every backup has to acknowledge: one of them leads, and takes no orders', async () => {
    expect((await split({ mode: 'synchronous', fencing: false })).map(lostIn)).toEqual([0, 0, 0]);
  });
});

describe('the monitor', () => {
  const away: Fault = { kind: 'kill', atMs: 1000, durationMs: 1500, node: 'monitor' };

  it('is not needed as long as the primary is there', async () => {
    const run = await played([away]);
    expect(run.verdict).toBe('valid');
    const during = writes(run, 1000, 2500);
    expect(during.length).toBeGreaterThan(30);
    expect(during.filter(({ type }) => type !== 'ok')).toEqual([]);
  });

  it('is needed to promote: nobody takes over before it is back', async () => {
    const runs = await Promise.all(
      REPLICAS.map((node) => played([away, { kind: 'kill', atMs: 1100, durationMs: 3000, node }])),
    );
    expect(runs.map(({ verdict }) => verdict)).toEqual(['valid', 'valid', 'valid']);
    const before = runs.map((run) => acknowledged(run, 1150, 2300));
    expect(before.filter((count) => count === 0)).toHaveLength(1);
    for (const run of runs) expect(acknowledged(run, 3200, 4000)).toBeGreaterThan(5);
  });
});

describe('whoever is primary', () => {
  it('may lose power 5 ms after it was promoted, each time, and the promotion of the next be lost', async () => {
    const crash = { kind: 'crash', atMs: 0, durationMs: 300, node: '@whoever', unsynced: 'lost' } as const;
    const drop = { kind: 'message', action: 'drop', atMs: 0, from: '@whoever', to: '@peer', nth: 1 } as const;
    const run = await played([
      { ...crash, when: { state: 'primary', nth: 1, afterMs: 5 } },
      { ...crash, when: { state: 'primary', nth: 2, afterMs: 5 } },
      { ...drop, when: { message: 'promotion', moment: 'before', nth: 3 } },
    ]);
    expect([run.verdict, run.triggered.length]).toEqual(['valid', 3]);
  });
});
