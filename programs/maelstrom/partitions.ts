/** Maelstrom's nemesis: every interval, on average, the network splits, or heals again. */
import type { Fault } from '../../sim/faults/fault.js';
import { halves, inOrder, isolateOne, majoritiesRing } from '../../sim/faults/kinds/groups.js';
import type { NemesisProfile } from '../../sim/faults/nemesis.js';
import type { Random } from '../../sim/kernel/random.js';

/** One alone, two sides, a third or less, or a ring in which everybody sees another majority. */
const SHAPES = [isolateOne, halves, minority, majoritiesRing];

/**
 * @param nodes those that are parted from each other
 * @param services those that everybody reaches all the time
 */
export function partitions(
  intervalMs: number,
  nodes: readonly string[],
  services: readonly string[],
): NemesisProfile {
  return {
    name: 'partition',
    summary: `The network splits and heals, every ${intervalMs / 1000} s on average`,
    draw(streams, { durationMs, healAtMs = durationMs }) {
      const random = streams('maelstrom/partition');
      const faults: Fault[] = [];
      if (nodes.length < 2) return faults;
      const wait = (): number => Math.round(random.float() * 2 * intervalMs * 1000) / 1000;
      for (let atMs = wait(); atMs < healAtMs; atMs += wait()) {
        const lengthMs = Math.max(1, wait());
        const shape = nodes.length < 4 ? isolateOne : random.pick(SHAPES);
        const groups = shape(random, nodes).map((group) => [...inOrder(group, nodes), ...services]);
        faults.push({ kind: 'partition', atMs, durationMs: lengthMs, groups });
        atMs += lengthMs;
      }
      return faults;
    },
  };
}

function minority(random: Random, nodes: readonly string[]): string[][] {
  const shuffled = random.shuffle(nodes);
  const count = Math.max(1, Math.floor((nodes.length - 1) / 3));
  return [shuffled.slice(0, count), shuffled.slice(count)];
}
