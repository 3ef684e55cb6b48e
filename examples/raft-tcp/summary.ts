/** A trial in a few lines. */
import type { Operation } from 'seedstorm/checkers';
import { inParts } from './recording.js';
import type { Outcome } from './trial.js';

export function summary(outcome: Outcome): string {
  const { history, workedMs, disturbances, unasked, reached, checks, verdict } = outcome;
  const { clients } = inParts(history);
  const ended = (type: Operation['type']): Operation[] =>
    clients.filter((operation) => operation.type === type);
  const ok = ended('ok');
  const tookMs = ok
    .map(({ invokedAtMs = 0, completedAtMs = 0 }) => completedAtMs - invokedAtMs)
    .sort((a, b) => a - b);
  const sites = [...new Set(reached)].map(
    (site) => `${site} (${reached.filter((other) => other === site).length})`,
  );
  const lines = [
    `${clients.length} operations: ${ok.length} ok, ${ended('fail').length} fail, ${ended('info').length} info`,
    `${Math.round((1_000 * ok.length) / workedMs)} ok/s, latency p50 ${quantile(tookMs, 0.5)} ms, p99 ${quantile(tookMs, 0.99)} ms`,
    ...(sites.length === 0 ? [] : [`reached: ${sites.join(', ')}`]),
    ...disturbances,
    ...unasked.map((words) => `unasked: ${words}`),
    ...Object.entries(checks).map(([name, check]) => `${name}: ${check.verdict} (${check.reason})`),
    verdict,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function quantile(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(1);
}
