/**
 * A file system on the disk of a node, beside its records. The program that has one brings it; the disk lets it meet
 * what the records meet: power cuts, a new disk, rot, and whoever looks.
 */
import type { DiskFile, Fate } from './disk-file.js';

export interface Volume {
  /** How many writes are not durable. */
  readonly unsynced: number;
  /**
   * Power is cut.
   * @param fate is asked for each unsynced write, oldest first, by its number
   * @param pick where a torn write ends, of so many places
   */
  powerCut(fate: (index: number) => Fate, pick: (count: number) => number): void;
  /** The disk is replaced by an empty one. */
  wipe(): void;
  /**
   * Bits rot in a durable file, or in one chosen by `pick`.
   * @returns the file that was hit, or undefined where there is none
   */
  rot(path: string | undefined, pick: (count: number) => number): string | undefined;
  /** What there is to see of it, by path. */
  files(of: 'cache' | 'platter'): ReadonlyMap<string, DiskFile>;
  /** What is not durable, oldest first; the same objects each time. */
  pending(): readonly object[];
}
