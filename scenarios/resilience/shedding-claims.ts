/** What a service owes while more comes than it can do, and afterwards. */
import { defineChecker, type Operation } from 'seedstorm/checkers';

/** So many requests a second the service can do. */
export const CAPACITY = 200;
/** So long a caller waits, in ms. */
export const PATIENCE_MS = 100;
/** When the rush begins and ends, in ms. */
export const RUSH = { fromMs: 600, untilMs: 1_600 } as const;

/** Of what can be done in a rush, so much is done in time; and of what comes after it. */
const DONE = 0.85;
const AFTER = 0.9;
/** The rush needs so long to fill the line, and the line to become empty again. */
const SETTLE_MS = 200;

/**
 * Anomalies: `collapsed` (in the rush less is answered in time than could be), `critical-shed` (a critical request is turned
 * away, or late, though all of them together are few), `still-shedding` (the rush is over and requests are turned away).
 */
export const atOverload = defineChecker({
  name: 'overload',
  looksFor: 'requests in the rush and after it',
  scan(history, found) {
    const isInTime = ({ type, invokedAtMs = 0, completedAtMs = Infinity }: Operation): boolean =>
      type === 'ok' && completedAtMs - invokedAtMs <= PATIENCE_MS;
    const between = (fromMs: number, untilMs: number): Operation[] =>
      history.filter(({ invokedAtMs = 0 }) => invokedAtMs >= fromMs && invokedAtMs < untilMs);

    const rush = between(RUSH.fromMs + SETTLE_MS, RUSH.untilMs - PATIENCE_MS);
    const could = (CAPACITY * (RUSH.untilMs - PATIENCE_MS - RUSH.fromMs - SETTLE_MS)) / 1_000;
    const done = rush.filter(isInTime);
    if (rush.length > could && done.length < DONE * could)
      found.anomaly(
        'collapsed',
        `in the rush ${done.length} of ${rush.length} were answered in time, and ${could.toFixed(0)} can be`,
        ...rush.filter((operation) => !isInTime(operation)).slice(0, 1),
      );
    const critical = history.filter(({ input }) => (input as { critical?: boolean }).critical === true);
    for (const operation of critical)
      if (!isInTime(operation)) {
        found.anomaly('critical-shed', `a critical request was ${operation.error ?? 'late'}`, operation);
        break;
      }
    const after = between(RUSH.untilMs + SETTLE_MS, Infinity);
    const well = after.filter(isInTime);
    const shed = after.find((operation) => !isInTime(operation));
    if (shed !== undefined && well.length < AFTER * after.length)
      found.anomaly(
        'still-shedding',
        `${SETTLE_MS} ms after the rush ${after.length - well.length} of ${after.length} were not answered in time`,
        shed,
      );
    return {
      judged: rush.length > could ? rush.length + after.length : 0,
      reason: `${done.length} of ${rush.length} in the rush were answered in time, ${well.length} of ${after.length} after it, and ${critical.length} critical ones`,
    };
  },
});
