/** Processes that stop, start, stall, forget or change their version. */
import type { FaultOf } from '../fault.js';
import type { Draw } from '../severity.js';

/** Power losses: of one node, or now and then of all at once, as when a room loses its power. */
export function crashes(draw: Draw): FaultOf<'crash'>[] {
  const { random, world } = draw;
  return draw.windows().flatMap((window) => {
    const unsynced = random.pick(['random', 'random', 'lost', 'torn', 'kept'] as const);
    const everywhere = random.chance(draw.by(0, 0.1, 0.15));
    const nodes = everywhere ? world.nodes : [random.pick(world.nodes)];
    return nodes.map((node) => ({ kind: 'crash' as const, ...window, node, unsynced }));
  });
}

export function kills(draw: Draw): FaultOf<'kill'>[] {
  return draw.windows().map((window) => ({ kind: 'kill', ...window, node: draw.node() }));
}

/** Processes that stop and never come back, a minority of them: the crash-stop model. */
export function crashStops(draw: Draw): FaultOf<'kill'>[] {
  const { random, world } = draw;
  const most = Math.max(1, (world.nodes.length - 1) >> 1);
  return random
    .shuffle(world.nodes)
    .slice(0, random.int(1, most))
    .map((node) => ({ kind: 'kill', atMs: draw.moment(), node, forGood: true }));
}

export function restarts(draw: Draw): FaultOf<'restart'>[] {
  return Array.from({ length: draw.count() }, () => ({
    kind: 'restart',
    atMs: draw.moment(),
    node: draw.node(),
  }));
}

export function pauses(draw: Draw): FaultOf<'pause'>[] {
  return draw.windows().map((window) => ({ kind: 'pause', ...window, node: draw.node() }));
}

export function slowNodes(draw: Draw): FaultOf<'slow-node'>[] {
  return draw.windows().map((window) => {
    return {
      kind: 'slow-node',
      ...window,
      node: draw.node(),
      delayMs: draw.between(0.1, draw.by(2, 20, 200)),
    };
  });
}

export function wipes(draw: Draw): FaultOf<'wipe'>[] {
  return draw.windows().map((window) => ({ kind: 'wipe', ...window, node: draw.node() }));
}

/** A rolling change of version, node after node, and sometimes back again for a while. */
export function upgrades(draw: Draw): FaultOf<'upgrade'>[] {
  const { random, world } = draw;
  const versions = world.versions ?? [];
  if (versions.length === 0) return [];
  const faults: FaultOf<'upgrade'>[] = [];
  for (const node of random.shuffle(world.nodes)) {
    const changes = random.chance(draw.by(0, 0.2, 0.5)) ? 3 : 1;
    for (let change = 0; change < changes; change++) {
      faults.push({ kind: 'upgrade', atMs: draw.moment(), node, version: random.pick(versions) });
    }
  }
  return faults;
}
