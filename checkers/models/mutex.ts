/** A lock that one owner holds at a time. */

import type { Model } from '../model.js';
import { show } from '../identity.js';

/** What clients ask of a mutex. */
export interface MutexInput {
  readonly f: 'acquire' | 'release';
  readonly key?: string | number;
  /** Who acquires or releases; if absent, anybody may release. */
  readonly owner?: string | number;
}

/** `false` tells that the lock was refused (or that there was nothing to release); nothing, with `ok`, that it worked. */
export type MutexOutput = boolean | null;

/** Who holds it; `null` while it is free. Somebody without a name is `true`. */
type Holder = string | number | true | null;

/** A lock that is free at first, and that its owner cannot acquire twice. */
export function mutexModel(): Model<Holder, MutexInput, MutexOutput> {
  return {
    name: 'mutex',
    functions: { acquire: [], release: [] },
    initial: null,
    step(holder, input, output, outcome) {
      const owner = input.owner ?? true;
      const possible = input.f === 'acquire' ? holder === null : holder === owner;
      const after = input.f === 'acquire' ? owner : null;
      if (outcome === 'info') return possible ? after : holder;
      if (output === false) return possible ? undefined : holder;
      return possible ? after : undefined;
    },
    effect: (_input, output, outcome) =>
      outcome === 'info' ? 'always' : output === false ? 'reads' : 'sometimes',
    printState: (holder) => (holder === null ? 'free' : holder === true ? 'held' : `held by ${show(holder)}`),
    printOperation: ({ f, owner }, output) =>
      `${f}${owner === undefined ? '' : ` by ${show(owner)}`}${output === false ? ', refused' : ''}`,
  };
}
