/** What explanations state is true: of random histories by trying all orders, of small ones by the right answer. */

import { describe, expect, it } from 'vitest';
import { linearizable } from '../../../checkers/linearizable.js';
import { explanationFault } from './explanation-faults.js';
import { drawHistory } from './search-fuzz.js';
import { OTHERS, REGISTERS, STORES, TRANSACTIONS } from './subjects.js';

/** Fewer where the suite is run many times over; `npm run nightly` sets more. */
const HISTORIES = Math.min(100_000, Math.floor(Number(process.env['SEEDSTORM_FUZZ'] ?? 3_000) / 40));
const SUBJECTS = [...REGISTERS, ...STORES, ...TRANSACTIONS, ...OTHERS];

describe('every statement is true', () => {
  it.each(SUBJECTS)(`$name, ${HISTORIES} random histories`, (subject) => {
    const model = { ...subject.model, partition: 'whole' as const };
    let told = 0;
    for (let seed = 1; seed <= HISTORIES; seed++) {
      const history = drawHistory(subject, seed);
      const verdict = linearizable(model).check(history);
      if (verdict.verdict !== 'invalid') continue;
      told++;
      const fault = explanationFault(model, history, verdict);
      expect([seed, fault]).toEqual([seed, undefined]);
    }
    expect(told).toBeGreaterThan(HISTORIES / 50);
  });
});
