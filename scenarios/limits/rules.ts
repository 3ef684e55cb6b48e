/** The decisions that all limiters share and can make wrongly, and the bugs of each. */
import type { NemesisProfile } from 'seedstorm';

/** Sound rules of any limiter. */
export const SOUND = {
  /** A decision is one step of the store (a script), or commands one after the other. */
  steps: 'script',
  /** Which clock windows go by: one that never jumps, the wall clock of the store (as Redis does), or that of each gateway. */
  clock: 'monotonic',
  /** A store that has forgotten what it let in lets nobody in for a window. */
  afterRestart: 'closed',
  /** What a gateway does while the store does not answer. */
  unreachable: 'refuses',
} as const;

export interface Rules {
  readonly steps: 'script' | 'one-by-one';
  readonly clock: 'monotonic' | 'wall' | 'gateways';
  readonly afterRestart: 'closed' | 'open';
  readonly unreachable: 'refuses' | 'admits';
}

const limit = (within: number, anomaly: 'over-limit' | 'starved' = 'over-limit') => ({
  check: 'limit',
  anomaly,
  within,
});

/** The store's clock is set forward, again and again. */
const leaps: NemesisProfile = {
  name: 'leaps',
  summary: "The store's wall clock is set forward, several times",
  draw(streams) {
    const random = streams('leaps');
    return Array.from({ length: 6 }, (_, index) => ({
      kind: 'clock-jump' as const,
      node: 'store',
      atMs: 200 * (index + 1) + random.int(0, 199),
      byMs: random.int(50, 250),
    }));
  },
};

const inTheStore = { where: 'store' } as const;

/** Mistakes that any limiter with a shared store can make; `within` how many seeds each is found. */
export const sharedBugs = (
  within: {
    readonly look: number;
    readonly gateways: number;
    readonly wall: number;
    readonly restart: number;
    readonly open: number;
    readonly local: number;
  },
  /** Which check sees that windows end early. */
  wallShows = 'limit',
) =>
  ({
    'look-then-write': {
      summary:
        'The application reads, decides, and writes: others read the same meanwhile, and all are let in',
      rules: { steps: 'one-by-one' },
      params: inTheStore,
      shows: limit(within.look),
    },
    'clock-of-the-gateway': {
      summary: 'The time is that of the gateway that asks, and no two of them have the same',
      rules: { clock: 'gateways' },
      params: inTheStore,
      shows: limit(within.gateways),
    },
    'wall-clock': {
      summary: 'The store goes by its wall clock, as Redis does: set forward, it forgets what it has let in',
      rules: { clock: 'wall' },
      params: inTheStore,
      faults: leaps,
      shows: { ...limit(within.wall), check: wallShows },
    },
    'open-after-restart': {
      summary: 'A store that lost its memory lets in a whole limit once more',
      rules: { afterRestart: 'open' },
      params: inTheStore,
      faults: 'crashes',
      shows: limit(within.restart),
    },
    'fails-open': {
      summary: 'While the store does not answer, gateways let in whoever comes',
      rules: { unreachable: 'admits' },
      params: inTheStore,
      shows: limit(within.open),
    },
    'local-claims-all': {
      summary: 'Each gateway counts for itself, and the limit is claimed for all of them together',
      params: { where: 'gateways', claim: 'any-window' },
      shows: limit(within.local),
    },
  }) as const;

/** A claim that is stronger than what the algorithm keeps. */
export const claimsTooMuch = (within: number, summary: string) =>
  ({ summary, params: { ...inTheStore, claim: 'any-window' }, shows: limit(within) }) as const;
