/** The run of a world that was driven by hand: judged as any other, and traced by doing again what was done. */
import { Tracer } from '../record/trace.js';
import { World } from '../world/world.js';
import type { Deed } from './by-hand.js';
import { runWhile } from './loop.js';
import type { Run } from './outcome.js';
import type { Prepared } from './prepare.js';
import { RunFailed } from './run-failed.js';
import { judge } from './run.js';

const BY_HAND = 'what the test did to this world is code; the same test brings it back';

export function judgeByHand(prepared: Prepared, world: World, deeds: readonly Deed[]): Run {
  const judged = judge(prepared, world);
  const { imposed } = world.faults;
  if (deeds.length === 0) return judged;
  const { plan } = judged;
  const { events } = world;
  const run: Run = {
    ...judged,
    plan: { ...plan, faults: [...plan.faults, ...imposed] },
    faults: judged.faults + imposed.length,
    async trace(write) {
      const again = new World(prepared.setup);
      again.observer = new Tracer(again, write);
      for (const { events, atUs, done } of deeds) {
        await runWhile(again, () => again.events < events);
        again.now = atUs;
        done(again);
      }
      await runWhile(again, () => again.events < events);
    },
    expectValid() {
      if (run.verdict === 'valid') return run;
      const failed = new RunFailed(run, { why: BY_HAND });
      Error.captureStackTrace(failed, run.expectValid);
      throw failed;
    },
  };
  return run;
}
