/** Convergence of replicas: *eventual* (Vogels 2009) and *strong eventual* (Shapiro et al. 2011). */
import { counted } from '../counted.js';
import { scanning } from '../findings.js';
import { getOrMake } from '../grouping.js';
import type { Checker, History, Operation } from '../history.js';
import { identityOf, nameOf, show, showBoth } from '../identity.js';
import { type Fields, fieldsOf, nameOfFunction, selector, type Selector, whoWhen } from '../selectors.js';

/** What a replica was seen to hold. */
export interface ReplicaState {
  readonly replica: unknown;
  readonly value: unknown;
  /** The updates it has applied, in any order; needed by `strongConvergence` only. */
  readonly seen?: readonly unknown[];
}

/** How states of replicas are recorded, and which operations are updates. */
export interface ConvergenceOptions {
  /** Default: fields of `state` as described above; a name: the same of that function. */
  readonly state?: string | ((operation: Operation) => ReplicaState | undefined);
  /** Whether an operation is an update. Default: every other function than that of states, `read`, `get` and `drain`. */
  readonly updates?: Selector<boolean>;
  /** Replicas that must show their state. Default: those that do. */
  readonly replicas?: readonly unknown[];
}

interface Seen extends ReplicaState {
  readonly operation: Operation;
}

/**
 * Eventual consistency: the last states of all replicas, recorded after the last update, are equal (Vogels 2009).
 *
 * What it reads. A replica records its state as `{f: 'state', value, seen?}`, with `node.effect`; or a client asked for
 * it, and its output is `{replica, value, seen?}` or `{replica, …}`. `seen` lists the ids of the updates that the
 * replica has applied. Anything else that is not a read or a drain counts as an update, unless `updates` says
 * otherwise.
 *
 * Anomaly: `divergence`. `unknown` if a replica shows no state after the last update that may have happened, or only
 * one replica is known that shows any.
 */
export function converges(options: ConvergenceOptions = {}): Checker {
  return scanning({
    name: 'converges',
    looksFor: 'states of replicas',
    scan(history, findings, meter) {
      meter.spend(history.length);
      const states = statesOf(history, options);
      const quiet = quiescence(history, options);
      const last = new Map<unknown, Seen>();
      for (const state of states)
        if (state.operation.invoke > quiet) last.set(identityOf(state.replica), state);
      for (const replica of options.replicas ?? states.map((state) => state.replica)) {
        if (last.has(identityOf(replica))) continue;
        findings.undecided(`${show(replica)} shows no state after the last update`);
      }
      const [first, ...others] = last.values();
      if (!first) findings.undecided('no replica shows its state after the last update');
      else if (others.length === 0 && options.replicas === undefined)
        findings.undecided(`only ${show(first.replica)} shows its state: there is none to compare it with`);
      for (const other of others) {
        if (identityOf(first!.value) === identityOf(other.value)) continue;
        findings.add('divergence', [first!.operation, other.operation], () => {
          const [one, another] = showBoth(first!.value, other.value);
          return `${show(first!.replica)} holds ${one}, ${show(other.replica)} ${another}, though nothing changes any more`;
        });
      }
      return {
        judged: last.size,
        reason: `${last.size === 1 ? 'the one replica holds one state' : `${last.size} replicas hold the same`}`,
      };
    },
  });
}

/**
 * Strong eventual consistency: states with the same updates are equal at any time (Shapiro et al. 2011).
 *
 * What it reads. A replica records its state as `{f: 'state', value, seen?}`, with `node.effect`; or a client asked for
 * it, and its output is `{replica, value, seen?}` or `{replica, …}`. `seen` lists the ids of the updates that the
 * replica has applied. Anything else that is not a read or a drain counts as an update, unless `updates` says
 * otherwise.
 *
 * Anomaly: `divergence`. `unknown` if no two replicas were ever seen with the same updates: nothing was compared.
 */
export function strongConvergence(options: ConvergenceOptions = {}): Checker {
  return scanning({
    name: 'strong-convergence',
    looksFor: 'states of replicas with what each has seen',
    scan(history, findings, meter) {
      meter.spend(history.length);
      const byUpdates = new Map<string, Seen>();
      let compared = 0;
      for (const state of statesOf(history, options)) {
        if (!state.seen) continue;
        const updates = [...new Set(state.seen.map((id) => nameOf(id)))].sort().join('\u0001');
        const other = getOrMake(byUpdates, updates, () => state);
        if (other === state) continue;
        compared++;
        if (identityOf(other.value) === identityOf(state.value)) continue;
        findings.add('divergence', [other.operation, state.operation], () => {
          const same = `after the same ${counted(state.seen!.length, 'update')}`;
          const [one, another] = showBoth(other.value, state.value);
          return `${whoWhen(other.operation)} held ${one}, ${whoWhen(state.operation)} ${another}, ${same}`;
        });
      }
      if (compared === 0) findings.undecided('no two states were recorded with the same updates');
      return {
        judged: compared,
        reason: `${counted(compared, 'state')} equal to another with the same updates`,
      };
    },
  });
}

function statesOf(history: History, options: ConvergenceOptions): Seen[] {
  const stateOf = selector(options.state, 'state', readState);
  return history.flatMap((operation) => {
    const state = operation.type === 'ok' ? stateOf(operation) : undefined;
    return state ? [{ ...state, operation }] : [];
  });
}

function readState(fields: Fields, operation: Operation): ReplicaState | undefined {
  const answer = isAnswer(operation.output) ? operation.output : undefined;
  // In a file an answer is also what was asked for, where the question left that open.
  const value = fields['value'] === operation.output ? undefined : fields['value'];
  const isAsked = fields['replica'] === undefined && (value ?? null) === null;
  if (answer !== undefined && isAsked) {
    const { replica, seen, ...rest } = answer;
    return replicaState({ replica, value: 'value' in rest ? rest['value'] : rest }, seen);
  }
  const state = {
    replica: fields['replica'] ?? operation.process,
    value: fields['value'] ?? operation.output,
  };
  return replicaState(state, fields['seen']);
}

type Answer = Readonly<Record<string, unknown>> & { readonly replica: unknown };

function isAnswer(output: unknown): output is Answer {
  return typeof output === 'object' && output !== null && 'replica' in output;
}

function replicaState({ replica, value }: Omit<ReplicaState, 'seen'>, seen: unknown): ReplicaState {
  return Array.isArray(seen) ? { replica, value, seen } : { replica, value };
}

/** When the last update ended. One that never returned may strike later, but only its invocation is certain. */
function quiescence(history: History, options: ConvergenceOptions): number {
  const passive = new Set(['state', nameOfFunction(options.state, 'state'), 'read', 'get', 'drain']);
  const isUpdate = options.updates ?? ((operation: Operation) => !passive.has(fieldsOf(operation).f));
  let quiet = -Infinity;
  for (const operation of history) {
    if (operation.type === 'fail' || !isUpdate(operation)) continue;
    quiet = Math.max(quiet, operation.type === 'ok' ? operation.complete : operation.invoke);
  }
  return quiet;
}
