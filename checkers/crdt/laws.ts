/**
 * The laws of state-based CRDTs (Shapiro et al. 2011): merge is commutative, associative and idempotent, and
 * updates only grow the state. They are checked over samples, by the cube of their number for associativity, so
 * that a property-testing library can supply the samples.
 */
import { counted } from '../counted.js';
import type { Anomaly, Operation, Verdict } from '../history.js';
import { identityOf, sameValue, show } from '../identity.js';

/** The operations of a state-based CRDT that the laws are checked on. */
export interface CrdtLaws<State> {
  /** Joins two states into one that knows what both knew. Must not change its arguments. */
  readonly merge: (a: State, b: State) => State;
  /** When two states are the same. Default: equal structure. */
  readonly equal?: (a: State, b: State) => boolean;
  /** Local updates, which must not forget: merging the old state into the new one changes nothing. */
  readonly updates?: readonly ((state: State) => State)[];
}

/**
 * Checks every law on every combination of samples. Anomalies: `not-commutative`, `not-associative`,
 * `not-idempotent`, `not-inflationary` (an update is lost by merging), `mutates` (merge changed its argument).
 * The operations of an anomaly are of function `merge` or `update` and carry the samples as values.
 */
export function crdtLaws<State>(samples: readonly State[], laws: CrdtLaws<State>): Verdict {
  const { merge, equal = sameValue, updates = [] } = laws;
  const anomalies: Anomaly[] = [];
  const broken = new Set<string>();
  const report = (kind: string, operations: Operation[], message: () => string) => {
    if (broken.has(kind)) return;
    broken.add(kind);
    anomalies.push({ kind, message: message(), operations });
  };
  const check = (
    kind: string,
    left: State,
    right: State,
    texts: readonly [string, string],
    operands: readonly State[],
  ) => {
    if (equal(left, right)) return;
    const f = kind === 'not-inflationary' ? 'update' : 'merge';
    const operations = operands.map((value, i) => step(f, value, i));
    report(
      kind,
      operations,
      () =>
        `${texts[0]} is ${show(left)}, but ${texts[1]} is ${show(right)}, for ${operands.map(show).join(' and ')}`,
    );
  };

  const originals = samples.map(identityOf);
  for (const a of samples) {
    check('not-idempotent', merge(a, a), a, ['a ⊔ a', 'a'], [a]);
    for (const update of updates) {
      const after = update(a);
      check('not-inflationary', merge(a, after), after, ['a ⊔ u(a)', 'u(a)'], [a, after]);
    }
    for (const b of samples) {
      const ab = merge(a, b);
      check('not-commutative', ab, merge(b, a), ['a ⊔ b', 'b ⊔ a'], [a, b]);
      for (const c of samples) {
        check(
          'not-associative',
          merge(ab, c),
          merge(a, merge(b, c)),
          ['(a ⊔ b) ⊔ c', 'a ⊔ (b ⊔ c)'],
          [a, b, c],
        );
      }
    }
  }
  const changed = samples.findIndex((sample, i) => identityOf(sample) !== originals[i]);
  if (changed >= 0) {
    const now = samples[changed];
    report(
      'mutates',
      [step('merge', now, changed)],
      () => `merging changed its argument, sample ${changed + 1}, to ${show(now)}`,
    );
    // Whatever else seems broken was judged on samples that had changed underneath.
    anomalies.unshift(anomalies.pop()!);
  }
  const [first] = anomalies;
  if (first) return { verdict: 'invalid', reason: first.message, anomalies, core: first.operations };
  return { verdict: 'valid', reason: `merge keeps its laws on ${counted(samples.length, 'sample')}` };
}

/**
 * Operation-based CRDTs: concurrent operations commute (Shapiro et al. 2011), that is, all their orders lead to
 * equal states. Anomaly: `not-commutative`. Checks all pairs in the given states.
 */
export function commutingOperations<State, Op>(
  states: readonly State[],
  operations: readonly Op[],
  laws: {
    readonly apply: (state: State, operation: Op) => State;
    readonly equal?: (a: State, b: State) => boolean;
    readonly concurrent?: (a: Op, b: Op) => boolean;
  },
): Verdict {
  const { apply, equal = sameValue, concurrent = () => true } = laws;
  let pairs = 0;
  for (const state of states) {
    for (const [i, a] of operations.entries()) {
      for (const b of operations.slice(i + 1)) {
        if (!concurrent(a, b)) continue;
        pairs++;
        const [ab, ba] = [apply(apply(state, a), b), apply(apply(state, b), a)];
        if (equal(ab, ba)) continue;
        const message = `${show(a)} then ${show(b)} leads from ${show(state)} to ${show(ab)}, the other way round to ${show(ba)}`;
        const involved = [a, b].map((operation, at) => step('apply', operation, at));
        return {
          verdict: 'invalid',
          reason: message,
          anomalies: [{ kind: 'not-commutative', message, operations: involved }],
          core: involved,
        };
      }
    }
  }
  return { verdict: 'valid', reason: `${pairs} pairs of concurrent operations commute` };
}

function step(f: string, value: unknown, index: number): Operation {
  return {
    process: `sample ${index + 1}`,
    input: { f, value },
    type: 'ok',
    invoke: 2 * index,
    complete: 2 * index + 1,
  };
}
