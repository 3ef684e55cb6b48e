/** The keys of these scenarios are in use one after another: so each has a first write, and a last one. */
import { nodeNames, type Random } from 'seedstorm';

export const KEYS = nodeNames(12, 'k');
/** So many operations of a client long. */
const EACH_FOR = 6;

/** A key in use when a client asks for the `index`th time. */
export const keyInUse = (index: number, random: Random): string =>
  KEYS[(Math.floor(index / EACH_FOR) + (random.chance(0.2) ? 1 : 0)) % KEYS.length] as string;
