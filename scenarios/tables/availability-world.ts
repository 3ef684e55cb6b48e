/** Services that fail and are mended at random, in series or side by side, and a front that asks them all the time. */
import {
  defineScenario,
  nodeNames,
  simulate,
  stateMachine,
  stream,
  z,
  type Plan,
  type Random,
  type Run,
  type Seed,
} from 'seedstorm';
import { cast, exponential } from 'seedstorm/parts';

/** A service is up and down for so long on average, in ms: it is there for 98 % of the time. */
export const UP_MS = 2_450;
export const DOWN_MS = 50;
/** Of shared outages: the share of all outages of a service that hit all of them at once. */
const SHARED = 0.2;
const RUN_MS = 120_000;
/** Runs are cut into batches, each a value of its own. */
const BATCH_MS = 10_000;
const ASK_MS = 20;
const TIMEOUT_MS = 5;
const CHECK_MS = 100;

/** How the services stand, what ends them, and when the front asks another one. */
export interface Layout {
  readonly layout: 'one' | 'series of 3' | '2 side by side';
  readonly outages: 'own' | 'shared';
  /** `at once`: with the same request. `after a check`: when the next health check has missed the dead one. */
  readonly change: '-' | 'at once' | 'after a check';
}

const SERVICES = { one: 1, 'series of 3': 3, '2 side by side': 2 } as const;
export const servicesOf = ({ layout }: Layout): string[] => nodeNames(SERVICES[layout], 's');

/** Requests of a batch, and how many were answered. */
export interface Batch {
  asked: number;
  ok: number;
}

interface Front {
  state: { readonly batches: Batch[]; readonly alive: Record<string, boolean>; turn: number };
  request: { f: 'figures' };
  reply: readonly Batch[];
  message: 'ask';
  answer: 'here';
  timer: 'ask' | 'check';
  token: { readonly checks: string } | { readonly batch: number; readonly left: readonly string[] };
}

/** In series a request needs all services, side by side one that answers. */
function front(setting: Layout) {
  const services = servicesOf(setting);
  const inSeries = setting.layout === 'series of 3';
  return stateMachine<Front>({
    start(node) {
      node.setTimer('ask', ASK_MS);
      if (setting.change === 'after a check') node.setTimer('check', CHECK_MS);
      return { batches: [], alive: Object.fromEntries(services.map((name) => [name, true])), turn: 0 };
    },
    onMessage: (_state, _ask, node) => node.reply('here'),
    onRequest: (state, _ask, node) => node.reply(state.batches),
    onTimer(state, timer, node) {
      if (timer === 'check') {
        for (const name of services)
          node.call(name, 'ask', { timeoutMs: TIMEOUT_MS, token: { checks: name } });
        return node.setTimer('check', CHECK_MS);
      }
      const nowMs = node.monotonicMs();
      // Whoever asks at the very end is not answered any more.
      if (nowMs < RUN_MS - ASK_MS) node.setTimer('ask', ASK_MS);
      const batch = Math.floor(nowMs / BATCH_MS);
      (state.batches[batch] ??= { asked: 0, ok: 0 }).asked++;
      const turn = state.turn++;
      const inTurn = services.map((_, index) => services[(turn + index) % services.length] as string);
      const known = inTurn.filter((name) => state.alive[name] === true);
      const [first, ...left] = inSeries ? services : known;
      const more = setting.change === 'after a check' ? [] : left;
      if (first !== undefined)
        node.call(first, 'ask', { timeoutMs: TIMEOUT_MS, token: { batch, left: more } });
    },
    onReply(state, { kind, token }, node) {
      const isHere = kind === 'answer';
      if ('checks' in token) return void (state.alive[token.checks] = isHere);
      const [next, ...left] = token.left;
      const goesOn = isHere === inSeries && next !== undefined;
      if (goesOn) node.call(next, 'ask', { timeoutMs: TIMEOUT_MS, token: { ...token, left } });
      else if (isHere) (state.batches[token.batch] as Batch).ok++;
    },
  });
}

const service = stateMachine<{ message: 'ask'; answer: 'here' }>({
  start: () => ({}),
  onMessage: (_state, _ask, node) => node.reply('here'),
});

const world = defineScenario({
  name: 'tables/availability',
  summary: 'Services that fail at random, and a front that asks them all the time',
  params: z.object({ setting: z.custom<Layout>().default({ layout: 'one', outages: 'own', change: '-' }) }),
  nodes: ({ setting }) => ['front', ...servicesOf(setting)],
  protocol: ({ setting }) =>
    cast({ front: [['front'], front(setting)], service: [servicesOf(setting), service] }),
  workload: () => ({ clients: [], operations: () => [] }),
  faults: 'none',
  durationMs: RUN_MS,
  settleMs: 0,
  final: () => [{ to: 'front', input: { f: 'figures' } }],
  check: {},
});

export const availabilityRun = (setting: Layout, seed: Seed): Promise<Run> =>
  simulate(world, { seed, params: { setting }, plan: planOf(setting, seed) });

/** Outages come at random times and last a random time; those of one service never overlap. */
function planOf(setting: Layout, seed: Seed): Plan {
  const shared = setting.outages === 'shared' ? SHARED : 0;
  const common = outagesOf(stream(seed, 'table/availability/all'), shared);
  const faults = servicesOf(setting).flatMap((node) => {
    const own = outagesOf(stream(seed, `table/availability/${node}`), 1 - shared);
    return merged([...own, ...common]).map(([atMs, untilMs]) => ({
      ...{ kind: 'kill' as const, node },
      ...{ atMs, durationMs: untilMs - atMs },
    }));
  });
  return { schema: 1, faults, operations: [] };
}

type Outage = readonly [fromMs: number, untilMs: number];

/** So large a share of the outages that a service has. */
function outagesOf(random: Random, share: number): Outage[] {
  const outages: Outage[] = [];
  if (share === 0) return outages;
  for (let at = 0; ;) {
    at += (UP_MS / share) * exponential(random);
    const until = at + Math.max(1, DOWN_MS * exponential(random));
    if (until > RUN_MS - 100) return outages;
    outages.push([Math.round(at * 1000) / 1000, Math.round(until * 1000) / 1000]);
    at = until;
  }
}

/** Outages that meet are one. */
function merged(outages: readonly Outage[]): Outage[] {
  const all: Outage[] = [];
  for (const [from, until] of outages.toSorted(([a], [b]) => a - b)) {
    const last = all.at(-1);
    if (last === undefined || from > last[1]) all.push([from, until]);
    else all[all.length - 1] = [last[0], Math.max(last[1], until)];
  }
  return all;
}
