/** Checkers that look on while a run goes, to stop a failing one at once. */
import type { OnlineChecker } from '../../checkers/history.js';
import { callersCode } from '../input/callers-code.js';
import type { Recorded } from '../record/history.js';

/** A checker that is told of operations as they happen. */
export interface Onlooker {
  readonly name: string;
  readonly judge: OnlineChecker;
}

export function tellInvoked(onlookers: readonly Onlooker[], number: number, operation: Recorded): void {
  for (const { name, judge } of onlookers)
    callersCode(`check.${name}`, () => judge.invoke(number, operation.process, operation.input));
}

/** @returns the first onlooker whose claim is broken by it, if any is; all are told */
export function tellCompleted(
  onlookers: readonly Onlooker[],
  number: number,
  operation: Recorded,
): string | undefined {
  let broken: string | undefined;
  for (const { name, judge } of onlookers) {
    const verdict = callersCode(`check.${name}`, () =>
      judge.complete(number, operation.type, operation.output),
    );
    if (verdict?.verdict === 'invalid') broken ??= name;
  }
  return broken;
}
