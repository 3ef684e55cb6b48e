/** A queue with one worker, M/M/1: the scenario load/queue beside SimPy and SimJS, each with its own means. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulate } from 'seedstorm';
import { scenarios } from 'seedstorm/scenarios';
import { sideBySide, type Candidate, type Figure } from './measure.js';

const ROUNDS = 5;
const REQUESTS = 400_000;
/** The others are slower: as many as take about as long. */
const THEIRS = 100_000;

export async function load(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'seedstorm-bench-'));
  try {
    const others = [simPy(), simJs(folder)].filter((one) => one !== undefined);
    const [ours, ...theirs] = await sideBySide([world(), ...others], ROUNDS);
    const rate = ours?.perSecond ?? NaN;
    const figure = (name: string, value: number, unit: string, aim?: string): Figure => ({
      bench: 'load',
      name,
      value,
      unit,
      ...(aim === undefined ? {} : { aim }),
    });
    return [
      figure('load/queue, one worker', rate / 1e6, 'M requests/s', 'at least 1'),
      ...theirs.flatMap(({ name, perSecond }) => [
        figure(name, perSecond / 1e6, 'M requests/s'),
        figure(`load/queue / ${name}`, rate / perSecond, 'x', 'above 1'),
      ]),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function world(): Candidate {
  const scenario = scenarios.find(({ name }) => name === 'load/queue');
  if (scenario === undefined) throw new Error('there is no scenario load/queue');
  return {
    name: 'load/queue',
    async run() {
      await simulate(scenario, { seed: 1, params: { requests: REQUESTS } });
      return { units: REQUESTS };
    },
  };
}

/** The same by generators, for SimPy 3 and 4, and for the SimPy 2 that Debian has. @returns undefined where Python has none */
function simPy(): Candidate | undefined {
  const run = (count: number): string =>
    execFileSync('python3', ['-c', PYTHON, String(count)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  return outside('SimPy', (count) => run(count));
}

/** SimJS from the registry, into a folder that goes again. @returns undefined where the registry is not there */
function simJs(folder: string): Candidate | undefined {
  try {
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', 'simjs@2.0.3'], {
      cwd: folder,
      stdio: 'ignore',
    });
  } catch {
    return skipped('SimJS');
  }
  return outside('SimJS', (count) =>
    execFileSync(process.execPath, ['-e', JAVASCRIPT, String(count)], { cwd: folder, encoding: 'utf8' }),
  );
}

/** A program that prints its name, its CPU seconds and the mean wait of its requests. */
function outside(library: string, program: (count: number) => string): Candidate | undefined {
  let name: string;
  try {
    const said = program(1_000).trim().split('\t');
    name = said[2] ?? library;
  } catch {
    return skipped(library);
  }
  return {
    name,
    run() {
      const [seconds, waitMs] = program(THEIRS).trim().split('\t').map(Number) as [number, number];
      // Rate 600 a second, one millisecond each: 1.5 ms.
      if (Math.abs(waitMs - 1.5) > 0.3)
        throw new Error(`${library} did other work: a mean wait of ${waitMs} ms`);
      return { units: THEIRS, cpuSeconds: seconds };
    },
  };
}

function skipped(library: string): undefined {
  process.stderr.write(`load: ${library} is not there, so nothing is compared with it\n`);
  return undefined;
}

const PYTHON = `
import random, sys, time
count = int(sys.argv[1])
draw = random.Random(1).expovariate
waited = [0.0]
try:
    import simpy
    name = 'SimPy ' + simpy.__version__
    env = simpy.Environment()
    worker = simpy.Resource(env, 1)
    def request():
        came = env.now
        with worker.request() as turn:
            yield turn
            waited[0] += env.now - came
            yield env.timeout(draw(1.0))
    def source():
        for _ in range(count):
            yield env.timeout(draw(0.6))
            env.process(request())
    env.process(source())
    run = env.run
except ImportError:
    import SimPy
    from SimPy.Simulation import Process, Resource, Simulation, hold, release, request
    name = 'SimPy ' + SimPy.__version__
    sim = Simulation()
    worker = Resource(capacity=1, sim=sim)
    class Request(Process):
        def run(self):
            came = sim.now()
            yield request, self, worker
            waited[0] += sim.now() - came
            yield hold, self, draw(1.0)
            yield release, self, worker
    class Source(Process):
        def run(self):
            for _ in range(count):
                yield hold, self, draw(0.6)
                one = Request(sim=sim)
                sim.activate(one, one.run())
    source = Source(sim=sim)
    sim.activate(source, source.run())
    run = lambda: sim.simulate(until=1e18)
begin = time.process_time()
run()
print(time.process_time() - begin, waited[0] / count, name, sep='\\t')
`;

/** A bundle for browsers: it puts its names on the window. */
const JAVASCRIPT = `
globalThis.window = globalThis;
require('simjs');
const count = Number(process.argv[1]);
const sim = new Sim.Sim();
const random = new Sim.Random(1);
const worker = new Sim.Facility('worker', Sim.Facility.FCFS, 1);
class Source extends Sim.Entity {
  start() {
    this.left = count;
    this.next();
  }
  next() {
    if (this.left-- === 0) return;
    this.setTimer(random.exponential(0.6)).done(this.next);
    this.useFacility(worker, random.exponential(1));
  }
}
sim.addEntity(Source);
const begin = process.cpuUsage();
sim.simulate(1e18);
const { user, system } = process.cpuUsage(begin);
const wait = worker.systemStats().durationSeries.average() - 1;
process.stdout.write([(user + system) / 1e6, wait, 'SimJS 2.0.3'].join('\\t'));
`;
