/**
 * Every order against its definition by enumeration, and the laws between them, over small random histories.
 *
 * SEEDSTORM_FUZZ sets the number of histories (3,000 by default, a million for the night).
 */
import { describe, expect, it } from 'vitest';
import * as orders from '../../../checkers/orders/index.js';
import type { Checker, History } from '../../../checkers/history.js';
import { sawNothing } from '../saw-nothing.js';
import { keeps, type Level } from './brute-force.js';
import { randomHistory, randomOf, shapeOf } from './random-history.js';

const HISTORIES = Number(process.env['SEEDSTORM_FUZZ'] ?? 3_000);

const checkers: Partial<Record<Level, Checker>> = {
  sequential: orders.sequential(),
  'causal-convergence': orders.causalConvergence(),
  'causal-memory': orders.causalMemory(),
  causal: orders.causal(),
  pram: orders.pram(),
  'read-your-writes': orders.readYourWrites(),
  'monotonic-reads': orders.monotonicReads(),
  'monotonic-writes': orders.monotonicWrites(),
  'writes-follow-reads': orders.writesFollowReads(),
  regular: orders.regular(),
  safe: orders.safe(),
};

/** Whoever keeps the first keeps the others. */
const laws: [Level, ...Level[]][] = [
  ['linearizable', 'sequential', 'regular'],
  ['regular', 'safe'],
  ['sequential', 'causal-convergence', 'causal-memory'],
  ['causal-convergence', 'causal', 'monotonic-reads'],
  ['causal-memory', 'causal', 'pram'],
  ['causal', 'read-your-writes', 'monotonic-writes', 'writes-follow-reads'],
  ['pram', 'read-your-writes', 'monotonic-reads', 'monotonic-writes'],
];

function historyOf(seed: number): History {
  const random = randomOf(seed);
  return randomHistory(random, shapeOf(random));
}

describe(`${HISTORIES} random histories`, () => {
  for (const [level, checker] of Object.entries(checkers)) {
    it(`${level}: the checker agrees with the definition, and its cores fail by definition`, () => {
      const seen = { valid: 0, invalid: 0 };
      for (let seed = 0; seed < HISTORIES; seed++) {
        const history = historyOf(seed);
        const verdict = checker.check(history);
        const expected = keeps(level as Level, history) ? 'valid' : 'invalid';
        if (expected === 'valid' && sawNothing(verdict)) continue;
        if (verdict.verdict !== expected)
          throw new Error(
            `seed ${seed}: ${verdict.verdict}, by definition ${expected}: ${JSON.stringify(history)}`,
          );
        seen[expected]++;
        if (verdict.verdict !== 'invalid' || seed % 10 !== 0) continue;
        if (!verdict.core) throw new Error(`seed ${seed}: no core`);
        if (keeps(level as Level, verdict.core))
          throw new Error(`seed ${seed}: the core passes: ${JSON.stringify(verdict.core)}`);
      }
      // A law about nothing proves nothing: both verdicts must be common.
      expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(HISTORIES / 100);
    });
  }

  for (const [stronger, ...weaker] of laws) {
    it(`${stronger} implies ${weaker.join(', ')}`, () => {
      let kept = 0;
      for (let seed = 0; seed < HISTORIES; seed++) {
        const history = historyOf(seed);
        const holds = checkers[stronger]
          ? checkers[stronger].check(history).verdict === 'valid'
          : keeps(stronger, history);
        if (!holds) continue;
        kept++;
        for (const level of weaker) {
          const verdict = checkers[level]!.check(history);
          if (verdict.verdict !== 'valid' && !sawNothing(verdict))
            throw new Error(
              `seed ${seed}: ${stronger}, but ${level} is ${verdict.verdict}: ${JSON.stringify(history)}`,
            );
        }
      }
      expect(kept).toBeGreaterThan(HISTORIES / 100);
    });
  }
});
