/** Runs one case: a plan, what becomes of single messages besides, and how long it lasts. */
import type { Plan } from '../../sim/faults/plan.js';
import { runToEnd } from '../../sim/run/loop.js';
import { lastInvokeMsOf, type Prepared } from '../../sim/run/prepare.js';
import { judge, type Run } from '../../sim/run/run.js';
import { World } from '../../sim/world/world.js';
import type { Fates, Lineages } from './fate.js';
import { Staging } from './staging.js';
import { Watch } from './watch.js';

/** What is run. */
export interface Case {
  readonly plan: Plan;
  readonly fates: Fates;
  /** How long the run is, in ms. */
  readonly durationMs: number;
}

/** A case whose run was seen whole. */
export interface SeenCase extends Case {
  readonly run: Run;
  readonly watch: Watch;
}

/** A run that was made, and the world it left. */
interface Played {
  readonly run: Run;
  readonly world: World;
  /** A fate that belongs before heal-all came after it. */
  readonly fateAfterHeal: boolean;
}

/** Runs a case and judges it. */
export async function play(prepared: Prepared, of: Case, lineages: Lineages): Promise<Played> {
  const world = worldOf(prepared, of);
  // Names by descent cost as much as the run itself.
  const staging = of.fates.size === 0 ? undefined : new Staging(world, lineages, of.fates);
  const run = await judged(prepared, world);
  return { run, world, fateAfterHeal: staging?.fateAfterHeal === true };
}

/** The same under watch. */
export async function watched(
  prepared: Prepared,
  of: Case,
  lineages: Lineages,
): Promise<Played & { readonly watch: Watch }> {
  const world = worldOf(prepared, of);
  const watch = new Watch(world, lineages, of.fates);
  const run = await judged(prepared, world);
  return { run, world, watch, fateAfterHeal: watch.fateAfterHeal };
}

/** The same run, ended earlier or later. */
function lasting(prepared: Prepared, durationMs: number): Prepared {
  const { setup } = prepared;
  if (setup.durationMs === durationMs) return prepared;
  const lastInvokeMs = lastInvokeMsOf(durationMs, setup.clientTimeoutMs);
  const finalOperations = setup.finalOperations.map((operation) => ({ ...operation, atMs: durationMs }));
  return { ...prepared, setup: { ...setup, durationMs, lastInvokeMs, finalOperations } };
}

function worldOf(prepared: Prepared, { plan, durationMs }: Case): World {
  return new World({ ...lasting(prepared, durationMs).setup, plan });
}

async function judged(prepared: Prepared, world: World): Promise<Run> {
  await runToEnd(world);
  return judge({ ...prepared, setup: world.setup }, world);
}
