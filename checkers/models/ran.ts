/** The order in which a transaction's micro-operations ran. */

import { sameValue } from '../identity.js';

type Micro = readonly [kind: string, key: string | number, value: unknown];

/**
 * The micro-operations as they ran: in the order of the answer, if that reports the same ones in another order than they
 * were asked for, else in the order asked.
 */
export function ranOf<M extends Micro>(ops: readonly M[], output: readonly M[] | undefined): readonly M[] {
  if (!Array.isArray(output) || isInOrder(ops, output)) return ops;
  const left = [...ops];
  for (const micro of output) {
    const at = left.findIndex((asked) => isSame(asked, micro));
    if (at < 0) return ops;
    left.splice(at, 1);
  }
  return left.length === 0 ? output : ops;
}

function isInOrder(ops: readonly Micro[], output: readonly Micro[]): boolean {
  for (let i = 0; i < ops.length; i++) {
    const micro = output[i];
    const asked = ops[i]!;
    if (micro?.[0] !== asked[0] || micro[1] !== asked[1]) return false;
    if (asked[0] !== 'r' && !Object.is(micro[2], asked[2])) return false;
  }
  return true;
}

/** What a read found is no part of the question. */
const isSame = ([kind, key, value]: Micro, ran: Micro): boolean =>
  Array.isArray(ran) && kind === ran[0] && key === ran[1] && (kind === 'r' || sameValue(value, ran[2]));
