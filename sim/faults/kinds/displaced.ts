/** How far drawn clocks are off. */
import type { Draw } from '../severity.js';

/** Between a thousandth of the limit and the limit, ahead or behind. */
export function drawnDisplacement(draw: Draw, limit: number): number {
  const magnitude = draw.between(limit / 1000, draw.random.chance(0.5) ? limit : limit / 20);
  return draw.random.chance(0.5) ? magnitude : -magnitude;
}
