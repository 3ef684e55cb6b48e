/** Code points that misbehave when asked to (`node.buggify`), as FoundationDB's do. */
import type { CodeFault } from '../fault.js';
import type { Draw } from '../severity.js';

/** Each seed arms its own half of the sites, for the whole run. */
export function buggifies(draw: Draw): CodeFault[] {
  const { random, world } = draw;
  const armed = (world.sites ?? []).filter(() => random.chance(0.5) || world.swarm === false);
  return armed.map((site) => ({
    kind: 'buggify',
    atMs: 0,
    site,
    probability: draw.between(0.01, draw.by(0.05, 0.25, 1)),
  }));
}
