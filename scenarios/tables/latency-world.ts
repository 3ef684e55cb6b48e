/** A front that needs ten things for each request, one after another or all at once, from near or from far. */
import {
  asyncProgram,
  defineScenario,
  simulate,
  z,
  type AsyncNode,
  type Latency,
  type Run,
  type Seed,
} from 'seedstorm';
import { cast } from 'seedstorm/parts';
import { presets, type Place, type Preset } from './latency-presets.js';

/** Each request needs so many calls. */
export const CALLS = 10;
const REQUESTS = 40;

export interface Calling {
  readonly place: Place;
  readonly how:
    | 'in turn'
    | 'at once'
    /** In turn, and each over a new connection. */
    | 'new connections'
    /** The same, with one more round trip each, as TLS 1.3 needs it. */
    | 'new TLS connections';
}

/** What one request took: all of it, and what of it was opening connections, per connection. */
export interface Took {
  readonly ms: number;
  readonly openingMs: number;
}

interface Calls {
  message: 'ask' | 'hello' | 'here';
  answer: 'here';
  request: { f: 'measure' };
  reply: readonly Took[];
}

const drawn = ({ minMs, maxMs }: Pick<Preset, 'minMs' | 'maxMs'>, node: AsyncNode<Calls>): number =>
  minMs + node.random.float() * (maxMs - minMs);

/** What the other end has to do itself, beside the way. */
const workMs = (preset: Preset): Pick<Preset, 'minMs' | 'maxMs'> =>
  preset.roundTripMs === undefined
    ? { minMs: 0, maxMs: 0 }
    : { minMs: preset.minMs - preset.roundTripMs, maxMs: preset.maxMs - preset.roundTripMs };

const far = (preset: Preset) =>
  asyncProgram<Calls>(async (node) => {
    const answer = async (body: Calls['message']): Promise<'here'> => {
      const ms = body === 'ask' ? drawn(workMs(preset), node) : 0;
      if (ms > 0) await node.sleep(ms);
      return 'here';
    };
    node.onMessage(answer);
    for await (const connection of node.connections())
      void (async () => {
        for await (const body of connection) connection.send(await answer(body));
      })();
  });

const front = ({ place, how }: Calling) =>
  asyncProgram<Calls>((node) => {
    const preset: Preset = presets[place];
    const call = async (): Promise<number> => {
      if (preset.at !== 'network') await node.sleep(drawn(preset, node));
      else if (how === 'in turn' || how === 'at once') await node.call('far', 'ask', { timeoutMs: 1_000 });
      else {
        const fromMs = node.monotonicMs();
        const connection = await node.connect('far');
        const answers = connection[Symbol.asyncIterator]();
        if (how === 'new TLS connections') {
          connection.send('hello');
          await answers.next();
        }
        const openingMs = node.monotonicMs() - fromMs;
        connection.send('ask');
        await answers.next();
        connection.close();
        return openingMs;
      }
      return 0;
    };
    node.onRequest(async () => {
      const all: Took[] = [];
      for (let request = 0; request < REQUESTS; request++) {
        const fromMs = node.monotonicMs();
        let openingMs = 0;
        if (how === 'at once') await Promise.all(Array.from({ length: CALLS }, call));
        else for (let n = 0; n < CALLS; n++) openingMs += await call();
        all.push({ ms: node.monotonicMs() - fromMs, openingMs: openingMs / CALLS });
      }
      return all;
    });
  });

/** One way takes half of the round trip. */
function oneWay({ minMs, maxMs, roundTripMs }: Preset): Latency {
  const [from, to] = roundTripMs === undefined ? [minMs, maxMs] : [roundTripMs, roundTripMs];
  return from === to
    ? { kind: 'constant', ms: from / 2 }
    : { kind: 'uniform', minMs: from / 2, maxMs: to / 2 };
}

const world = defineScenario({
  name: 'tables/latency',
  summary: 'A front that needs ten things for each request, from near or from far',
  params: z.object({ setting: z.custom<Calling>().default({ place: 'Redis', how: 'in turn' }) }),
  nodes: () => ['front', 'far'],
  protocol: ({ setting }) =>
    cast({ front: [['front'], front(setting)], far: [['far'], far(presets[setting.place])] }),
  workload: () => ({ clients: [], operations: () => [] }),
  network: ({ setting }) => ({ latency: oneWay(presets[setting.place]) }),
  faults: 'none',
  durationMs: 10,
  settleMs: 0,
  clientTimeoutMs: 1_000_000,
  final: () => [{ to: 'front', input: { f: 'measure' } }],
  check: {},
});

export const latencyRun = (setting: Calling, seed: Seed): Promise<Run> =>
  simulate(world, { seed, params: { setting } });
