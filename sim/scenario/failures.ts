/** Functions of a scenario that fail in a run: each is a violation of the built-in check `runtime`. */
import type { Anomaly, Verdict } from '../../checkers/history.js';
import type { ScenarioError } from '../input/callers-code.js';

/** What `runtime` says where these failed besides. */
export function withFailures(runtime: Verdict, failures: readonly ScenarioError[]): Verdict {
  const [first] = failures;
  if (first === undefined) return runtime;
  const anomalies = [...(runtime.verdict === 'invalid' ? runtime.anomalies : []), ...failures.map(anomalyOf)];
  const reason = runtime.verdict === 'invalid' ? runtime.reason : first.message;
  return { verdict: 'invalid', reason, anomalies };
}

/** Kinds differ by the function, so that no search for a smaller failure takes one for another. */
export function anomalyOf({ path, message }: ScenarioError): Anomaly {
  return { kind: `${path}-failed`, message, operations: [] };
}
