/** Of additions that each read a number and wrote the next, no two may have made the same. */
import { defineChecker, type Operation } from 'seedstorm/checkers';

type Effect = { readonly f: string; readonly value: number };

/** Anomaly: `lost-update`. */
export const noLostUpdate = defineChecker({
  name: 'no-lost-update',
  looksFor: 'additions (function added)',
  scan(history, found) {
    const by = new Map<number, Operation>();
    for (const one of history) {
      const { f, value } = one.input as unknown as Effect;
      if (f !== 'added') continue;
      const other = by.get(value);
      if (other !== undefined) found.anomaly('lost-update', `two made it ${value}`, other, one);
      by.set(value, one);
    }
    return { judged: by.size, reason: 'no addition was lost' };
  },
});
