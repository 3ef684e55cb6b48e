/** What tests say of verdicts. */
import { expect } from 'vitest';
import type { Anomaly, Checker, History, Verdict } from '../../checkers/history.js';

/** The kinds of anomaly a checker names in a history, each once, sorted; empty for a valid one. */
export function kinds(checker: Checker, history: History): string[] {
  return [...new Set(anomaliesOf(checker.check(history)).map(({ kind }) => kind))].sort();
}

function anomaliesOf(verdict: Verdict): readonly Anomaly[] {
  return verdict.verdict === 'invalid' ? verdict.anomalies : [];
}

/** Expects `invalid` with exactly these kinds, sentences, and a core that shows what the reason tells of, with no needless operation. */
export function expectInvalid(checker: Checker, history: History, ...expected: string[]): Verdict {
  const verdict = checker.check(history);
  expect(verdict.verdict, verdict.reason).toBe('invalid');
  if (verdict.verdict !== 'invalid') throw new Error('unreachable');
  expect([...new Set(verdict.anomalies.map(({ kind }) => kind))].sort()).toEqual(expected.sort());
  for (const anomaly of verdict.anomalies) {
    expect(anomaly.message).not.toMatch(/undefined|\[object/);
    expect(anomaly.operations.length).toBeGreaterThan(0);
    for (const operation of anomaly.operations) expect(history).toContain(operation);
  }
  const { core } = verdict;
  expect(core, 'no core').toBeDefined();
  for (const operation of core!) expect(history).toContain(operation);
  const told = verdict.anomalies[0]!.kind;
  expect(kinds(checker, core!)).toContain(told);
  expect(expected).toEqual(expect.arrayContaining(kinds(checker, core!)));
  for (const operation of core!) {
    // Without it the rest does not show that, or fails for a reason that the whole history did not have.
    const rest = kinds(
      checker,
      core!.filter((other) => other !== operation),
    );
    expect(
      !rest.includes(told) || rest.some((kind) => !expected.includes(kind)),
      `needless: ${JSON.stringify(operation)}`,
    ).toBe(true);
  }
  return verdict;
}

export function expectValid(checker: Checker, history: History): void {
  const verdict = checker.check(history);
  expect(verdict.verdict, verdict.reason).toBe('valid');
}

/** Nothing passes that was not looked at. */
export function expectUnjudged(checker: Checker, history: History): void {
  const { verdict, reason } = checker.check(history);
  expect({ verdict, reason }).toMatchObject({
    verdict: 'unknown',
    reason: expect.stringContaining('nothing to judge') as string,
  });
}

/** What a row of a table expects instead of kinds, where there is nothing to judge. */
export const UNJUDGED = 'nothing to judge';
