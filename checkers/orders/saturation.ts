/**
 * What reads force on the order of writes, drawn out until nothing new follows or a contradiction appears.
 *
 * If a write precedes a read of the same key that returned another write, it precedes that other write too.
 * For the reads of one session this decides whether a legal order exists (Bouajjani et al., POPL 2017, section
 * 5: happened-before for causal memory); for all reads together it is the weak conflict order of Zennou et al.
 * (CAV 2019), which refutes most histories that are not sequentially consistent before any search.
 */
import type { LatestWrites } from './latest-writes.js';
import type { Precedence } from './precedence.js';
import { type Access, INITIAL, type RegisterHistory } from './registers.js';

/** Why no order exists. */
export type Contradiction =
  | { readonly kind: 'cycle'; readonly ids: readonly number[] }
  /** A write precedes a read of the same key that found the initial value. */
  | { readonly kind: 'initial-read'; readonly write: Access; readonly read: Access };

export interface Saturation {
  readonly history: RegisterHistory;
  readonly order: Precedence;
  readonly latest: LatestWrites;
  /** The reads whose results are to be explained. */
  readonly reads: readonly Access[];
  /** For each read, by id: the write it returned. */
  readonly source: (read: Access) => number;
  /** Whether a read must also precede the writes that overwrite what it returned: true in a single order. */
  readonly singleOrder?: boolean;
}

/** Adds to `order` what follows. Returns a contradiction, if one follows. */
export function saturate(saturation: Saturation): Contradiction | undefined {
  const { order } = saturation;
  for (;;) {
    const cycle = order.close();
    if (cycle) return { kind: 'cycle', ids: cycle };
    let grew = false;
    for (const read of saturation.reads) {
      const step = explain(saturation, read);
      if (typeof step === 'object') return step;
      grew ||= step;
    }
    if (!grew) return undefined;
  }
}

function explain(saturation: Saturation, read: Access): boolean | Contradiction {
  const { history, order, latest } = saturation;
  const id = saturation.source(read);
  const source = id === INITIAL ? undefined : history.accesses[id]!;
  let grew = false;
  for (let chain = 0; chain < history.chains.length; chain++) {
    const overwritten = latest.among(chain, read.key, order.countBefore(read, chain));
    if (overwritten && overwritten !== source) {
      if (!source) return { kind: 'initial-read', write: overwritten, read };
      if (!order.before(overwritten, source)) {
        order.add(overwritten.id, source.id);
        grew = true;
      }
    }
    if (!saturation.singleOrder) continue;
    const overwriting = latest.first(
      chain,
      read.key,
      (write) => source === undefined || order.before(source, write),
    );
    if (overwriting && !order.before(read, overwriting)) {
      order.add(read.id, overwriting.id);
      grew = true;
    }
  }
  return grew;
}
