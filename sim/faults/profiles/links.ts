/** Links that work badly: loss, duplication, reordering, delay, little bandwidth, damage, broken connections. */
import type { FaultOf } from '../fault.js';
import type { Draw } from '../severity.js';

/** Which links a fault touches. Links of clients are among them: a lost reply is where retries begin. */
function scope({ random, world }: Draw): { from?: string[]; to?: string[] } {
  const { nodes, clients } = world;
  const choice = random.int(0, 5);
  if (choice === 0) return { from: [random.pick(nodes)] };
  if (choice === 1) return { to: [random.pick(nodes)] };
  if (choice === 2 && clients.length > 0) return { from: [...clients], to: [...nodes] };
  if (choice === 3 && clients.length > 0) return { from: [...nodes], to: [...clients] };
  return {};
}

export function losses(draw: Draw): FaultOf<'loss'>[] {
  return draw.windows().map((window) => {
    const probability = draw.between(0.01, draw.by(0.05, 0.3, 0.8));
    return { kind: 'loss', ...window, probability, ...scope(draw) };
  });
}

export function duplications(draw: Draw): FaultOf<'duplication'>[] {
  return draw.windows().map((window) => {
    const probability = draw.between(0.01, draw.by(0.05, 0.4, 1));
    return { kind: 'duplication', ...window, probability, ...scope(draw) };
  });
}

export function reorderings(draw: Draw): FaultOf<'reordering'>[] {
  return draw.windows().map((window) => {
    const probability = draw.between(0.01, draw.by(0.05, 0.4, 1));
    const delayMs = draw.between(1, draw.by(10, 200, 2000));
    return { kind: 'reordering', ...window, probability, delayMs, ...scope(draw) };
  });
}

export function latencies(draw: Draw): FaultOf<'latency'>[] {
  return draw.windows().map((window) => {
    const addMs = draw.between(1, draw.by(10, 200, 2000));
    return { kind: 'latency', ...window, addMs, jitterMs: draw.between(0, addMs), ...scope(draw) };
  });
}

export function slowLinks(draw: Draw): FaultOf<'slow-link'>[] {
  return draw.windows().map((window) => {
    const bytesPerSecond = draw.random.int(draw.by(50_000, 2_000, 200), 100_000);
    return { kind: 'slow-link', ...window, bytesPerSecond, ...scope(draw) };
  });
}

export function corruptions(draw: Draw): FaultOf<'corruption'>[] {
  return draw.windows().map((window) => {
    const probability = draw.between(0.01, draw.by(0.02, 0.1, 0.5));
    return { kind: 'corruption', ...window, probability, ...scope(draw) };
  });
}

/** Connections of one node break: with one other, or with all. */
export function connectionResets(draw: Draw): FaultOf<'connection-reset'>[] {
  const { random, world } = draw;
  if (world.nodes.length < 2) return [];
  return Array.from({ length: draw.count() }, () => {
    const [from = '', ...others] = random.shuffle(world.nodes);
    return {
      kind: 'connection-reset',
      atMs: draw.moment(),
      from: [from],
      to: random.chance(0.5) ? others : others.slice(0, 1),
    };
  });
}
