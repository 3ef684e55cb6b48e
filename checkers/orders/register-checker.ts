/** What the checkers of register histories share: refusing other operations, trying the ways reads can have read. */
import { counted } from '../counted.js';
import type { BudgetMeter } from '../budget.js';
import { scanning } from '../findings.js';
import type { Anomaly, Checker } from '../history.js';
import { overReadsFrom, type ReadsFrom } from './reads-from.js';
import { foreignFunction, type RegisterHistory, registerHistory, type RegisterOptions } from './registers.js';

/** A checker of reads and writes that needs to know which write each read returned. */
export function registerChecker(
  name: string,
  options: RegisterOptions,
  decide: (history: RegisterHistory, readsFrom: ReadsFrom, meter: BudgetMeter) => readonly Anomaly[],
): Checker {
  return scanning({
    name,
    looksFor: 'reads and writes that took place',
    scan(history, findings, meter) {
      meter.spend(history.length);
      const foreign = foreignFunction(history);
      if (foreign !== undefined) {
        findings.undecided(`${name} is defined for reads and writes; the history also has ${foreign}`);
        return { judged: 0, reason: '' };
      }
      const registers = registerHistory(history, options);
      const anomalies = overReadsFrom(registers, meter, (readsFrom) => decide(registers, readsFrom, meter));
      for (const { kind, operations, message } of anomalies) findings.add(kind, operations, () => message);
      return {
        judged: registers.accesses.length,
        reason: `${counted(registers.accesses.length, 'read or write', 'reads and writes')} by ${counted(registers.sessions.length, 'session')}`,
      };
    },
  });
}
