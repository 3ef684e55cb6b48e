/** What partitions and one-way cuts have in common: links that are cut, healed, and cut again where they flap. */
import type { Link, Scene } from '../scene.js';
import type { Draw } from '../severity.js';
import { length } from '../kind.js';

/** Period of a flapping cut: cut during its first half, healed during its second, again and again. */
export const flapMs = length.optional();

/** Begins and ends a cut of the links that `find` finds. */
export function cutting<F extends object>(find: (fault: F, scene: Scene) => readonly Link[]) {
  const touch = (verb: 'cut' | 'heal') => (fault: F, scene: Scene) => {
    const { network } = scene.port;
    for (const [from, to] of scene.linksOf(fault, () => find(fault, scene))) network[verb](from, to);
  };
  return { begin: touch('cut'), end: touch('heal') };
}

/** One in five flaps. */
export function drawnFlap(draw: Draw, durationMs: number): { flapMs?: number } {
  return draw.random.chance(0.2) ? { flapMs: draw.between(durationMs / 8, durationMs / 2) } : {};
}
