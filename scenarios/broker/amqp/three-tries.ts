/** How often messages were tried before they became dead letters. */
import { defineChecker, type Checker, type Operation } from 'seedstorm/checkers';

/** So often a message is tried. */
export const TRIES = 3;
/** What comes back more often goes round for ever. Faults may add some: a try of which no answer came is not counted. */
const LOOP = 4 * TRIES;

/** What was asked or done, as far as this scenario looks at it. */
export const fieldsOf = ({ input }: Operation): { f?: unknown; value?: unknown } =>
  Object(input) as { f?: unknown };

/**
 * No message is tried for ever, and where rejections are counted none is buried before it has failed three times.
 *
 * What it reads: effects `{ f: 'try' | 'bury', value }`. Anomalies: `loop`, `buried-early`.
 */
export function threeTries({ count }: { readonly count: 'deliveries' | 'rejections' }): Checker {
  return defineChecker({
    name: 'three-tries',
    looksFor: 'tries (function try)',
    scan(history, found) {
      const tries = new Map<unknown, Operation[]>();
      let buried = 0;
      for (const operation of history) {
        const { f, value } = fieldsOf(operation);
        const before = tries.get(value) ?? [];
        if (f === 'try') {
          tries.set(value, [...before, operation]);
          if (before.length === LOOP)
            found.anomaly('loop', `${String(value)} was tried more than ${LOOP} times`, ...before, operation);
        } else if (f === 'bury') {
          buried++;
          if (count === 'rejections' && before.length < TRIES)
            found.anomaly(
              'buried-early',
              `${String(value)} was buried after ${before.length} of ${TRIES} tries`,
              ...before,
              operation,
            );
        }
      }
      return { judged: tries.size, reason: `${tries.size} messages tried, ${buried} of them buried` };
    },
  });
}
