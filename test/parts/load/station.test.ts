/** Stations: who begins, who waits, who is refused, who is next, and what they count. */
import {
  asyncProgram,
  defineScenario,
  Refused,
  simulate,
  stateMachine,
  z,
  type ReplyTo,
  type Workload,
} from 'seedstorm';
import { defineChecker } from 'seedstorm/checkers';
import {
  asyncStation,
  closedWorkload,
  measureFrom,
  newStation,
  offerTo,
  openWorkload,
  serveAt,
  sessionWorkload,
  stationFigures,
  stationTimer,
  takeExpired,
  waitingAt,
  withdraw,
  workerDone,
  type Station,
  type StationSettings,
} from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';

const filled = (settings: StationSettings, ...jobs: readonly (readonly [string, number?, number?])[]) => {
  const station = newStation<string>(settings);
  const offered = jobs.map(([job, priority = 0, untilMs = Infinity], atMs) =>
    offerTo(station, { job, serviceMs: 10, priority, untilMs }, atMs),
  );
  return { station, kinds: offered.map(({ kind }) => kind).join() };
};
const emptied = (station: Station<string>, fromMs = 10): string => {
  const names: string[] = [];
  for (let atMs = fromMs; station.busy > 0; atMs += 10) {
    const { done, next } = workerDone(station, 0, atMs);
    names.push(done.job);
    if (next === undefined) break;
  }
  return names.join('');
};

describe('a station', () => {
  it('serves who came first, who came last, or who has priority', () => {
    expect(emptied(filled({}, ['a'], ['b'], ['c'], ['d']).station)).toBe('abcd');
    expect(emptied(filled({ order: 'lifo' }, ['a'], ['b'], ['c'], ['d']).station)).toBe('adcb');
    const urgent = filled({ order: 'priority' }, ['a'], ['b', 1], ['c', 3], ['d', 1], ['e', 2], ['f', 3]);
    expect(emptied(urgent.station)).toBe('acfebd');
  });

  it('keeps the order of a long line, whatever leaves it', () => {
    for (const order of ['fifo', 'lifo', 'priority'] as const) {
      const station = newStation<number>({ order });
      for (let job = 0; job < 600; job++)
        offerTo(station, { job, serviceMs: 1, priority: (job * 7) % 11 }, job);
      for (let n = 0; n < 200; n++) workerDone(station, 0, 600 + n);
      expect(withdraw(station, ({ job }) => job % 3 === 0, 900).length).toBeGreaterThan(50);
      const jobs: number[] = [];
      while (waitingAt(station) > 0) jobs.push(workerDone(station, 0, 1_000).next?.job as number);
      const rank = (job: number) =>
        order === 'fifo' ? job : order === 'lifo' ? -job : job - 1_000 * ((job * 7) % 11);
      expect(jobs).toEqual([...jobs].sort((a, b) => rank(a) - rank(b)));
      expect(jobs.some((job) => job % 3 === 0)).toBe(false);
    }
  });

  it('refuses what finds no room, and has as many workers as it was given', () => {
    const { station, kinds } = filled({ workers: 2, limit: 1 }, ['a'], ['b'], ['c'], ['d']);
    expect(kinds).toBe('started,started,queued,refused');
    expect(workerDone(station, 1, 12)).toMatchObject({
      done: { job: 'b', worker: 1 },
      tookMs: 11,
      next: { job: 'c', worker: 1, waitedMs: 10 },
    });
    expect(filled({ limit: 0 }, ['a'], ['b']).kinds).toBe('started,refused');
    expect(filled({ workers: Infinity }, ['a'], ['b'], ['c']).kinds).toBe('started,started,started');
    const ignored = filled({ limit: 1, rules: { limit: 'ignored' } }, ['a'], ['b'], ['c']);
    expect(ignored.kinds).toBe('started,queued,queued');
  });

  it('does not serve who has waited for too long', () => {
    const late = () => filled({}, ['a'], ['b', 0, 8], ['c', 0, 20], ['d', 0, 9]).station;
    expect(workerDone(late(), 0, 10)).toMatchObject({ next: { job: 'c' }, expired: [{ job: 'b' }] });
    const station = late();
    expect(takeExpired(station, 9).map(({ job }) => job)).toEqual(['b']);
    expect(emptied(station)).toBe('ac');
    expect(stationFigures(station, 30)).toMatchObject({ offered: 4, started: 2, expired: 2, ended: 2 });
    const served = filled({ rules: { expired: 'served' } }, ['a'], ['b', 0, 8]).station;
    expect(emptied(served)).toBe('ab');
  });

  it('weighs what it saw by how long it lasted, and is plain data', () => {
    const { station } = filled({ workers: 2 }, ['a'], ['b'], ['c']);
    workerDone(station, 0, 10); // a; c begins, which came at 2
    const copy = structuredClone(station);
    workerDone(station, 1, 20);
    expect(workerDone(copy, 1, 20)).toMatchObject({ done: { job: 'b' } });
    // Busy: 1 worker for 1 ms, then 2 up to 20, then 1 up to 40. Waiting: one from 2 to 10.
    expect(stationFigures(station, 40)).toEqual({
      ...{ overMs: 40, offered: 3, started: 3, ended: 2, refused: 0, expired: 0 },
      ...{ meanBusy: 59 / 40, utilisation: 59 / 80, meanWaiting: 8 / 40, mostWaiting: 1 },
      ...{ meanWaitMs: 8 / 3, mostWaitMs: 8, endedPerSecond: 50 },
    });
    measureFrom(station, 40);
    expect(stationFigures(station, 50)).toMatchObject({ overMs: 10, offered: 0, utilisation: 0.5 });
  });

  it('refuses settings that cannot be', () => {
    expect(() => newStation({ workers: 0 })).toThrow(
      'workers: expected a whole number above 0, or Infinity, got 0',
    );
    expect(() => newStation({ limit: -1 })).toThrow('limit: expected a number of 0 or more, got -1');
    expect(() => newStation({ order: 'best' as 'fifo' })).toThrow("one of fifo, lifo, priority, got 'best'");
    expect(() => workerDone(newStation(), 0, 1)).toThrow('worker 0 has nothing to do');
  });
});

const SETTINGS: StationSettings = { workers: 2, limit: 3 };
const machine = stateMachine<{
  state: Station<ReplyTo>;
  request: { f: string };
  reply: number;
  timer: string;
}>({
  start: (node) => newStation(SETTINGS, node.monotonicMs()),
  onRequest(station, _request, node) {
    const work = { job: node.defer(), serviceMs: 10 };
    if (serveAt(station, work, node).kind === 'refused') node.rejectTo(work.job, 'busy');
  },
  onTimer(station, timer, node) {
    const ended = stationTimer(station, timer, node);
    if (ended !== undefined) node.replyTo(ended.done.job, Math.round(ended.tookMs));
  },
});
const program = asyncProgram<{ request: { f: string }; reply: number }>((node) => {
  const station = asyncStation(node, SETTINGS);
  node.onRequest(async () => {
    const fromMs = node.monotonicMs();
    if ((await station.serve(10)) === 'refused') throw new Refused('busy');
    return Math.round(node.monotonicMs() - fromMs);
  });
});

const served = (protocol: typeof machine, workload: Workload) =>
  defineScenario({
    name: 'test/station',
    summary: 'What is answered took at least the service time',
    params: z.object({}),
    nodes: () => ['server'],
    protocol,
    workload: () => workload,
    faults: 'none',
    durationMs: 1_000,
    clientTimeoutMs: 200,
    check: {
      took: defineChecker({
        name: 'took',
        looksFor: 'answers',
        scan(history, found) {
          const quick = history.find(({ type, output }) => type === 'ok' && (output as number) < 10);
          if (quick !== undefined) found.anomaly('too-quick', 'quicker than its service', quick);
          return { judged: history.length, reason: 'all took their time' };
        },
      }),
    },
  });

describe('on a node', () => {
  const input = () => ({ f: 'work' });
  const histories = async (workload: Workload) =>
    Promise.all(
      [machine, program].map(async (protocol) => {
        const run = await simulate(served(protocol, workload), { seed: 2 });
        expect(run.verdict).toBe('valid');
        return run.history.map(({ type, output }) => `${type} ${String(output ?? '-')}`);
      }),
    );

  it('both styles serve alike: bursts wait, and some are refused', async () => {
    const arrivals = { kind: 'burst', perSecond: 5, burstPerSecond: 800, everyMs: 300, forMs: 20 } as const;
    const [machines = [], programs] = await histories(openWorkload({ arrivals, input }));
    expect(machines).toEqual(programs);
    expect(machines.filter((line) => line.startsWith('fail')).length).toBeGreaterThan(5);
    expect(Math.max(...machines.map((line) => Number(line.split(' ')[1]) || 0))).toBeGreaterThan(20);
  });

  it('people think: five of them ask as often as waiting and thinking allow', async () => {
    const [machines = []] = await histories(closedWorkload({ clients: 5, thinkMs: 40, input }));
    // Each takes some 52 ms for a request, thinking and answer: 5 × 800 ms / 52 ms.
    expect(machines.length).toBeGreaterThan(55);
    expect(machines.length).toBeLessThan(100);
  });

  it('sessions come, stay for some requests, and go', async () => {
    const arrivals = { kind: 'poisson', perSecond: 30 } as const;
    const [machines = []] = await histories(sessionWorkload({ arrivals, requests: 3, thinkMs: 20, input }));
    // 0.8 s × 30 sessions × 3 requests.
    expect(machines.length).toBeGreaterThan(45);
    expect(machines.length).toBeLessThan(110);
  });
});
