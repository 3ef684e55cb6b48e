/** What goes wrong unless something else is asked for, and what goes wrong where one rule in particular is at stake. */
import { profileNamed, type Fault, type NemesisProfile } from 'seedstorm';

type Draw = NemesisProfile['draw'];
type World = Parameters<Draw>[1];

const ROOM_WITHOUT_POWER = 1 / 6;

/**
 * What `rough` draws, and in some seeds a room that loses its power again and again, with all nodes in it. That is when
 * it shows what was on the disk and what was not.
 */
export const raftWeather: NemesisProfile = {
  name: 'rough-power',
  summary: 'As rough, and in one seed of six all nodes lose power at once, several times',
  draw(streams, world) {
    const random = streams('raft/power');
    if (!random.chance(ROOM_WITHOUT_POWER)) return drawn('rough', streams, world);
    const unsynced = random.pick(['random', 'lost'] as const);
    const cuts: Fault[] = [];
    for (let atMs = random.int(200, 700); atMs < untilMs(world); atMs += random.int(100, 700)) {
      const durationMs = random.int(10, 60);
      for (const node of world.nodes) cuts.push({ kind: 'crash', atMs, durationMs, node, unsynced });
    }
    return inOrder([...drawn('rough', streams, world), ...cuts]);
  },
};

/** As soon as there is a leader it may be with a minority: who leads changes all the time. */
export const restless: NemesisProfile = {
  name: 'restless',
  summary: 'As rough, and the cluster is split in two, anew every half second',
  draw: (streams, world) =>
    inOrder([...drawn('rough', streams, world), ...splits(streams, world, { minMs: 200, maxMs: 600 })]),
};

/** What one node knows the others often do not, or only some. */
export const hardOfHearing: NemesisProfile = {
  name: 'hard-of-hearing',
  summary: 'A third of all messages is lost, and the cluster is split in two, anew several times a second',
  draw: (streams, world) =>
    inOrder([
      { kind: 'loss', atMs: 0, durationMs: untilMs(world), probability: 0.3 },
      ...drawn('buggified', streams, world),
      ...splits(streams, world, { minMs: 100, maxMs: 250 }),
    ]),
};

/** One split after the other, mostly without a pause between them. */
function splits(
  streams: Parameters<Draw>[0],
  world: World,
  { minMs, maxMs }: { readonly minMs: number; readonly maxMs: number },
): Fault[] {
  const random = streams('raft/splits');
  const faults: Fault[] = [];
  if (world.nodes.length < 2) return faults;
  let atMs = 300;
  while (atMs < untilMs(world)) {
    const durationMs = random.int(minMs, maxMs);
    const nodes = random.shuffle(world.nodes);
    const side = random.int(1, nodes.length - 1);
    faults.push({ kind: 'partition', atMs, durationMs, groups: [nodes.slice(0, side), nodes.slice(side)] });
    atMs += durationMs + (random.chance(0.7) ? 0 : random.int(50, 300));
  }
  return faults;
}

function drawn(profile: string, streams: Parameters<Draw>[0], world: World): readonly Fault[] {
  return profileNamed(profile)?.draw(streams, world) ?? [];
}

function inOrder(faults: readonly Fault[]): Fault[] {
  return faults.toSorted((a, b) => a.atMs - b.atMs);
}

function untilMs({ healAtMs, durationMs }: World): number {
  return healAtMs ?? durationMs;
}
