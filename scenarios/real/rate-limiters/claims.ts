/** Whoever is turned away had no room. */
import { defineChecker, type History, type Operation } from 'seedstorm/checkers';

interface Decided {
  readonly f: 'enter' | 'admit' | 'refuse';
  readonly key: string;
}

/**
 * Nobody is turned away who was let in less than `limit` times within a window before, at whatever gateway. It reads effects
 * `{f: 'admit' | 'refuse', key}`. Anomaly: `starved`.
 * @param slackMs by so much the time of an effect may differ from that of the decision
 */
export const room = (limit: number, windowMs: number, slackMs: number) =>
  defineChecker({
    name: 'room',
    looksFor: 'refusals (function refuse)',
    scan(history, found) {
      const told = history as History<Decided>;
      const timeOf = ({ invokedAtMs = 0 }: Operation<Decided>): number => invokedAtMs;
      const refusals = told.filter(({ input }) => input.f === 'refuse');
      const admissions = told.filter(({ input }) => input.f === 'admit');
      for (const refusal of refusals) {
        const { key } = refusal.input;
        const agoMs = (one: Operation<Decided>): number => timeOf(refusal) - timeOf(one);
        const recent = admissions.filter(
          (one) => one.input.key === key && agoMs(one) <= windowMs + slackMs && agoMs(one) >= -slackMs,
        ).length;
        const message = `${key} was turned away, let in ${recent} times within ${windowMs} ms, and ${limit} are allowed`;
        if (recent < limit) found.anomaly('starved', message, refusal);
      }
      return { judged: refusals.length, reason: `${refusals.length} refusals, each with a full window` };
    },
  });
