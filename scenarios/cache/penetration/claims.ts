/** What is claimed where clients ask for keys that do not exist. */
import { boundedStaleness, defineChecker, regular, type Checker, type Operation } from 'seedstorm/checkers';
import { falsePositives, type BloomFilter } from './bloom-filter.js';

/** A sound run shows more false positives than this allows once in a thousand million. */
const LEVEL = 1e-9;

const keyOf = ({ input }: Operation): string => (input as { key?: string }).key ?? '';
const isGetOrPut = ({ input }: Operation): boolean => ['get', 'put'].includes((input as { f: string }).f);

/** Judges the operations on keys that begin like this alone. */
const onKeys = (prefix: string, checker: Checker, sees: (operation: Operation) => boolean): Checker => ({
  ...checker,
  check: (history, budget) =>
    checker.check(
      history.filter((operation) => sees(operation) && keyOf(operation).startsWith(prefix)),
      budget,
    ),
});

/** Whoever asks after a key was made is told that it is there. */
export const seenAtOnce = (prefix: string): Checker => onKeys(prefix, regular(), isGetOrPut);

/** Whoever asks so long after a key was made is told that it is there. */
export const seenWithin = (prefix: string, ms: number): Checker =>
  onKeys(prefix, boundedStaleness({ ms }), isGetOrPut);

/** Of keys that never exist, no more pass the filter than chance allows, with so many keys in it. Anomaly: `false-positives`. */
export const fewPass = (prefix: string, filter: Omit<BloomFilter, 'words'>, keys: number): Checker =>
  defineChecker({
    name: 'spared',
    looksFor: 'keys that a filter was asked about (function filtered)',
    scan(history, found) {
      const asked = new Map<string, Operation>();
      for (const operation of history)
        if ((operation.input as { f: string }).f === 'filtered' && keyOf(operation).startsWith(prefix))
          asked.set(keyOf(operation), operation);
      const passed = [...asked.values()].filter(({ input }) => (input as { said: string }).said === 'maybe');
      const share = falsePositives(filter, keys);
      const most = mostOf(asked.size, share);
      const reason = `${passed.length} of ${asked.size} keys that do not exist pass the filter; ${(share * 100).toFixed(2)} % are to be expected, and ${most} are possible`;
      if (passed.length > most) found.anomaly('false-positives', reason, ...passed);
      return { judged: asked.size, reason };
    },
  });

/** The smallest number that a binomial variable exceeds with a chance of at most `LEVEL`. */
export function mostOf(count: number, share: number): number {
  let chance = Array.from({ length: count }).reduce<number>((product) => product * (1 - share), 1);
  let most = 0;
  for (let below = chance; most < count && 1 - below > LEVEL; below += chance) {
    chance *= ((count - most) / (most + 1)) * (share / (1 - share));
    most++;
  }
  return most;
}
