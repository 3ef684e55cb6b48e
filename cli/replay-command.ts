/** The command lines that bring a run back. */
import type { ToldRun } from '../sim/run/capsule/told-run.js';
import { quotedForShell as quoted } from '../sim/input/shell.js';
import { wordFor } from './catalogue.js';
import { valueAsText } from './param-value.js';

/** What the command line said of a run besides scenario, seed and bug. */
export interface Given {
  readonly params: Readonly<Record<string, unknown>>;
  /** Other flags, as they were given. */
  readonly flags: readonly string[];
}

/** `npx seedstorm run …` with everything that is not default. */
export function runCommand(
  run: Pick<ToldRun, 'scenario' | 'seed' | 'bug'>,
  { params, flags }: Given,
): string {
  return [
    `npx seedstorm run ${quoted(wordFor(run.scenario))} --seed ${quoted(String(run.seed))}`,
    ...Object.entries(params).map(([name, value]) => `--param ${quoted(`${name}=${valueAsText(value)}`)}`),
    ...(run.bug === undefined ? [] : [`--bug ${quoted(run.bug)}`]),
    ...flags,
  ].join(' ');
}

export { quoted };
