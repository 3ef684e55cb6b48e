/**
 * PRAM, or FIFO, consistency (Lipton & Sandberg 1988): every session sees the writes of each other session in
 * the order in which they were made, and its own operations in order; what one session learns from another it
 * does not pass on.
 */
import type { BudgetMeter } from '../budget.js';
import type { Anomaly, Checker } from '../history.js';
import { contradictionAnomaly } from './causal-patterns.js';
import { LatestWrites } from './latest-writes.js';
import { Precedence } from './precedence.js';
import type { ReadsFrom } from './reads-from.js';
import { registerChecker } from './register-checker.js';
import { type Access, INITIAL, type RegisterHistory, type RegisterOptions } from './registers.js';
import { saturate } from './saturation.js';
import { who } from '../selectors.js';

/**
 * PRAM, or FIFO, consistency: each session sees the writes of each other session in the order in which they were made
 * (Lipton & Sandberg 1988).
 *
 * What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
 *
 * Anomalies: `ThinAirRead`, `pram-cycle`, `pram-init-read`. Polynomial when written values are distinct.
 */
export function pram(options: RegisterOptions = {}): Checker {
  return registerChecker('pram', options, pramAnomalies);
}

function pramAnomalies(
  history: RegisterHistory,
  readsFrom: ReadsFrom,
  meter: BudgetMeter,
): readonly Anomaly[] {
  const latest = new LatestWrites(history);
  for (const session of history.sessions) {
    const reads = session.filter((access) => readsFrom.has(access.id));
    if (reads.length === 0) continue;
    const own = new Set(reads);
    const seen = (access: Access) => access.kind === 'write' || own.has(access);
    const order = new Precedence(history, meter, seen);
    for (const read of reads) {
      const source = readsFrom.get(read.id)!;
      if (source !== INITIAL) order.add(source, read.id);
    }
    const contradiction = saturate({
      history,
      order,
      latest,
      reads,
      source: (read) => readsFrom.get(read.id)!,
    });
    if (!contradiction) continue;
    const whose = `${who(reads[0]!.operation)} cannot order all writes, each session's as it made them, so that its reads are right`;
    return [
      contradictionAnomaly(
        history,
        readsFrom,
        order,
        contradiction,
        reads,
        ['pram-cycle', 'pram-init-read'],
        whose,
      ),
    ];
  }
  return [];
}
