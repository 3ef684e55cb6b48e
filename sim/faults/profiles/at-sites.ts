/**
 * Faults in the very moment in which a node does something, between two steps of its program: a drawn time hits such a
 * window of microseconds in one run of fifty or fewer.
 */
import type { Site } from '../../node/site-watch.js';
import type { FaultOf } from '../fault.js';
import type { Draw } from '../severity.js';
import type { SiteWhen } from '../when.js';

type Moment = readonly [SiteWhen['moment'], Site];

/** Where one thing is done and the next is not; what lies between two of them more often, comes up more often. */
const moments: readonly Moment[] = [
  ['before', 'send'],
  ['before', 'send'],
  ['before', 'send'],
  ['after', 'send'],
  ['after', 'send'],
  ['before', 'sync'],
  ['before', 'sync'],
  ['after', 'sync'],
  ['after', 'sync'],
  ['after', 'sync'],
  ['after', 'write'],
  ['before', 'await'],
  ['after', 'await'],
  ['after', 'await'],
  ['after', 'receive'],
  ['before', 'reply'],
  ['before', 'reply'],
  ['after', 'reply'],
  ['after', 'effect'],
];

/** When a whole room loses its power, what was promised is not yet on any disk. */
const promises: readonly Moment[] = [
  ['after', 'reply'],
  ['after', 'reply'],
  ['after', 'send'],
  ['before', 'sync'],
];

/** Longer, and what the node is to do is likely to have come long ago, or never comes. */
const WAITS_FOR = 1 / 8;

function when(draw: Draw, among = moments): { readonly when: SiteWhen } {
  const { random, world } = draw;
  const [moment, site] = random.pick(among);
  // Half the time the very next: a count from a drawn time says no more than another time would.
  const nth = random.chance(0.5) ? 1 : random.int(2, 8);
  const withinMs = Math.ceil((world.healAtMs ?? world.durationMs) * WAITS_FOR);
  return { when: { site, moment, nth, withinMs } };
}

/** How many more than of other faults: some wait in vain. */
const TIMES = 3;
/** A process that is back at once finds what others still believe of it; half of the faults are so short. */
const SOON_MS = 20;

function windows(draw: Draw): ReturnType<Draw['windows']> {
  const drawn = Array.from({ length: TIMES }, () => draw.windows()).flat();
  return drawn.map(({ atMs, durationMs }) => {
    return { atMs, durationMs: draw.random.chance(0.5) ? draw.between(0.1, SOON_MS) : durationMs };
  });
}

/** Power losses: of the node that does something, or now and then of the whole room. */
export function crashesAtSites(draw: Draw): FaultOf<'crash'>[] {
  const { random, world } = draw;
  return windows(draw).flatMap((window) => {
    const unsynced = random.pick(['lost', 'lost', 'random', 'torn', 'kept'] as const);
    const node = draw.node();
    const everywhere = random.chance(draw.by(0, 0.15, 0.15));
    const { when: moment } = when(draw, everywhere ? promises : moments);
    const crash = { kind: 'crash', ...window, unsynced } as const;
    if (!everywhere) return [{ ...crash, node, when: moment }];
    // The room goes dark with the node, but not before what it sent has left: the watched one comes last.
    const others = world.nodes.filter((other) => other !== node);
    return [...others, node].map((each) => ({ ...crash, node: each, when: { ...moment, node } }));
  });
}

export function killsAtSites(draw: Draw): (FaultOf<'kill'> | FaultOf<'restart'>)[] {
  return windows(draw).map(({ atMs, durationMs }) => {
    const rest = { atMs, node: draw.node(), ...when(draw) };
    return draw.random.chance(0.3) ? { kind: 'restart', ...rest } : { kind: 'kill', durationMs, ...rest };
  });
}

export function pausesAtSites(draw: Draw): FaultOf<'pause'>[] {
  return [...draw.windows(), ...draw.windows()].map((window) => ({
    kind: 'pause',
    ...window,
    node: draw.node(),
    ...when(draw),
  }));
}

/** One sync fails, and says so. */
export function failedSyncsAtSites(draw: Draw): FaultOf<'fsync-failure'>[] {
  return windows(draw).map(({ atMs }) => {
    return {
      kind: 'fsync-failure',
      atMs,
      durationMs: 0.001,
      node: draw.node(),
      probability: 1,
      ...when(draw, [['before', 'sync']]),
    };
  });
}
