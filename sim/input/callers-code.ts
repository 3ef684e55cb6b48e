/** Runs a function that came with a scenario: what it throws is the caller's to mend, and told as such. */
import { InputError } from './error.js';

/**
 * @param path where in the scenario the function stands
 * @throws InputError with what was thrown, and where; the error itself is its `cause`
 */
export function callersCode<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw callersError(path, error);
  }
}

/** The same for what was caught already. */
export function callersError(path: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const refusal = new InputError(path, `throws ${what.replace(/\s+/g, ' ')}${placeOf(error)}`);
  refusal.cause = error;
  return refusal;
}

/** The same object with all its own functions guarded so, each under its name. */
export function guarded<T extends object>(functions: T): T {
  const entries = Object.entries(functions).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'function'
      ? (...given: unknown[]): unknown =>
          callersCode(name, () => (value as (...all: unknown[]) => unknown)(...given))
      : value,
  ]);
  return Object.fromEntries(entries) as T;
}

/** The last two parts of the first place in the stack, as ` (src/lock.sim.ts:12:5)`. */
function placeOf(error: unknown): string {
  const frame =
    error instanceof Error ? (error.stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? '') : '';
  const place = /([^()\s]+:\d+:\d+)\)?$/.exec(frame)?.[1];
  return place === undefined ? '' : ` (${place.split(/[\\/]/).slice(-2).join('/')})`;
}
