/** What is claimed of retries: how much load they add, and that nothing is done for those who have gone. */
import { defineChecker, type History, type Operation } from 'seedstorm/checkers';
import type { Served } from './sick-service.js';

/** What callers were seen to do: the outermost begins a try or has an answer, and the innermost calls the service. */
export type Tried =
  | { readonly f: 'begins' }
  | { readonly f: 'try'; readonly id: number; readonly attempt: number }
  | { readonly f: 'answered'; readonly id: number }
  | { readonly f: 'call'; readonly id: number; readonly attempt: number };

type Seen = Served | Tried;
const seen = (history: History): readonly Operation<Seen>[] => history as History<Seen>;

/**
 * In any stretch of the run at most so many retries come to the service: half of a full budget, and what successes give
 * back, in the stretch and so shortly before it that the pause of a retry may lie between. Anomaly: `amplified`.
 */
export const loadBound = (most: number, perSuccess: number, pauseMs: number) =>
  defineChecker({
    name: 'load',
    looksFor: 'calls of the service (function call) and answers (function answered)',
    scan(history, found) {
      const known = new Set<number>();
      let answers: number[] = [];
      /** Of this life of the caller: retries, answers before the stretch that may begin now, and its best beginning. */
      let [retries, before, least] = [0, 0, Infinity];
      let [calls, worst] = [0, 0];
      for (const operation of seen(history)) {
        const { input, invokedAtMs: nowMs = 0 } = operation;
        // A caller that starts anew has a full budget.
        if (input.f === 'begins') [answers, retries, before, least] = [[], 0, 0, Infinity];
        if (input.f === 'answered') answers.push(nowMs);
        if (input.f !== 'call') continue;
        calls++;
        if (!known.has(input.id)) {
          known.add(input.id);
          continue;
        }
        while (before < answers.length && (answers[before] as number) < nowMs - pauseMs) before++;
        least = Math.min(least, retries - perSuccess * before);
        retries++;
        const over = retries - perSuccess * answers.length - least;
        worst = Math.max(worst, over);
        if (over > most + 1e-9)
          found.anomaly(
            'amplified',
            `${over.toFixed(1)} retries more than successes pay for, at most ${most} may be`,
            operation,
          );
      }
      const reason = `${calls} calls of the service for ${known.size} requests; ${worst.toFixed(1)} of ${most} retries at once on credit`;
      return { judged: calls, reason };
    },
  });

/** A request comes to the service at most so often, however many stand between. Anomaly: `multiplied`. */
export const callsPerRequest = (most: number) =>
  defineChecker({
    name: 'calls-per-request',
    looksFor: 'calls of the service (function call)',
    scan(history, found) {
      const calls = new Map<number, number>();
      for (const operation of seen(history)) {
        if (operation.input.f !== 'call') continue;
        const count = (calls.get(operation.input.id) ?? 0) + 1;
        calls.set(operation.input.id, count);
        if (count > most)
          found.anomaly(
            'multiplied',
            `request ${operation.input.id} came to the service ${count} times, at most ${most} may be`,
            operation,
          );
      }
      return {
        judged: calls.size,
        reason: `at most ${Math.max(0, ...calls.values())} calls of ${most} for a request`,
      };
    },
  });

/** No work ends later than the try it is for: nobody waits for it any more. Anomaly: `for-nobody`. */
export const inTime = (tryMs: number, slackMs: number) =>
  defineChecker({
    name: 'in-time',
    looksFor: 'tries and work (functions try and work)',
    scan(history, found) {
      const tries = new Map<string, Operation>();
      let [work, latest] = [0, -Infinity];
      for (const operation of seen(history)) {
        const { input } = operation;
        if (input.f !== 'try' && input.f !== 'work') continue;
        const name = `${input.id}/${input.attempt}`;
        if (input.f === 'try') tries.set(name, operation);
        const began = tries.get(name);
        if (input.f === 'try' || began === undefined) continue;
        work++;
        const lateMs = operation.invokedAtMs! - began.invokedAtMs! - tryMs;
        latest = Math.max(latest, lateMs);
        if (lateMs > slackMs)
          found.anomaly(
            'for-nobody',
            `work for request ${input.id} ended ${lateMs.toFixed(0)} ms after its caller had gone`,
            began,
            operation,
          );
      }
      return { judged: work, reason: `${work} times work ended before its caller had gone` };
    },
  });

/** No request is charged twice, and what was acknowledged was charged. Anomalies: `charged-twice`, `not-charged`. */
export const chargedOnce = defineChecker({
  name: 'charged-once',
  looksFor: 'charges (function charged)',
  scan(history, found) {
    const charged = new Map<number, Operation>();
    for (const operation of history as History<Served | { f: 'charge'; id: number }>) {
      const { input } = operation;
      if (input.f !== 'charged') continue;
      const before = charged.get(input.id);
      if (before !== undefined)
        found.anomaly('charged-twice', `request ${input.id} was charged twice`, before, operation);
      charged.set(input.id, operation);
    }
    for (const operation of history as History<{ f: 'charge'; id: number }>)
      if (operation.input.f === 'charge' && operation.type === 'ok' && !charged.has(operation.input.id))
        found.anomaly(
          'not-charged',
          `request ${operation.input.id} was acknowledged and not charged`,
          operation,
        );
    return { judged: charged.size, reason: `${charged.size} requests, each charged once` };
  },
});
