/** What part of a run's CPU time the engine takes, by the profiler: each sample counts for the room whose code it is in. */
import { Session, type Profiler } from 'node:inspector';
import { promisify } from 'node:util';

/** A sample in code of Node or V8 counts for whoever called it. */
interface Sampled {
  readonly room: string | undefined;
  readonly microseconds: number;
}

/** @returns CPU time by room: `sim`, `checkers`, `parts`, `servers`, `scenarios` … */
export async function byRoom(run: () => Promise<void>): Promise<ReadonlyMap<string, number>> {
  const session = new Session();
  session.connect();
  const post = promisify(session.post.bind(session)) as (method: string, params?: object) => Promise<unknown>;
  await post('Profiler.enable');
  await post('Profiler.setSamplingInterval', { interval: 200 });
  await post('Profiler.start');
  await run();
  const { profile } = (await post('Profiler.stop')) as Profiler.StopReturnType;
  session.disconnect();
  const rooms = new Map<string, number>();
  for (const { room, microseconds } of samplesOf(profile))
    if (room !== undefined) rooms.set(room, (rooms.get(room) ?? 0) + microseconds);
  return rooms;
}

function samplesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Sampled[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const roomOf = (id: number | undefined): string | undefined => {
    for (let at = id; at !== undefined; at = parents.get(at)) {
      const url = byId.get(at)?.callFrame.url ?? '';
      // The last one: the project may lie in a folder that is called so, too.
      const [, room] = /.*\/(sim|checkers|parts|servers|scenarios)\//.exec(url) ?? [];
      if (room !== undefined) return room;
    }
    return undefined;
  };
  const rooms = new Map(nodes.map(({ id }) => [id, roomOf(id)]));
  return samples.map((id, index) => ({ room: rooms.get(id), microseconds: timeDeltas[index] ?? 0 }));
}
