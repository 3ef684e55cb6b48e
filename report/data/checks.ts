/** The verdicts of a run as the report holds them: operations go by their places in the history. */
import type { Anomaly, Operation } from '../../checkers/history.js';
import type { Explanation } from '../../checkers/linearizability/explanation.js';
import type { CheckResult, Run } from '../../sim/run/run.js';
import type { Attempt, CycleEdge, ReportAnomaly, ReportCheck, ReportIncident } from './contract.js';
import { cycleOf } from './cycle.js';
import { subjectOf } from './subject.js';

/** More anomalies are not read; they are counted in the reason. */
const MAX_ANOMALIES = 50;

type PlacesOf = (operations: readonly Operation[]) => number[];

/** @param incidents what the engine saw, of a recording of the same run; without them anomalies have no events */
export function checksOf(
  { checks, history }: Pick<Run, 'checks' | 'history'>,
  incidents: readonly ReportIncident[] = [],
): ReportCheck[] {
  const places = new Map(history.map(({ invoke }, place) => [invoke, place]));
  const placesOf: PlacesOf = (operations) => operations.flatMap(({ invoke }) => places.get(invoke) ?? []);
  return checks.map((check) => {
    const events = incidents.filter((incident) => incident.check === check.name).map(({ event }) => event);
    return told(check, placesOf, events);
  });
}

/** @param events those after which the engine saw its anomalies, one for each; none of a check of the history */
function told(
  { name, verdict, reason, anomalies, full }: CheckResult,
  placesOf: PlacesOf,
  events: readonly number[],
): ReportCheck {
  const coreOperations = full.verdict === 'invalid' ? (full.core ?? []) : [];
  const core = placesOf(coreOperations);
  const attempt = full.verdict === 'invalid' ? attemptOf(full, placesOf) : undefined;
  return {
    name,
    verdict,
    reason,
    anomalies: anomalies.slice(0, MAX_ANOMALIES).map((anomaly, index) => ({
      ...toldAnomaly(anomaly, coreOperations, placesOf),
      ...subjectFields(full, anomaly),
      ...(events[index] === undefined ? {} : { event: events[index] }),
    })),
    core,
    ...(attempt === undefined ? {} : { attempt }),
  };
}

/**
 * Names under which the literature has anomalies that are cycles: G0, G1c, G2, CyclicCO, sequential-cycle …, and those
 * where a read comes after a write that overwrote what it found: WriteCORead, the guarantees of a session.
 */
const CYCLES =
  /^G(\d|-)|cycl|^Write(CO|HB)|^(monotonic-(reads|writes)|read-your-writes|writes-follow-reads)$/i;

/** @param core fewest operations that still fail: an anomaly may name only the writes of its cycle, and not the reads */
function toldAnomaly(
  { kind, message, operations }: Anomaly,
  core: readonly Operation[],
  placesOf: PlacesOf,
): ReportAnomaly {
  const told = { kind, message, operations: placesOf(operations) };
  if (!CYCLES.test(kind)) return told;
  const own = placedCycle(operations, placesOf);
  const cycle =
    own.length > 0 || !operations.every((its) => core.includes(its)) ? own : placedCycle(core, placesOf);
  return cycle.length === 0 ? told : { ...told, cycle };
}

function placedCycle(operations: readonly Operation[], placesOf: PlacesOf): CycleEdge[] {
  const placeOf = (index: number): number => placesOf(operations.slice(index, index + 1))[0] ?? -1;
  return cycleOf(operations).map(({ from, to, via, ...edge }) => ({
    ...edge,
    ...{ from: placeOf(from), to: placeOf(to) },
    ...(via === undefined ? {} : { via: placeOf(via) }),
  }));
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
  placesOf: PlacesOf,
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
