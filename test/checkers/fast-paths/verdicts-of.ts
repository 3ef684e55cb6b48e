/** What the tests of the specialised procedures ask of a verdict. */
import { BudgetMeter } from '../../../checkers/budget.js';
import type { Model } from '../../../checkers/model.js';
import { faultOfWitness, isLinearizable } from '../brute-force.js';
import { written } from '../written-history.js';

/** A test case: operations as they are written down, and what is expected. */
export interface Case {
  readonly name: string;
  readonly history: string;
  /** `valid`, the kind of anomaly, or `left` to the general search. */
  readonly expected: string;
  /** Size of the core of an invalid history. */
  readonly core?: number;
}

/**
 * What a model's specialised procedure says of a history, with the size of its core. Throws when brute force does
 * not agree, when a witness does not replay, or when a core does not fail.
 */
export function judged<State, I extends { readonly f: string }, O>(
  model: Model<State, I, O>,
  text: string,
): { readonly verdict: string; readonly core?: number } {
  const history = written(text);
  const found = model.fastPath!(history, new BudgetMeter());
  if (found === undefined) return { verdict: 'left' };
  if (isLinearizable(model, history) !== (found.verdict === 'valid'))
    throw new Error('brute force disagrees');
  if (found.verdict === 'valid') {
    const fault = found.witness && faultOfWitness(model, history, found.witness);
    if (fault) throw new Error(`wrong witness: ${fault}`);
    return { verdict: 'valid' };
  }
  if (isLinearizable((found.part ?? model) as Model<unknown>, found.core))
    throw new Error('the core does not fail');
  const again = found.part ? found : model.fastPath!(found.core, new BudgetMeter());
  if (again?.verdict !== 'invalid' || again.kind !== found.kind) throw new Error('the core fails otherwise');
  if (/undefined|\[object|NaN/.test(found.reason)) throw new Error(`a poor sentence: ${found.reason}`);
  return { verdict: found.kind, core: found.core.length };
}

/** What `judged` should answer for a case. */
export const wanted = ({ expected, core }: Case) =>
  core === undefined ? { verdict: expected } : { verdict: expected, core };
