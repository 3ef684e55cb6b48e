/** What an older answer owes: its age, a bound, and an end. */
import { defineChecker, type History, type Operation } from 'seedstorm/checkers';

interface Told {
  readonly f: 'price' | 'changed';
  readonly price?: number;
}
interface Shown {
  readonly price: number;
  readonly ageMs: number;
}
const asked = (history: History<Told>): Operation<Told>[] =>
  history.filter(({ input }) => input.f === 'price');
const shown = (history: History<Told>): Operation<Told>[] =>
  asked(history).filter(({ type }) => type === 'ok');
const shownBy = ({ output }: Operation<Told>): Shown => output as Shown;

/**
 * A price without an age was current while it was asked for, and one with an age was current no longer ago than that.
 * Anomalies: `stale-as-fresh`, `older-than-told`.
 * @param slackMs how long an answer is under way
 */
export const honest = (slackMs: number) =>
  defineChecker({
    name: 'honest',
    looksFor: 'prices that were shown (function price), and changes (function changed)',
    scan(history, found) {
      /** When each price was current no more. */
      const until = new Map<number, number>();
      for (const { input, invokedAtMs = 0 } of history as History<Told>)
        if (input.f === 'changed') until.set((input.price as number) - 1, invokedAtMs);
      const all = shown(history as History<Told>);
      for (const operation of all) {
        const { price, ageMs } = shownBy(operation);
        const oldMs = (operation.completedAtMs ?? 0) - (until.get(price) ?? Infinity);
        if (oldMs <= ageMs + slackMs) continue;
        const kind = ageMs === 0 ? 'stale-as-fresh' : 'older-than-told';
        const said = ageMs === 0 ? 'it was shown as fresh' : `it was said to be ${ageMs.toFixed(0)} ms old`;
        found.anomaly(
          kind,
          `price ${price} was current until ${oldMs.toFixed(0)} ms before, and ${said}`,
          operation,
        );
      }
      return { judged: all.length, reason: `${all.length} prices, none older than told` };
    },
  });

/** No price that is shown is said to be older than so many ms. Anomaly: `too-old`. */
export const bounded = (mostMs: number) =>
  defineChecker({
    name: 'bounded',
    looksFor: 'prices that were shown (function price)',
    scan(history, found) {
      const all = shown(history as History<Told>);
      for (const operation of all)
        if (shownBy(operation).ageMs > mostMs)
          found.anomaly(
            'too-old',
            `a price of ${shownBy(operation).ageMs.toFixed(0)} ms before was shown, and ${mostMs} are allowed`,
            operation,
          );
      return { judged: all.length, reason: `${all.length} prices, none older than ${mostMs} ms` };
    },
  });

/** Whoever asks is shown something for so long after the last fresh price. Anomaly: `not-answered`. */
export const answered = (forMs: number) =>
  defineChecker({
    name: 'answered',
    looksFor: 'requests soon after a fresh price (function price)',
    scan(history, found) {
      const all = asked(history as History<Told>);
      let freshMs = -Infinity;
      let judged = 0;
      for (const operation of all) {
        const endedMs = operation.completedAtMs ?? Infinity;
        if (endedMs - freshMs <= forMs) {
          judged++;
          if (operation.type !== 'ok')
            found.anomaly(
              'not-answered',
              `nothing was shown ${(endedMs - freshMs).toFixed(0)} ms after a fresh price`,
              operation,
            );
        }
        if (operation.type === 'ok' && shownBy(operation).ageMs === 0) freshMs = Math.max(freshMs, endedMs);
      }
      return { judged, reason: `${judged} requests soon after a fresh price, each answered` };
    },
  });

/** From this time on, prices are fresh. Anomaly: `still-stale`. */
export const backSoon = (fromMs: number) =>
  defineChecker({
    name: 'back-soon',
    looksFor: `requests from ${fromMs} ms on (function price)`,
    scan(history, found) {
      const all = asked(history as History<Told>).filter(({ invokedAtMs = 0 }) => invokedAtMs >= fromMs);
      for (const operation of all)
        if (operation.type !== 'ok' || shownBy(operation).ageMs > 0)
          found.anomaly('still-stale', 'the service is back, and no fresh price was shown', operation);
      return { judged: all.length, reason: `${all.length} prices after all was well, each fresh` };
    },
  });
