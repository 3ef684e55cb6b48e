/** The log in memory does what an array of all entries ever written would do (Ongaro 2014, §3.5 and §5.1). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  append,
  compactTo,
  entriesFrom,
  entryAt,
  firstOfItsTerm,
  lastIndex,
  lastOfTerm,
  lastPosition,
  termAt,
  truncateFrom,
  type RaftLog,
} from '../../../../scenarios/replication/raft/log.js';

const emptyLog = (): RaftLog => ({ base: { index: 0, term: 0 }, entries: [], truncations: 0 });

/** The term of each entry by its index, with the term 0 of nothing at all at 0; what a snapshot stands for is kept. */
interface Model {
  terms: number[];
  base: number;
}

type Step =
  | { readonly do: 'append'; readonly newTerm: boolean }
  | { readonly do: 'truncate'; readonly back: number }
  | { readonly do: 'compact'; readonly back: number }
  /** A snapshot that goes on from another history. */
  | { readonly do: 'replace'; readonly ahead: number };

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.boolean().map((newTerm) => ({ do: 'append', newTerm }) as const) },
  { weight: 2, arbitrary: fc.nat(4).map((back) => ({ do: 'truncate', back }) as const) },
  { weight: 1, arbitrary: fc.nat(8).map((back) => ({ do: 'compact', back }) as const) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: -2, max: 3 }).map((ahead) => ({ do: 'replace', ahead }) as const),
  },
);

function take(step: Step, log: RaftLog, model: Model): void {
  const last = model.terms.length - 1;
  const term = model.terms[last] ?? 0;
  switch (step.do) {
    case 'append': {
      const next = term + (step.newTerm || term === 0 ? 1 : 0);
      append(log, { index: last + 1, term: next, kind: 'no-op' });
      model.terms.push(next);
      return;
    }
    case 'truncate': {
      // What a snapshot stands for is never taken off.
      const from = Math.max(model.base + 1, last + 1 - step.back);
      truncateFrom(log, from);
      model.terms.length = from;
      return;
    }
    case 'compact': {
      const index = Math.max(model.base, last - step.back);
      compactTo(log, { index, term: model.terms[index] ?? 0 });
      model.base = index;
      return;
    }
    case 'replace': {
      const index = Math.max(model.base + 1, last + step.ahead);
      compactTo(log, { index, term: term + 1 });
      model.terms = [...Array.from({ length: index }, () => 0), term + 1];
      model.base = index;
    }
  }
}

/** Any log that can come about, and what it should hold. */
const logs = fc.array(steps, { maxLength: 40 }).map((taken) => {
  const [log, model] = [emptyLog(), { terms: [0], base: 0 }];
  for (const step of taken) take(step, log, model);
  return { log, model };
});

/** The term at an index, as far as the log should still know it. */
const known = ({ terms, base }: Model, index: number): number | undefined =>
  index < base ? undefined : terms[index];

describe('a log', () => {
  it('holds what was appended and not taken off, from its base on', () => {
    fc.assert(
      fc.property(logs, ({ log, model }) => {
        const last = model.terms.length - 1;
        expect(lastIndex(log)).toBe(last);
        expect(lastPosition(log)).toMatchObject({ index: last, term: model.terms[last] });
        for (let index = 0; index <= last + 2; index++) {
          expect(termAt(log, index)).toBe(known(model, index));
          const entry = entryAt(log, index);
          if (index <= model.base || index > last) expect(entry).toBeUndefined();
          else expect(entry).toMatchObject({ index, term: model.terms[index] });
        }
      }),
    );
  });

  it('gives entries from an index on, in order, and no more than asked for', () => {
    fc.assert(
      fc.property(logs, fc.nat(50), fc.nat(10), ({ log, model }, after, count) => {
        const from = model.base + 1 + after;
        const expected = model.terms.map((_, index) => index).slice(from, from + count);
        expect(entriesFrom(log, from, count).map(({ index }) => index)).toEqual(expected);
      }),
    );
  });

  it('knows where the term of an entry begins, as far back as it goes', () => {
    fc.assert(
      fc.property(logs, ({ log, model }) => {
        for (let index = model.base + 1; index < model.terms.length; index++) {
          const same = model.terms.findIndex((term, at) => at > model.base && term === model.terms[index]);
          expect(firstOfItsTerm(log, index)).toBe(same);
        }
      }),
    );
  });

  it('knows the last entry of a term before an index', () => {
    fc.assert(
      fc.property(logs, fc.nat(20), fc.nat(60), ({ log, model }, term, from) => {
        const places = model.terms.map((_, index) => index);
        const expected = places.findLast(
          (index) => index <= from && index >= model.base && model.terms[index] === term,
        );
        expect(lastOfTerm(log, term, from)).toBe(expected);
      }),
    );
  });

  it('counts how often entries were taken off its end', () => {
    const log = emptyLog();
    for (let index = 1; index <= 3; index++) append(log, { index, term: 1, kind: 'no-op' });
    compactTo(log, { index: 1, term: 1 });
    expect(log.truncations).toBe(0);
    truncateFrom(log, 3);
    expect(log.truncations).toBe(1);
  });
});
