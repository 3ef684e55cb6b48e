/**
 * Everything that can be made to go wrong, as plain JSON data.
 *
 * Times are milliseconds of virtual time from the start of the run, down to 0.001. A fault that lasts has a
 * `durationMs`; without one it lasts until heal-all, or to the end of a run that never heals. Nodes and clients
 * go by name. A list of names that is absent means every node (clients only where they are named).
 */
import type { FaultIn, Kind } from './kind.js';
import { registry } from './registry.js';

type Registry = typeof registry;

/** The name of a kind of fault: `crash`, `partition`, `clock-jump` … */
export type FaultKind = keyof Registry;

/** The fault of one kind. */
export type FaultOf<K extends FaultKind> = K extends FaultKind ? FaultIn<Registry[K]['schema']> : never;

/** Something that goes wrong. */
export type Fault = FaultOf<FaultKind>;

/** A fault with an end. The others happen, or are armed, at one instant and for good. */
export type LastingFault = Lasting<Fault>;

type Lasting<F> = F extends unknown ? ('durationMs' extends keyof F ? F : never) : never;

const kinds: { readonly [K in FaultKind]: Kind<FaultOf<K>> } = registry;

/** Every kind of fault there is. */
export const faultKinds = Object.keys(kinds) as readonly FaultKind[];

/** What there is to say of the kind of this fault. */
export function kindOf({ kind }: Pick<Fault, 'kind'>): Kind<Fault> {
  return kinds[kind] as Kind<Fault>;
}

const lastingKinds = new Set(
  faultKinds.filter((kind) => {
    const { schema } = registry[kind];
    return 'shape' in schema && 'durationMs' in schema.shape;
  }),
);

/** Whether the fault has an end. */
export function lasts(fault: Fault): fault is LastingFault {
  return lastingKinds.has(fault.kind);
}
