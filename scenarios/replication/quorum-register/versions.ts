/** Versions: what makes one copy of a value newer than another. */

/** Ordered by time, then by the name of the node that issued it. */
export interface Version {
  readonly time: number;
  readonly node: string;
}

/** A value with the version it was written under; `null` before the first write. */
export interface Versioned {
  readonly version: Version;
  readonly value: number | null;
}

export const unwritten: Versioned = { version: { time: 0, node: '' }, value: null };

export function isNewer(a: Version, b: Version): boolean {
  return a.time > b.time || (a.time === b.time && a.node > b.node);
}

export function same(a: Version, b: Version): boolean {
  return a.time === b.time && a.node === b.node;
}

/** The newest of some copies. */
export function newest(copies: readonly Versioned[]): Versioned {
  return copies.reduce((best, copy) => (isNewer(copy.version, best.version) ? copy : best), unwritten);
}
