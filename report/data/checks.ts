/** The verdicts of a run as the report holds them: operations go by their places in the history. */
import type { Operation } from '../../checkers/history.js';
import type { Explanation } from '../../checkers/linearizability/explanation.js';
import type { CheckResult, Run } from '../../sim/run.js';
import type { Attempt, ReportCheck } from './contract.js';

/** More anomalies are not read; they are counted in the reason. */
const MAX_ANOMALIES = 50;

export function checksOf({ checks, history }: Run): ReportCheck[] {
  const places = new Map(history.map(({ invoke }, place) => [invoke, place]));
  const placesOf = (operations: readonly Operation[]): number[] =>
    operations.flatMap(({ invoke }) => places.get(invoke) ?? []);
  return checks.map((check) => told(check, placesOf));
}

function told(
  { name, verdict, reason, anomalies, full }: CheckResult,
  placesOf: (operations: readonly Operation[]) => number[],
): ReportCheck {
  const core = full.verdict === 'invalid' ? placesOf(full.core ?? []) : [];
  const attempt = full.verdict === 'invalid' ? attemptOf(full, placesOf) : undefined;
  return {
    name,
    verdict,
    reason,
    anomalies: anomalies
      .slice(0, MAX_ANOMALIES)
      .map(({ kind, message, operations }) => ({ kind, message, operations: placesOf(operations) })),
    core,
    ...(attempt === undefined ? {} : { attempt }),
  };
}

/** Checkers that look for an order tell how far they came. */
function attemptOf(
  full: CheckResult['full'] & { readonly explanation?: Explanation | undefined },
  placesOf: (operations: readonly Operation[]) => number[],
): Attempt | undefined {
  const { explanation } = full;
  if (explanation === undefined) return undefined;
  const [failing] = placesOf([explanation.failing]);
  if (failing === undefined) return undefined;
  return {
    failing,
    prefix: placesOf(explanation.prefix),
    open: placesOf(explanation.open),
    states: explanation.states,
    why: explanation.why,
  };
}
