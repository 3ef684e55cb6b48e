/** A generator of ids that never gives the same one twice. */

import { counted } from '../counted.js';
import type { FastPath, Model } from '../model.js';
import type { Operation } from '../history.js';
import { identityOf, show } from '../identity.js';

/** What clients ask of a service that hands out identifiers. */
export interface UniqueIdsInput {
  readonly f: 'generate';
  readonly key?: string | number;
}

/** The ids given out, by identity. */
type Given = ReadonlySet<unknown>;

/** Ids generated under one key differ from each other; in what order they come does not matter. */
export function uniqueIdsModel(): Model<Given, UniqueIdsInput, unknown> {
  return {
    name: 'unique-ids',
    functions: { generate: [] },
    initial: new Set(),
    step(given, _input, output) {
      if (output === undefined) return given;
      const id = identityOf(output);
      return given.has(id) ? undefined : new Set(given).add(id);
    },
    effect: (_input, output) => (output === undefined ? 'reads' : 'sometimes'),
    key: (given) =>
      [...given]
        .map((id) => `${typeof id} ${String(id)}`)
        .sort()
        .join('\n'),
    traces: () => ({ left: [], shows: () => false }),
    printState: (given) => `${counted(given.size, 'id')} given out`,
    printOperation: (_input, output) => `generate${output === undefined ? '' : ` ${show(output)}`}`,
    fastPath: noDuplicates,
  };
}

/** Any order explains different ids, and none explains equal ones. */
const noDuplicates: FastPath = (history, budget) => {
  const first = new Map<unknown, Operation>();
  const witness: Operation[] = [];
  for (const operation of history) {
    budget.spend();
    if (operation.type !== 'ok') continue;
    witness.push(operation);
    if (operation.output === undefined) continue;
    const id = identityOf(operation.output);
    const other = first.get(id);
    if (other) {
      return {
        verdict: 'invalid',
        reason: `the id ${show(operation.output)} was generated twice`,
        kind: 'duplicate',
        core: [other, operation],
      };
    }
    first.set(id, operation);
  }
  return { verdict: 'valid', witness };
};
