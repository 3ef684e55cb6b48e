/** The error for callers who expected a run to be valid. What it prints is its sentence, never the whole run. */
import { replayCommand, type Kept } from './capsule/keep.js';
import { hadNothingToJudge } from './nothing-to-judge.js';
import type { Run } from './outcome.js';

/** By this fast-check knows a case that is outside what a property is about: it is left out, and nothing shrinks to it. */
const OUTSIDE_THE_PROPERTY = Symbol.for('fast-check/PreconditionFailure');

/** A run whose verdict is not `valid`. */
export class RunFailed extends Error {
  /** The run; not printed with the error, as histories are long. */
  declare readonly run: Run;
  /** The file under `.seedstorm/failures/` that `seedstorm replay` takes; absent where none could be written. */
  declare readonly capsule: string | undefined;

  constructor(run: Run, kept?: Kept) {
    super([sentenceOf(run), ...(kept === undefined ? [] : [keptLine(kept)])].join('\n'));
    hidden(this, {
      name: 'RunFailed',
      run,
      capsule: kept !== undefined && 'path' in kept ? kept.path : undefined,
      ...(hadNothingToJudge(run.checks) ? { footprint: OUTSIDE_THE_PROPERTY } : {}),
    });
  }

  /** For tools that print all properties of an error, as vitest does. */
  toJSON(): Record<string, unknown> {
    const { name, message, stack } = this;
    return { name, message, stack };
  }
}

function sentenceOf({ scenario, verdict, seed, bug, checks }: Run): string {
  const failed = checks.filter((check) => check.verdict !== 'valid');
  const reasons = failed.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  return `${scenario} is ${verdict} with seed ${String(seed)}${bug === undefined ? '' : ` and bug ${bug}`}: ${reasons}`;
}

function keptLine(kept: Kept): string {
  return 'path' in kept ? `  replay  ${replayCommand(kept.path)}` : `  no capsule was written: ${kept.why}`;
}

/** Properties that `console.log` and test runners leave out. */
function hidden(error: Error, fields: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(fields))
    Object.defineProperty(error, name, { value, enumerable: false, writable: true, configurable: true });
}
