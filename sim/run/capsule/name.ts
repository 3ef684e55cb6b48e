/**
 * The file name of a capsule: `replication+quorum-register,no-write-back-30.json`. One for each scenario, bug, seed and
 * set of what else was given. Two of them never share a name: a comma, a plus or an at sign is in no part, and no seed
 * has a hyphen, so that the last one begins the seed.
 */
import { digest } from '../../kernel/digest.js';
import type { Run } from '../outcome.js';

/** File systems allow 255 bytes, and what is still being written has a longer name. */
const MAX_NAME = 110;
const MAX_PART = 60;

/** @param given what else makes the run another one: parameters, flags */
export function capsuleName(
  run: Pick<Run, 'scenario' | 'bug' | 'seed'>,
  given: Readonly<Record<string, unknown>>,
): string {
  const what = [
    run.scenario
      .split('/')
      .map((part) => fileSafe(part, /[^\w.-]/gu))
      .join('+'),
    ...(run.bug === undefined ? [] : [fileSafe(run.bug, /[^\w.-]/gu)]),
    ...(Object.keys(given).length === 0 ? [] : [`@${short(given)}`]),
  ].join(',');
  const name = what.length <= MAX_NAME ? what : `${what.slice(0, MAX_NAME)}=${short(what)}`;
  return `${name}-${fileSafe(String(run.seed), /[^\w.]/gu)}.json`;
}

/** Other characters as `=2F`, which needs no quotes in a shell and no escapes in a link; long texts end in their digest. */
function fileSafe(text: string, strange: RegExp): string {
  const safe = text.replace(strange, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
  return safe.length <= MAX_PART ? safe : `${safe.slice(0, MAX_PART)}=${short(text)}`;
}

function short(value: unknown): string {
  return (digest(value) >>> 0).toString(36);
}
