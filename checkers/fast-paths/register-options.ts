/** What the model says of a register that its operations do not. */

export interface RegisterZoneOptions {
  /** The value before the first write; `null` if absent. */
  readonly initial?: unknown;
  /** Whether a read of `null` says that the register held it (`value`, the default) or nothing at all. */
  readonly nullRead?: 'value' | 'anything';
}
