/** What was said of a run besides scenario, bug and seed; capsules are named by it, so that one run has one name. */
import { quotedForShell } from '../../input/shell.js';
import type { RunOptions } from '../options.js';

/** As `explore` has it with the same parameters and flags. */
export function givenOf({ params = {}, faults, plan, strategy, swarm }: RunOptions): Record<string, unknown> {
  const profile =
    plan !== undefined || faults === undefined || Array.isArray(faults)
      ? undefined
      : typeof faults === 'string'
        ? faults
        : (faults as { readonly name: string }).name;
  const flags = [
    ...(profile === undefined ? [] : [`--faults ${quotedForShell(profile)}`]),
    ...(strategy === undefined ? [] : [`--strategy ${strategy}`]),
    ...(swarm === false ? ['--no-swarm'] : []),
    // Not which plan: one that is cut down, again and again, is one failure.
    ...(plan !== undefined || Array.isArray(faults) ? ['plan'] : []),
  ];
  return { ...params, ...(flags.length === 0 ? {} : { '--': flags }) };
}
