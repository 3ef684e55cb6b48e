/** Disks that are slow, full, broken, forgetful or lying. */
import type { FaultOf } from '../fault.js';
import type { Draw } from '../severity.js';

export function slowDisks(draw: Draw): FaultOf<'disk-slow'>[] {
  return draw.windows().map((window) => {
    return { kind: 'disk-slow', ...window, node: draw.node(), factor: draw.between(2, draw.by(5, 50, 1000)) };
  });
}

export function fullDisks(draw: Draw): FaultOf<'disk-full'>[] {
  return draw.windows().map((window) => ({ kind: 'disk-full', ...window, node: draw.node() }));
}

export function diskErrors(draw: Draw): FaultOf<'disk-error'>[] {
  return draw.windows().map((window) => {
    const probability = draw.between(0.01, draw.by(0.02, 0.1, 1));
    const operations = draw.random.chance(0.5)
      ? {}
      : { operations: [draw.random.pick(['read', 'write', 'sync'] as const)] };
    return { kind: 'disk-error', ...window, node: draw.node(), probability, ...operations };
  });
}

export function failedSyncs(draw: Draw): FaultOf<'fsync-failure'>[] {
  return draw.windows().map((window) => {
    return {
      kind: 'fsync-failure',
      ...window,
      node: draw.node(),
      probability: draw.between(0.05, draw.by(0.1, 0.5, 1)),
    };
  });
}

export function lostWrites(draw: Draw): FaultOf<'lost-writes'>[] {
  return draw.windows().map((window) => ({ kind: 'lost-writes', ...window, node: draw.node() }));
}

export function tornWrites(draw: Draw): FaultOf<'torn-write'>[] {
  return Array.from({ length: draw.count() }, () => ({
    kind: 'torn-write',
    atMs: draw.moment(),
    node: draw.node(),
  }));
}

export function bitRots(draw: Draw): FaultOf<'bit-rot'>[] {
  return Array.from({ length: draw.count() }, () => ({
    kind: 'bit-rot',
    atMs: draw.moment(),
    node: draw.node(),
  }));
}
