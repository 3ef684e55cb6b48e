/** What a world costs: its record, its set-up, its memory. */
import { clients, defineScenario, simulate, stateMachine, z } from 'seedstorm';
import { runStateMachines } from '../sim/run/loop.js';
import { prepare } from '../sim/run/prepare.js';
import { World } from '../sim/world/world.js';
import { gossipMachine, gossipSetup } from './gossip-world.js';
import { sideBySide, type Figure } from './measure.js';

export async function worldCosts(): Promise<Figure[]> {
  return [await recordCost(), ...(await setUpShare()), memory()];
}

/** Fingerprint and ring on, beside a world in which both do nothing. */
async function recordCost(): Promise<Figure> {
  const run = (name: string, silent: boolean) => ({
    name,
    run() {
      const world = new World(gossipSetup(gossipMachine, 1_000));
      if (silent) {
        world.fingerprint.event = () => undefined;
        world.ring.add = () => undefined;
      }
      runStateMachines(world);
      return { units: world.events };
    },
  });
  const [on, off] = await sideBySide([run('on', false), run('off', true)], 7);
  const cost = ((off?.perSecond ?? NaN) / (on?.perSecond ?? NaN) - 1) * 100;
  return { bench: 'world', name: 'fingerprint and ring', value: cost, unit: '%', aim: 'at most 8' };
}

interface Echo {
  state: { seen: number };
  request: { f: string };
  reply: number;
  message: { seen: number };
  timer: 'tell';
}

const echo = stateMachine<Echo>({
  start(node) {
    node.setTimer('tell', 10);
    return { seen: 0 };
  },
  onRequest(state, _request, node) {
    node.reply(++state.seen);
  },
  onMessage(state, message) {
    state.seen = Math.max(state.seen, message.seen);
  },
  onTimer(state, timer, node) {
    node.broadcast({ seen: state.seen });
    node.setTimer(timer, 10);
  },
});

/** Five nodes, two clients, rough faults, about 5,000 events. */
const small = defineScenario({
  name: 'bench/five-nodes',
  summary: 'Five nodes that tell each other how many requests they saw',
  params: z.object({}),
  nodes: () => ['n1', 'n2', 'n3', 'n4', 'n5'],
  protocol: echo,
  workload: () => clients(2, { ask: 1 }, { everyMs: 20 }),
  faults: 'rough',
  durationMs: 2_000,
  check: {},
});

async function setUpShare(): Promise<Figure[]> {
  const RUNS = 200;
  let seed = 0;
  const [setUp, whole] = await sideBySide(
    [
      {
        name: 'set-up',
        run() {
          for (let n = 0; n < RUNS; n++) new World(prepare(small, { seed: ++seed }, undefined).setup);
          return { units: RUNS };
        },
      },
      {
        name: 'whole run',
        async run() {
          for (let n = 0; n < RUNS; n++) await simulate(small, { seed: ++seed });
          return { units: RUNS };
        },
      },
    ],
    5,
  );
  const { events } = await simulate(small, { seed: 1 });
  return [
    {
      bench: 'world',
      name: `5-node run of ${events} events`,
      value: whole?.perSecond ?? NaN,
      unit: 'seeds/s',
    },
    {
      bench: 'world',
      name: 'set-up share of it',
      value: ((whole?.perSecond ?? NaN) / (setUp?.perSecond ?? NaN)) * 100,
      unit: '%',
      aim: 'at most 10',
    },
  ];
}

/** Heap in use at ten times the events, beside at one time. */
function memory(): Figure {
  const world = new World(gossipSetup(gossipMachine, 4_000));
  const heapAfter = (events: number): number => {
    while (world.events < events && world.step());
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  const early = heapAfter(50_000);
  const late = heapAfter(500_000);
  return {
    bench: 'world',
    name: 'heap after 500 k events / after 50 k',
    value: late / early,
    unit: 'x',
    aim: 'about 1',
  };
}
