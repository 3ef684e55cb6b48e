/** Runs something after so long. The result takes it back. */
export type After = (ms: number, run: () => void) => () => void;

export interface HostClock {
  /** Whole milliseconds since 1970. */
  nowMs(): number;
  readonly after: After;
}
