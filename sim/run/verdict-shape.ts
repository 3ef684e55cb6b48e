/** What a checker must answer. A checker of one's own that answers anything else has judged nothing. */
import type { Verdict } from '../../checkers/history.js';
import { ScenarioError } from '../input/callers-code.js';
import { valueText } from '../input/thrown.js';

/** @throws ScenarioError when it is no verdict */
export function checkedVerdict(checker: string, answer: unknown): Verdict {
  const wanted = whatIsWrong(answer);
  if (wanted === undefined) return answer as Verdict;
  throw new ScenarioError(
    `check.${checker}`,
    `expected ${wanted}; the checker answered ${valueText(answer, 80)}`,
  );
}

function whatIsWrong(answer: unknown): string | undefined {
  const { verdict, reason, anomalies } = (answer ?? {}) as Partial<Record<string, unknown>>;
  if (verdict !== 'valid' && verdict !== 'invalid' && verdict !== 'unknown')
    return "{ verdict: 'valid' | 'invalid' | 'unknown', reason, … }";
  if (typeof reason !== 'string') return 'a reason, as text';
  if (verdict !== 'invalid') return undefined;
  if (!Array.isArray(anomalies)) return 'a list of anomalies with an invalid verdict';
  return anomalies.every(isAnomaly) ? undefined : 'anomalies with kind, message and a list of operations';
}

function isAnomaly(one: unknown): boolean {
  if (typeof one !== 'object' || one === null) return false;
  const { kind, message } = one as Partial<Record<string, unknown>>;
  if (typeof kind !== 'string' || typeof message !== 'string') return false;
  const operations = Object.getOwnPropertyDescriptor(one, 'operations');
  // A getter finds the operations when somebody wants to see them, which may take a thousand times as long as the verdict.
  return (
    operations?.get !== undefined || Array.isArray((one as { readonly operations?: unknown }).operations)
  );
}
