/** Runs a function that came with a scenario: what it throws is the caller's to mend, and told as such. */
import { FileError, InputError } from './error.js';
import { isPromise } from './promise.js';
import { isA, thrownAt, thrownText } from './thrown.js';

/** A function of the scenario threw, or gave what it must not: with another seed or other parameters it may not. */
export class ScenarioError extends InputError {
  override readonly name = 'ScenarioError';
}

/**
 * @param path where in the scenario the function stands
 * @throws ScenarioError with what was thrown, and where; the error itself is its `cause`; FileError as it is
 */
export function callersCode<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw isA(error, FileError) ? error : callersError(path, error);
  }
}

/** The same for what was caught already. */
export function callersError(path: string, error: unknown): ScenarioError {
  if (isA(error, ScenarioError)) return error;
  const refusal = new ScenarioError(
    path,
    isA(error, InputError) ? error.message : `throws ${thrownText(error)}${thrownAt(error)}`,
  );
  // A reader of ours has said already where in it something is wrong.
  if (isA(error, InputError) && error.path.startsWith(path)) refusal.message = error.message;
  refusal.cause = error;
  return refusal;
}

/** Only `load` is waited for. */
function waitedFor(path: string, answer: unknown): unknown {
  if (path === 'load' || !isPromise(answer)) return answer;
  const hint =
    path === 'protocol'
      ? 'an async function of a node goes into asyncProgram, and what a protocol must wait for into load'
      : 'nobody waits for it; what must be waited for goes into load';
  throw new ScenarioError(path, `expected a value, got a promise: ${hint}`);
}

/** The same object with all its own functions guarded so, each under its name. */
export function guarded<T extends object>(functions: T): T {
  const entries = Object.entries(functions).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'function'
      ? (...given: unknown[]): unknown =>
          waitedFor(
            name,
            callersCode(name, () => (value as (...all: unknown[]) => unknown)(...given)),
          )
      : value,
  ]);
  return Object.fromEntries(entries) as T;
}
