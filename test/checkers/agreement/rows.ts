/** Histories in a table: what each of them breaks, if anything. */
import { describe, it } from 'vitest';
import type { Checker } from '../../../checkers/history.js';
import { expectInvalid, expectUnjudged, expectValid, UNJUDGED } from '../judging.js';
import { written } from '../written-history.js';

type Row = [title: string, kinds: string[], ...lines: string[]];

/** Tests one checker by its rows. */
export function table(name: string, checker: Checker, rows: Row[]): void {
  describe(name, () => {
    for (const [title, expected, ...lines] of rows) {
      it(`${expected.length === 0 ? 'accepts' : expected.join(' and ')}: ${title}`, () => {
        if (expected[0] === UNJUDGED) expectUnjudged(checker, written(...lines));
        else if (expected.length === 0) expectValid(checker, written(...lines));
        else expectInvalid(checker, written(...lines), ...expected);
      });
    }
  });
}
