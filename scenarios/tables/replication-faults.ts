/** What goes wrong while replication modes are measured: a partition in every run, and crashes. */
import { nemesis, type NemesisProfile } from 'seedstorm';

const crashes = nemesis({ crash: true, kill: true, restart: true }, { kindProbability: 0.5 });

/**
 * One partition of half a second to a second and a half, long enough for a fail-over: one node alone, whichever it is,
 * or two against two. Besides that, crashes, kills and restarts, each in half of the runs.
 */
export const partitionsAndCrashes: NemesisProfile = {
  name: 'partitions-and-crashes',
  summary: 'One long partition in every run, and crashes',
  draw(streams, world) {
    const random = streams('partitions-and-crashes');
    const shuffled = random.shuffle(world.nodes);
    const size = random.chance(0.5) ? 1 : shuffled.length >> 1;
    const cut = {
      kind: 'partition',
      atMs: random.int(200, 1400),
      durationMs: random.int(500, 1500),
      groups: [shuffled.slice(0, size), shuffled.slice(size)],
    } as const;
    return [cut, ...crashes.draw(streams, world)].sort((a, b) => a.atMs - b.atMs);
  },
};
