/** Clocks that are wrong, run wrong, leap or stand still. */
import type { FaultOf } from '../fault.js';
import type { Draw } from '../severity.js';

/** Between a thousandth of the limit and the limit, ahead or behind. */
function displacement(draw: Draw, limit: number): number {
  const magnitude = draw.between(limit / 1000, draw.random.chance(0.5) ? limit : limit / 20);
  return draw.random.chance(0.5) ? magnitude : -magnitude;
}

export function clockOffsets(draw: Draw): FaultOf<'clock-offset'>[] {
  return draw.windows().map((window) => {
    return {
      kind: 'clock-offset',
      ...window,
      node: draw.node(),
      offsetMs: displacement(draw, draw.by(20, 2000, 60_000)),
    };
  });
}

export function clockDrifts(draw: Draw): FaultOf<'clock-drift'>[] {
  return draw.windows().map((window) => {
    return {
      kind: 'clock-drift',
      ...window,
      node: draw.node(),
      ppm: displacement(draw, draw.by(200, 10_000, 300_000)),
    };
  });
}

export function clockJumps(draw: Draw): FaultOf<'clock-jump'>[] {
  return Array.from({ length: draw.count() }, () => {
    const byMs = displacement(draw, draw.by(20, 5000, 3_600_000));
    return { kind: 'clock-jump', atMs: draw.moment(), node: draw.node(), byMs };
  });
}

export function clockFreezes(draw: Draw): FaultOf<'clock-freeze'>[] {
  return draw.windows().map((window) => ({ kind: 'clock-freeze', ...window, node: draw.node() }));
}
