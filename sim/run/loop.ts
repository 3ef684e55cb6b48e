/**
 * Drives a world from its first event to its last. Worlds of state machines run in one go; where async programs
 * live, every event is drained to the last promise before the next begins.
 */
import { ScenarioError } from '../input/callers-code.js';
import { chooseDrain, inMacrotask, type Drain, type DrainName } from '../kernel/drain.js';
import { toMs } from '../kernel/time.js';
import { lookOut, type Suspicion } from './lookout.js';
import { inFreshContext, repeatInFreshContext } from '../node/ambient/async-context.js';
import { watchBuiltins, type Tampering } from '../node/ambient/builtins.js';
import { installAmbient } from '../node/ambient/install.js';
import { guardRejections } from '../node/ambient/rejections.js';
import {
  watchLightly,
  watchResources,
  type Current,
  type FoundResource,
  type ResourceWatch,
} from '../node/ambient/watch.js';
import type { SimNode } from '../node/node.js';
import type { NodeHost } from '../node/node-host.js';
import { World } from '../world/world.js';

/** Events between two looks at the outside world: Ctrl-C, other timers of the process. */
const CHUNK = 20_000;

/** Runs the world to its end, or to where a function of the scenario that looks on throws. */
export async function runToEnd(world: World, drainName: DrainName = 'tick'): Promise<void> {
  try {
    await runOut(world, drainName);
    if (!world.incidents.builtinsChanged) world.assertSound();
  } catch (error) {
    if (world.incidents.builtinsChanged) return void (world.done = true);
    if (!(error instanceof ScenarioError)) throw error;
    world.threw = error;
    world.done = true;
  } finally {
    if (world.done) for (const { driver } of world.nodes) driver?.gone?.();
  }
}

async function runOut(world: World, drainName: DrainName): Promise<void> {
  if (!isAsync(world)) return runWatched(world);
  const drain = await chooseDrain(drainName);
  if (drain.kind === 'sync') return runAsync(world, drain);
  // Worlds drained by hops would run in each other's gaps: they take turns.
  const run = turn.then(() => runAsync(world, drain));
  turn = run.catch(() => undefined);
  return run;
}

let turn: Promise<void> = Promise.resolve();

async function runAsync(world: World, drain: Drain): Promise<void> {
  while (!world.done) {
    const suspicion = await runOn(world, drain, CHUNK);
    if (suspicion !== undefined) await lookAgain(world, suspicion);
  }
}

/**
 * Runs a world of state machines to its end. Their handlers are synchronous, so there is nothing to drain between
 * events; but a handler may leave a promise or real I/O behind all the same, which is found afterwards.
 */
async function runWatched(world: World): Promise<void> {
  const drain = await chooseDrain();
  let stray = false;
  let suspicion: Suspicion;
  await inMacrotask(() => {
    const unguard = guardRejections<World>(
      () => world,
      () => {
        stray = true;
      },
    );
    // Within the guard: in a process with an IPC channel, adding a listener starts a tick, which is none of the world's.
    const lookout = lookOut(world, { awaits: false, shared: false });
    try {
      try {
        runStateMachines(world);
      } finally {
        if (drain.kind === 'sync') drain.drain();
      }
      suspicion = lookout.suspicion();
    } finally {
      lookout.end();
      unguard();
    }
  });
  if (stray || suspicion !== undefined) await lookAgain(world, suspicion ?? 'unnamed');
}

/** Runs a world of state machines to its end, without giving up control. */
export function runStateMachines(world: World): void {
  const uninstall = installAmbient(hostOf(world));
  const looked = watchBuiltins();
  try {
    stepOn(world, Infinity);
  } finally {
    tellChanges(world, looked());
    uninstall();
  }
}

/**
 * Makes up to `count` events of state machines happen. What a handler leaves in its async context goes with it.
 * @returns false when the run is over
 */
export function stepOn(world: World, count: number): boolean {
  let left = count;
  if (left > 0) repeatInFreshContext(() => world.step() && --left > 0);
  return !world.done;
}

/**
 * Makes events happen while `goesOn` says so, for whoever drives a world by hand: of state machines before it returns,
 * of async programs drained to the last promise after each.
 */
export function runWhile(world: World, goesOn: () => boolean): Promise<void> {
  if (isAsync(world)) return runWhileAwaiting(world, goesOn);
  const uninstall = installAmbient(hostOf(world));
  try {
    while (!world.done && goesOn()) stepOn(world, 1);
  } finally {
    uninstall();
  }
  return Promise.resolve();
}

async function runWhileAwaiting(world: World, goesOn: () => boolean): Promise<void> {
  const drain = await chooseDrain();
  while (!world.done && goesOn()) {
    let more = true;
    const suspicion = await runOn(world, drain, CHUNK, undefined, () => (more = goesOn()));
    if (suspicion !== undefined && suspicion !== 'unnamed') blame(world, suspicion);
    if (!more) return;
  }
}

/** Makes one event happen and drains what it set off, for whoever drives a world of async programs by hand. */
export async function stepDrained(world: World): Promise<void> {
  const suspicion = await runOn(world, await chooseDrain(), 1);
  if (suspicion !== undefined && suspicion !== 'unnamed') blame(world, suspicion);
}

/** Whether any node runs an async program. */
export function isAsync(world: World): boolean {
  return world.nodes.some((node) => node.program.style === 'async');
}

/**
 * Makes up to `count` events happen, while `goesOn` says so after each.
 * @returns what code of the world may have asked of the real world
 */
async function runOn(
  world: World,
  drain: Drain,
  count: number,
  after?: () => void,
  goesOn?: () => boolean,
): Promise<Suspicion> {
  if (drain.kind === 'sync')
    return inMacrotask(() => inFreshContext(() => runChunk(world, drain, count, after, goesOn)));
  return inMacrotask(() => inFreshContext(() => runAwaiting(world, drain, count, after, goesOn)));
}

async function runAwaiting(
  world: World,
  drain: Extract<Drain, { kind: 'async' }>,
  count: number,
  after?: () => void,
  goesOn?: () => boolean,
): Promise<Suspicion> {
  const lookout = lookOut(world, { awaits: true, shared: true });
  const leave = enter(world);
  try {
    for (let left = count; left > 0; left--) {
      const going = world.step();
      if (world.running !== undefined) {
        await drain.drain();
        world.settle();
        after?.();
        const suspicion = lookout.suspicion();
        if (suspicion !== undefined) return suspicion;
      }
      if (!going || goesOn?.() === false) break;
    }
    return lookout.suspicion();
  } finally {
    leave();
    lookout.end();
  }
}

function runChunk(
  world: World,
  drain: Extract<Drain, { kind: 'sync' }>,
  count: number,
  after?: () => void,
  goesOn?: () => boolean,
): Suspicion {
  const lookout = lookOut(world, { awaits: true, shared: false });
  const leave = enter(world);
  try {
    for (let left = count; left > 0; left--) {
      const going = world.step();
      if (world.running !== undefined) {
        drain.drain();
        world.settle();
        after?.();
      }
      if (!going || goesOn?.() === false) break;
    }
  } finally {
    world.running = undefined;
    leave();
    lookout.end();
  }
  return lookout.suspicion();
}

/** While a world runs, the ambient functions and uncaught errors belong to its nodes. */
function enter(world: World): () => void {
  const uninstall = installAmbient(hostOf(world));
  const looked = watchBuiltins();
  const unguard = guardRejections<SimNode>(
    () => world.running,
    (node, error, promise) => node.failed(error, promise),
  );
  return () => {
    // First of all: what comes next needs them.
    tellChanges(world, looked());
    unguard();
    uninstall();
  };
}

function tellChanges(world: World, changes: readonly Tampering[]): void {
  if (changes.length === 0) return;
  world.incidents.changedBuiltins(changes, world.now);
  world.done = true;
}

function hostOf(world: World): () => NodeHost | undefined {
  return () => world.running?.host;
}

/**
 * A node may have asked for something the simulator did not create, which would end at a time no seed decides, or a
 * state machine left a promise behind that failed. A second run, drained after every event and under full watch, finds
 * out who did it, when, and where in the code. If it finds nobody, what the first run named stands: the program asks
 * only once. If that named nobody either, the first run stands as it is.
 */
async function lookAgain(world: World, suspicion: Exclude<Suspicion, undefined>): Promise<void> {
  if (suspicion !== 'unnamed' && isAsync(world) && suspicion.place !== undefined)
    return blame(world, suspicion);
  // A light watch is enough to see that nothing was there, as with an AsyncResource of the user's own.
  if (suspicion === 'unnamed' && isAsync(world) && (await watched(world, watchLightly)).found === undefined)
    return;
  const { found: named, twin } = await watched(world, watchResources);
  const found = named ?? (suspicion === 'unnamed' ? undefined : suspicion);
  if (found !== undefined) blame(world, found);
  else if (!isAsync(world)) world.incidents.restore(twin.incidents.save());
}

/** Runs the world again, up to what a watch finds. */
async function watched(
  world: World,
  watchWith: (current: Current) => ResourceWatch,
): Promise<{ found: FoundResource | undefined; twin: World }> {
  // The watch would take an immediate of the drain for one of the node's.
  const drain = await chooseDrain();
  const twin = new World(world.setup);
  twin.lingers = true;
  const watch = watchWith(() => twin.running && { name: twin.running.name, nowUs: twin.now });
  try {
    while (!twin.done && twin.events < world.events)
      await runOn(twin, drain, world.events - twin.events, () => {
        if (watch.found().length > 0) twin.done = true;
      });
  } finally {
    watch.stop();
  }
  return { found: watch.found()[0], twin };
}

function blame(world: World, { node, what, type, place, atUs }: FoundResource): void {
  const where = place === undefined ? '' : ` at ${place.split(/[\\/]/).slice(-2).join('/')}`;
  const message = `${node} awaits ${what} (${type})${where} since ${toMs(atUs)} ms, which the simulator did not create and no seed decides`;
  world.incidents.realIo(message, atUs);
  world.done = true;
}
