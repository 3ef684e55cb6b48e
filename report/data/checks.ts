/** The verdicts of a run as the report holds them: operations go by their places in the history. */
import type { Anomaly, Operation } from '../../checkers/history.js';
import type { Explanation } from '../../checkers/linearizability/explanation.js';
import type { CheckResult, Run } from '../../sim/run.js';
import type { Attempt, CycleEdge, ReportAnomaly, ReportCheck } from './contract.js';
import { cycleOf } from './cycle.js';
import { subjectOf } from './subject.js';

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
      .map((anomaly) => ({ ...toldAnomaly(anomaly, placesOf), ...subjectFields(full, anomaly) })),
    core,
    ...(attempt === undefined ? {} : { attempt }),
  };
}

/** Names under which the literature has anomalies that are cycles: G0, G1c, G2, CyclicCO, sequential-cycle … */
const CYCLES = /^G(\d|-)|cycl/i;

function toldAnomaly(
  { kind, message, operations }: Anomaly,
  placesOf: (operations: readonly Operation[]) => number[],
): ReportAnomaly {
  const told = { kind, message, operations: placesOf(operations) };
  if (!CYCLES.test(kind)) return told;
  const cycle = cycleOf(operations).flatMap(({ from, to, ...edge }): CycleEdge[] => {
    const [begin, end] = [from, to].map((at) => placesOf(operations.slice(at, at + 1))[0]);
    return begin === undefined || end === undefined ? [] : [{ ...edge, from: begin, to: end }];
  });
  return cycle.length === 0 ? told : { ...told, cycle };
}

/** An object that many operations read and write is no subject: those are of checkers that follow single things. */
function subjectFields(
  full: CheckResult['full'],
  { kind, operations }: Anomaly,
): Pick<ReportAnomaly, 'subject'> {
  if ('explanation' in full || CYCLES.test(kind) || operations.length === 0) return {};
  const subject = subjectOf(operations);
  return subject === undefined ? {} : { subject };
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
