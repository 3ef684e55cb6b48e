/** What goes wrong around a cache and the locks in it. */
import { nemesis, type Fault, type NemesisProfile } from 'seedstorm';

/** Besides the usual: whoever has just sent a message about a lock ends, and such messages get lost. */
export const lostOwners = nemesis(
  {
    crash: true,
    kill: true,
    restart: true,
    pause: true,
    slowNode: true,
    partition: true,
    oneWayCut: true,
    loss: true,
    latency: true,
    duplication: true,
    reordering: true,
    crashAtMessage: true,
    watchedMessage: true,
  },
  {
    name: 'lost-owners',
    summary:
      'Ends and pauses servers, cache and store, cuts them off, and loses, delays and doubles messages',
  },
);

/** Whoever has just sent such a message stands still for so long, in ms. Again and again. */
export function stills(f: string, [leastMs, mostMs]: readonly [number, number]): NemesisProfile {
  return {
    name: `still-after-${f}`,
    summary: `Servers stand still when they have sent a ${f}`,
    draw: (streams) =>
      Array.from({ length: 3 }, (_, index): Fault => {
        const random = streams(`still-${f}-${index}`);
        return {
          kind: 'pause',
          atMs: 300 + 350 * index,
          durationMs: random.int(leastMs, mostMs),
          node: '@whoever',
          when: { message: { f }, moment: 'after', nth: 1, withinMs: 300 },
        };
      }),
  };
}

/** A lock lasts 150 ms: they come back while its next owner loads. */
export const lateOwners = stills('lock', [150, 180]);
/** What they have loaded is old when they go on. */
export const lateFills = stills('load', [150, 300]);
