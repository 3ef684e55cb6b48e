/** Compares a specialised procedure with the brute-force twin on random histories. */
import { BudgetMeter } from '../../../checkers/budget.js';
import type { Operation } from '../../../checkers/history.js';
import { faultOfWitness, isLinearizable } from '../brute-force.js';
import type { Subject } from './fast-path-subjects.js';
import { anyHistory } from './history-maker.js';
import { Random } from './random.js';

export interface FuzzReport {
  /** Histories the procedure found valid, found invalid, and left to the general search. */
  valid: number;
  invalid: number;
  left: number;
  /** What was wrong, with the history; empty if all is well. */
  readonly mismatches: { readonly fault: string; readonly history: readonly Operation[] }[];
}

/** Judges `count` histories; the same seed draws the same ones. Stops after the first few mismatches. */
export function fuzzFastPath(subject: Subject, count: number, seed: number): FuzzReport {
  const random = new Random(seed);
  const report: FuzzReport = { valid: 0, invalid: 0, left: 0, mismatches: [] };
  for (let i = 0; i < count && report.mismatches.length < 3; i++) {
    const history = anyHistory(random, subject.workload, {
      operations: random.chance(12) ? 9 + random.below(6) : 2 + random.below(7),
      processes: 2 + random.below(4),
      infoPercent: random.pick([0, 0, 8, 20]),
    });
    const fault = compare(subject, history, report);
    if (fault !== undefined) report.mismatches.push({ fault, history });
  }
  return report;
}

function compare({ model }: Subject, history: readonly Operation[], report: FuzzReport): string | undefined {
  const happened = history.filter(
    ({ type, input }) => type !== 'fail' || model.observesFail?.(input as never),
  );
  const found = model.fastPath!(happened, new BudgetMeter());
  if (found === undefined) {
    report.left++;
    return undefined;
  }
  report[found.verdict]++;
  const expected = isLinearizable(model, happened) ? 'valid' : 'invalid';
  if (found.verdict !== expected) return `found ${found.verdict}, but it is ${expected}`;
  if (found.verdict === 'valid') {
    const fault = found.witness && faultOfWitness(model, happened, found.witness);
    return fault && `wrong witness: ${fault}`;
  }
  if (!found.core.every((operation) => happened.includes(operation))) return 'the core is not of the history';
  if (isLinearizable(found.part ?? model, found.core)) return 'the core does not fail';
  if (found.part) return undefined;
  // A core that lacks the write of what is read fails, too, but not for the reason that the whole history does.
  const again = model.fastPath!(found.core, new BudgetMeter());
  const same = again?.verdict === 'invalid' && again.kind === found.kind;
  return same ? undefined : `the core is no longer ${found.kind}`;
}
