/** Which replica becomes the master: one that is well, and has the most of what was written. */
import { placeOf, type Instance } from './instance.js';
import type { Periods } from './settings.js';

interface Choice {
  readonly nowMs: number;
  readonly periods: Periods;
  readonly downAfterMs: number;
  readonly masterDownSinceMs: number | undefined;
  readonly chooses: 'newest' | 'oldest';
}

export function chooseReplica(
  replicas: Iterable<Instance>,
  { nowMs, periods, downAfterMs, masterDownSinceMs, chooses }: Choice,
): Instance | undefined {
  const longestDownMs = 10 * downAfterMs + (masterDownSinceMs === undefined ? 0 : nowMs - masterDownSinceMs);
  const fit = [...replicas].filter(
    ({ downSinceMs, link, availableMs, info, infoMs }) =>
      downSinceMs === undefined &&
      link?.isOpen === true &&
      nowMs - availableMs <= 5 * periods.ping &&
      info !== undefined &&
      info.role === 'slave' &&
      info.priority > 0 &&
      nowMs - infoMs <= 5 * periods.ping &&
      info.linkDownS * 1_000 <= longestDownMs,
  );
  const sign = chooses === 'newest' ? 1 : -1;
  return fit.sort((one, other) => {
    const [a, b] = [one.info, other.info];
    return (
      (a?.priority ?? 0) - (b?.priority ?? 0) ||
      sign * ((b?.offset ?? 0) - (a?.offset ?? 0)) ||
      (one.runId + placeOf(one) < other.runId + placeOf(other) ? -1 : 1)
    );
  })[0];
}
