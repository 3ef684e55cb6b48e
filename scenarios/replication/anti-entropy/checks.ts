/** What remains when keys know nothing of each other: each by itself is a register that all agree on. */
import { mergeVerdicts, sequential, type Checker, type History, type Verdict } from 'seedstorm/checkers';
import { sessionsOf } from '../registers.js';

/**
 * Coherence: each key by itself is sequentially consistent, as what multiprocessors promise of each address (Goodman
 * 1989 calls it cache consistency). Anomalies: those of `sequential`.
 */
export function coherent(): Checker {
  const checker = sequential();
  return {
    name: 'coherent',
    check(history, budget): Verdict {
      const byKey = new Map<string, History[number][]>();
      for (const operation of sessionsOf(history)) {
        const { key } = operation.input as { readonly key: string };
        const list = byKey.get(key);
        if (list === undefined) byKey.set(key, [operation]);
        else list.push(operation);
      }
      const verdicts = [...byKey].map(([key, operations]) => ({
        key,
        verdict: checker.check(operations, budget),
      }));
      const worst = mergeVerdicts(verdicts.map(({ verdict }) => verdict.verdict));
      const found = verdicts.find(({ verdict }) => verdict.verdict === worst);
      if (worst === 'valid' || found === undefined)
        return {
          verdict: 'valid',
          reason: `each of ${byKey.size} keys is sequentially consistent by itself`,
        };
      return { ...found.verdict, reason: `key ${found.key}: ${found.verdict.reason}` };
    },
  };
}
