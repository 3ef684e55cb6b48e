/** What walls between services owe: the sick one is asked by few at a time, and whoever does not need it does not notice. */
import { defineChecker, type History, type Operation } from 'seedstorm/checkers';

interface Told {
  readonly f: 'read' | 'asked' | 'ended';
  readonly of: string;
}

const tookMs = ({ invokedAtMs = 0, completedAtMs = Infinity }: Operation<Told>): number =>
  completedAtMs - invokedAtMs;
const reads = (history: History<Told>) => history.filter(({ input }) => input.f === 'read');

/** Requests for a service that is well are answered, within so many ms. Anomaly: `drawn-in`. */
export const apart = (well: string, withinMs: number) =>
  defineChecker({
    name: 'apart',
    looksFor: `requests for ${well} (function read)`,
    scan(history, found) {
      const asked = reads(history as History<Told>).filter(({ input }) => input.of === well);
      const hurt = asked.filter((one) => one.type !== 'ok' || tookMs(one) > withinMs);
      for (const one of hurt.slice(0, 3)) {
        const how =
          one.type === 'ok' ? `took ${tookMs(one).toFixed(0)} ms` : (one.error ?? 'was not answered');
        found.anomaly('drawn-in', `a request for ${well}, which is well: ${how}`, one);
      }
      return {
        judged: asked.length,
        reason: `all ${asked.length} requests for ${well} were answered within ${withinMs} ms`,
      };
    },
  });

/** No service is asked by more than so many calls at once. Anomaly: `too-many-open`. */
export const fewOpen = (most: number) =>
  defineChecker({
    name: 'few-open',
    looksFor: 'calls (functions asked and ended)',
    scan(history, found) {
      const open = new Map<string, number>();
      let calls = 0;
      for (const operation of history as History<Told>) {
        const { f, of } = operation.input;
        if (f === 'read') continue;
        const now = (open.get(of) ?? 0) + (f === 'asked' ? 1 : -1);
        open.set(of, now);
        if (f === 'asked') calls++;
        if (now > most) found.anomaly('too-many-open', `${now} calls to ${of} are open at once`, operation);
      }
      return { judged: calls, reason: `${calls} calls, never more than ${most} to one service at once` };
    },
  });

/** Whoever asks is told how it ended within so many ms. Anomaly: `kept-waiting`. */
export const promptly = (withinMs: number) =>
  defineChecker({
    name: 'promptly',
    looksFor: 'requests (function read)',
    scan(history, found) {
      const asked = reads(history as History<Told>);
      const late = asked.filter((one) => tookMs(one) > withinMs);
      for (const one of late.slice(0, 3))
        found.anomaly(
          'kept-waiting',
          `a request for ${one.input.of} was kept waiting for ${tookMs(one).toFixed(0)} ms`,
          one,
        );
      return { judged: asked.length, reason: `all ${asked.length} requests ended within ${withinMs} ms` };
    },
  });
