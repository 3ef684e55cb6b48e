/** Columns of a register by cluster. */

/** Columns by cluster and by version. */
export interface Clusters {
  readonly count: number;
  /** By cluster: the version its chain begins with, its first completion, its last invocation (ranks). */
  readonly root: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** By version: the version a compare-and-set made of it, `NONE` at the end of a chain. */
  readonly successor: Int32Array;
  /** By version: the operation that shows that it was there, `NONE` if it may never have been. */
  readonly shownBy: Int32Array;
}
