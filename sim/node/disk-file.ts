/** What lies on a disk, as records and as files of them, and what becomes of it in a power cut. */

/** One checksummed record. */
export interface DiskRecord {
  readonly value: unknown;
  /** Torn or rotten: reading it fails. */
  readonly corrupt: boolean;
  readonly checksum: boolean;
}

export type DiskFile =
  | { readonly kind: 'value'; readonly record: DiskRecord }
  | { readonly kind: 'log'; readonly records: DiskRecord[] };

/** What becomes of one unsynced write in a power cut. */
export type Fate = 'lost' | 'kept' | 'torn';
