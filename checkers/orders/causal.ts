/**
 * Causal consistency of reads and writes, in its three published strengths.
 *
 * All three ask for a causal order (session order and reads-from, closed). They differ in what must agree with
 * it: each read by itself (*weak*), all reads with one arbitration of the writes (*convergence*, what systems
 * that converge by last-writer-wins promise), or all reads of a session with one order of that session's own
 * (*memory*, Ahamad et al. 1995). Convergence and memory do not imply each other; only memory implies PRAM.
 *
 * Polynomial when the values written to a key are distinct; otherwise NP-complete, with a budget.
 */
import type { Checker } from '../history.js';
import { causalPatterns } from './causal-patterns.js';
import { registerChecker } from './register-checker.js';
import type { RegisterOptions } from './registers.js';

/**
 * Weak causal consistency: each read by itself agrees with a causal order (Bouajjani et al. 2017).
 *
 * What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
 *
 * Anomalies: `ThinAirRead`, `CyclicCO`, `WriteCOInitRead`, `WriteCORead`.
 */
export function causal(options: RegisterOptions = {}): Checker {
  return registerChecker('causal', options, (history, readsFrom, meter) =>
    causalPatterns(history, readsFrom, 'weak', meter),
  );
}

/**
 * Causal convergence (causal+ consistency): all reads agree with a causal order and with one order of all writes.
 *
 * What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
 *
 * Anomalies: those of `causal`, and `CyclicCF`.
 */
export function causalConvergence(options: RegisterOptions = {}): Checker {
  return registerChecker('causal-convergence', options, (history, readsFrom, meter) =>
    causalPatterns(history, readsFrom, 'convergence', meter),
  );
}

/**
 * Causal memory: all reads of a session agree with a causal order and one order of that session's own (Ahamad et al.
 * 1995).
 *
 * What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
 *
 * Anomalies: those of `causal`, `WriteHBInitRead` and `CyclicHB`.
 */
export function causalMemory(options: RegisterOptions = {}): Checker {
  return registerChecker('causal-memory', options, (history, readsFrom, meter) =>
    causalPatterns(history, readsFrom, 'memory', meter),
  );
}
