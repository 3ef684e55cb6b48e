/** What a checker must answer. A checker of one's own that answers anything else has judged nothing. */
import type { Verdict } from '../checkers/history.js';
import { InputError } from './input/error.js';

/** @throws InputError when it is no verdict */
export function checkedVerdict(checker: string, answer: unknown): Verdict {
  const { verdict, reason, anomalies } = (answer ?? {}) as Partial<Record<string, unknown>>;
  const wanted =
    verdict !== 'valid' && verdict !== 'invalid' && verdict !== 'unknown'
      ? "{ verdict: 'valid' | 'invalid' | 'unknown', reason, … }"
      : typeof reason !== 'string'
        ? 'a reason, as text'
        : verdict === 'invalid' && !Array.isArray(anomalies)
          ? 'a list of anomalies with an invalid verdict'
          : undefined;
  if (wanted !== undefined)
    throw new InputError(`check.${checker}`, `expected ${wanted}; the checker answered ${shown(answer)}`);
  return answer as Verdict;
}

function shown(answer: unknown): string {
  if (typeof (answer as { then?: unknown } | null)?.then === 'function') return 'a promise';
  let text: string | undefined;
  try {
    text = JSON.stringify(answer);
  } catch {
    text = undefined;
  }
  const said = text ?? String(answer);
  return said.length > 80 ? `${said.slice(0, 80)}…` : said;
}
