/** One script on both brokers, and the smallest part of it that still tells them apart. */
import { CorePort } from '../core-port.js';
import { play } from '../interpreter.js';
import type { Script, Step } from '../language.js';
import { playOnServer } from '../server.js';

export interface Difference {
  readonly script: Script;
  readonly real: readonly string[];
  readonly ours: readonly string[];
}

/** How often a difference must show before it counts: what a race made does not come again. */
const SURE = 3;

/**
 * @returns undefined where both do the same, `unsteady` where the real server does not do the same each time, `too slow`
 * where the machine was too busy for its times
 */
export async function compare(script: Script): Promise<Difference | 'unsteady' | 'too slow' | undefined> {
  const ours = await play(script, new CorePort());
  let found: Difference | undefined;
  for (let attempt = 0; attempt < SURE; attempt++) {
    const real = await playOnServer(script);
    if (real === undefined) return 'too slow';
    if (real.join('\n') === ours.join('\n')) return found === undefined ? undefined : 'unsteady';
    if (found !== undefined && found.real.join('\n') !== real.join('\n')) return 'unsteady';
    found = { script, real, ours };
  }
  return found;
}

/** Drops steps as long as the brokers still differ. */
export async function shrink(difference: Difference): Promise<Difference> {
  for (let smallest = difference; ;) {
    const { steps } = smallest.script;
    const tries = await Promise.all(
      steps.map((_, index) =>
        compare({ ...smallest.script, steps: without(steps, index) }).catch(() => undefined),
      ),
    );
    const smaller = tries.find((one) => typeof one === 'object');
    if (smaller === undefined) return smallest;
    smallest = smaller;
  }
}

function without(steps: readonly Step[], index: number): Step[] {
  return steps.filter((_, at) => at !== index);
}
