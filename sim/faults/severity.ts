/** How hard a profile hits: the numbers that turn "crash" into so many crashes of such a length. */
import type { Random } from '../kernel/random.js';
import type { PlanWorld } from './plan-world.js';

/** `calm`: rare and mild. `rough`: what a good protocol must survive. `hell`: everything often. */
export type Severity = 'calm' | 'rough' | 'hell';

/** Who and what a profile may pick from. */
export interface NemesisWorld extends PlanWorld {
  /** When heal-all comes; faults are drawn before it. Absent: the end of the run. */
  readonly healAtMs?: number;
  /** The code points of `node.buggify`. */
  readonly sites?: readonly string[];
  /** `false`: every kind takes part, at its mean rate, and every site is armed. Default true: each seed its own. */
  readonly swarm?: boolean;
}

/** What a fault generator works with: its own random stream, the world, and how hard to hit. */
export interface Draw {
  readonly random: Random;
  readonly world: NemesisWorld;
  readonly severity: Severity;
  /** Picks by severity. */
  by<T>(calm: T, rough: T, hell: T): T;
  /** A time in ms at which a fault may begin. */
  moment(): number;
  /** How many faults of one kind a run of this length gets. */
  count(): number;
  /** Begin and length of each fault of one kind. */
  windows(): Window[];
  /** A number between the limits, in steps of a thousandth. */
  between(low: number, high: number): number;
  node(): string;
}

interface Window {
  readonly atMs: number;
  readonly durationMs: number;
}

/** The faults a single kind may contribute to a plan; a plan with more is no longer read by anyone. */
const MAX_PER_KIND = 100;
const SHORTEST_MS = 20;

export function newDraw(random: Random, world: NemesisWorld, severity: Severity): Draw {
  const horizonMs = world.healAtMs ?? world.durationMs;
  const by = <T>(calm: T, rough: T, hell: T): T =>
    severity === 'calm' ? calm : severity === 'rough' ? rough : hell;
  const between = (low: number, high: number): number =>
    Math.round((low + random.float() * (high - low)) * 1000) / 1000;
  const moment = () => Math.floor(random.float() * horizonMs * 1000) / 1000;
  const longestMs = Math.max(1, Math.min(by(500, 3000, 5000), horizonMs / by(10, 3, 2)));
  let halvings = 0;
  for (let ms = longestMs; ms > 2 * SHORTEST_MS; ms /= 2) halvings++;

  /** Short and long ones are equally likely on a logarithmic scale, as a bug may need either; a few never end. */
  function window(): Window {
    const atMs = moment();
    if (random.chance(by(0, 0.04, 0.08))) return { atMs, durationMs: horizonMs };
    let highest = longestMs;
    for (let halving = random.int(0, halvings); halving > 0; halving--) highest /= 2;
    return { atMs, durationMs: Math.max(0.001, between(highest / 2, highest)) };
  }

  function count(): number {
    const most = by(1, 4, 12);
    const drawn = random.int(1, most);
    const perTenSeconds = world.swarm === false ? (1 + most) / 2 : drawn;
    const exact = (perTenSeconds * horizonMs) / 10_000;
    const whole = Math.floor(exact) + (random.float() < exact % 1 ? 1 : 0);
    return Math.min(MAX_PER_KIND, Math.max(1, whole));
  }

  return {
    random,
    world,
    severity,
    by,
    between,
    moment,
    count,
    windows: () => Array.from({ length: count() }, window),
    node: () => random.pick(world.nodes),
  };
}
