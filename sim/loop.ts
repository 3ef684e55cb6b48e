/**
 * Drives a world from its first event to its last. Worlds of state machines run in one go; where async programs
 * live, every event is drained to the last promise before the next begins.
 */
import { ScenarioError } from './input/callers-code.js';
import { chooseDrain, inMacrotask, type Drain, type DrainName } from './kernel/drain.js';
import { toMs, type Micros } from './kernel/time.js';
import { installAmbient } from './node/ambient/install.js';
import { guardRejections } from './node/ambient/rejections.js';
import { activeResources, appearedSince, watchResources } from './node/ambient/watch.js';
import type { SimNode } from './node/node.js';
import type { NodeHost } from './node/node-host.js';
import { World } from './world.js';

/** Events between two looks at the outside world: Ctrl-C, other timers of the process. */
const CHUNK = 20_000;

/** Runs the world to its end, or to where a function of the scenario that looks on throws. */
export async function runToEnd(world: World, drainName: DrainName = 'tick'): Promise<void> {
  try {
    await runOut(world, drainName);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    world.threw = error;
    world.done = true;
  }
}

async function runOut(world: World, drainName: DrainName): Promise<void> {
  if (!isAsync(world)) return runWatched(world);
  const drain = await chooseDrain(drainName);
  while (!world.done) {
    const suspicious = await runOn(world, drain, CHUNK);
    if (suspicious) await lookAgain(world);
  }
}

/**
 * Runs a world of state machines to its end. Their handlers are synchronous, so there is nothing to drain between
 * events; but a handler may leave a promise or real I/O behind all the same, which is found afterwards.
 */
async function runWatched(world: World): Promise<void> {
  const drain = await chooseDrain();
  let stray = false;
  await inMacrotask(() => {
    const unguard = guardRejections<World>(
      () => world,
      () => {
        stray = true;
      },
    );
    // Within the guard: in a process with an IPC channel, adding a listener starts a tick, which is none of the world's.
    const before = activeResources();
    try {
      try {
        runStateMachines(world);
      } finally {
        if (drain.kind === 'sync') drain.drain();
      }
      stray ||= appearedSince(before).length > 0;
    } finally {
      unguard();
    }
  });
  if (stray) await lookAgain(world);
}

/** Runs a world of state machines to its end, without giving up control. */
export function runStateMachines(world: World): void {
  const uninstall = installAmbient(hostOf(world));
  try {
    while (world.step());
  } finally {
    uninstall();
  }
}

/** Whether any node runs an async program. */
export function isAsync(world: World): boolean {
  return world.nodes.some((node) => node.program.style === 'async');
}

/**
 * Makes up to `count` events happen.
 * @returns whether code of the world may have asked for something real
 */
async function runOn(world: World, drain: Drain, count: number, after?: () => void): Promise<boolean> {
  if (drain.kind === 'sync') return inMacrotask(() => runChunk(world, drain, count, after));
  return inMacrotask(() => runAwaiting(world, drain, count, after));
}

async function runAwaiting(
  world: World,
  drain: Extract<Drain, { kind: 'async' }>,
  count: number,
  after?: () => void,
): Promise<boolean> {
  const before = activeResources();
  const leave = enter(world);
  try {
    for (let left = count; left > 0; left--) {
      const going = world.step();
      if (world.running !== undefined) {
        await drain.drain();
        world.settle();
        after?.();
        if (appearedSince(before).length > 0) return true;
      }
      if (!going) break;
    }
    return appearedSince(before).length > 0;
  } finally {
    leave();
  }
}

function runChunk(
  world: World,
  drain: Extract<Drain, { kind: 'sync' }>,
  count: number,
  after?: () => void,
): boolean {
  const before = activeResources();
  const leave = enter(world);
  try {
    for (let left = count; left > 0; left--) {
      const going = world.step();
      if (world.running !== undefined) {
        drain.drain();
        world.settle();
        after?.();
      }
      if (!going) break;
    }
  } finally {
    world.running = undefined;
    leave();
  }
  return appearedSince(before).length > 0;
}

/** While a world runs, the ambient functions and uncaught errors belong to its nodes. */
function enter(world: World): () => void {
  const uninstall = installAmbient(hostOf(world));
  const unguard = guardRejections<SimNode>(
    () => world.running,
    (node, error) => node.failed(error),
  );
  return () => {
    unguard();
    uninstall();
  };
}

function hostOf(world: World): () => NodeHost | undefined {
  return () => world.running?.host;
}

/**
 * A node may have asked for something the simulator did not create, which would end at a time no seed decides, or a
 * state machine left a promise behind that failed. A second run, drained after every event and under watch, finds
 * out who did it, when, and where in the code; if nobody did, the first run stands.
 */
async function lookAgain(world: World): Promise<void> {
  // The watch would take an immediate of the drain for one of the node's.
  const drain = await chooseDrain();
  const twin = new World(world.setup);
  twin.lingers = true;
  const watch = watchResources(() => twin.running?.name);
  let seenAtUs: Micros | undefined;
  const look = (): void => {
    if (seenAtUs !== undefined || watch.found().length === 0) return;
    seenAtUs = twin.now;
    twin.done = true;
  };
  try {
    while (!twin.done && twin.events < world.events)
      await runOn(twin, drain, world.events - twin.events, look);
  } finally {
    watch.stop();
  }
  const [found] = watch.found();
  if (found !== undefined && seenAtUs !== undefined) {
    const where = found.place === undefined ? '' : ` at ${found.place.split(/[\\/]/).slice(-2).join('/')}`;
    const message = `${found.node} awaits ${found.what} (${found.type})${where} since ${toMs(seenAtUs)} ms, which the simulator did not create and no seed decides`;
    world.incidents.realIo(message, seenAtUs);
    world.done = true;
  } else if (!isAsync(world)) world.incidents.restore(twin.incidents.save());
}
