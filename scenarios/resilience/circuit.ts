/**
 * A circuit breaker as plain data and decisions: closed, open, half-open (Nygard, "Release It!", 2007).
 *
 * Every change of the circuit begins a new period. What a call that was let through in an earlier period tells is not
 * about this one, so it counts for nothing.
 */

export const circuitRules = {
  /** How many calls a half-open circuit lets through at once: one, or all that come. */
  halfOpen: 'one' as 'one' | 'all',
  /** What becomes of answers to calls of an earlier period. */
  lateAnswers: 'ignored' as 'ignored' | 'counted',
  /** Whether an open circuit is ever tried. */
  triesAgain: true,
  /** Successes of an earlier half-open period count for the next. */
  successes: 'begin-anew' as 'begin-anew' | 'kept',
};
export type CircuitRules = typeof circuitRules;

export interface CircuitSettings {
  /** So many failures one after another open the circuit. */
  readonly failures: number;
  /** So long it stays open. */
  readonly openMs: number;
  /** So many trials, one after another, must succeed. */
  readonly trials: number;
}

export type CircuitState = 'closed' | 'open' | 'half-open';

export interface Circuit extends CircuitSettings {
  readonly rules: CircuitRules;
  is: CircuitState;
  period: number;
  failed: number;
  succeeded: number;
  openedMs: number;
  /** A trial is under way. */
  trying: boolean;
}

/** The right to make one call; `undefined`: refused. */
export interface Permit {
  readonly period: number;
}

export const newCircuit = (settings: CircuitSettings, rules: CircuitRules = circuitRules): Circuit => ({
  ...settings,
  ...{ rules, is: 'closed', period: 1, failed: 0, succeeded: 0, openedMs: 0, trying: false },
});

/** Asks for a call. */
export function permit(circuit: Circuit, nowMs: number): Permit | undefined {
  const { rules, openMs } = circuit;
  if (circuit.is === 'open' && rules.triesAgain && nowMs - circuit.openedMs >= openMs) {
    become(circuit, 'half-open');
    if (rules.successes === 'begin-anew') circuit.succeeded = 0;
  }
  if (circuit.is === 'open') return undefined;
  if (circuit.is === 'half-open') {
    if (circuit.trying && rules.halfOpen === 'one') return undefined;
    circuit.trying = true;
  }
  return { period: circuit.period };
}

/** Tells how a call ended. */
export function callEnded(
  circuit: Circuit,
  { period }: Permit,
  outcome: 'ok' | 'failed',
  nowMs: number,
): void {
  if (period !== circuit.period && circuit.rules.lateAnswers === 'ignored') return;
  if (outcome === 'failed') {
    circuit.failed++;
    if (circuit.is === 'closed' && circuit.failed < circuit.failures) return;
    circuit.openedMs = nowMs;
    if (circuit.is !== 'open') become(circuit, 'open');
    return;
  }
  if (circuit.is === 'closed') circuit.failed = 0;
  else if (++circuit.succeeded < circuit.trials) become(circuit, circuit.is);
  else {
    circuit.succeeded = 0;
    circuit.failed = 0;
    become(circuit, 'closed');
  }
}

function become(circuit: Circuit, is: CircuitState): void {
  circuit.is = is;
  circuit.period++;
  circuit.trying = false;
}
