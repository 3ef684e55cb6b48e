/** Liveness: what is asked once everything is healed must be answered. */
import { nothingToJudge, type Anomaly, type History, type Verdict } from '../../checkers/history.js';

/** Every operation of a client invoked at `fromMs` or later must have ended `ok`. */
export function liveness(history: History, clients: readonly string[], fromMs: number): Verdict {
  const asked = history.filter(
    ({ process, invokedAtMs }) => (invokedAtMs ?? 0) >= fromMs && isClient(process, clients),
  );
  if (asked.length === 0)
    return nothingToJudge(`no client asked for anything from ${fromMs} ms on, when answers are claimed`);
  const unanswered = asked.filter(({ type }) => type !== 'ok');
  const [first] = unanswered;
  if (first === undefined)
    return { verdict: 'valid', reason: `all ${asked.length} operations from ${fromMs} ms on were answered` };
  const anomalies = unanswered.map((operation): Anomaly => {
    const how = operation.type === 'fail' ? 'was refused' : 'was not answered';
    const message = `${operation.process}'s operation of ${operation.invokedAtMs} ms ${how} (${operation.error ?? 'still open'}), though everything was healed`;
    return { kind: 'no-progress', message, operations: [operation] };
  });
  return { verdict: 'invalid', reason: (anomalies[0] as Anomaly).message, anomalies };
}

/** Clients that had a crashed operation go on under a name with a suffix: c2, c2.1, c2.2 … */
function isClient(process: string | number, clients: readonly string[]): boolean {
  return typeof process === 'string' && clients.includes(process.replace(/\.\d+$/, ''));
}
