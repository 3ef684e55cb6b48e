/** Ctrl-C: the first ends a command with what it has, the second at once. */

/** What a shell expects of a process that was ended by SIGINT. */
const INTERRUPTED = 130;

export interface Interrupt {
  readonly signal: AbortSignal;
  /** Ctrl-C does what it did before. */
  done(): void;
}

/** @param told is called once, at the first Ctrl-C */
export function onInterrupt(told: () => void): Interrupt {
  const ending = new AbortController();
  const interrupted = (): void => {
    if (ending.signal.aborted) process.exit(INTERRUPTED);
    told();
    ending.abort();
  };
  process.on('SIGINT', interrupted);
  return { signal: ending.signal, done: () => void process.off('SIGINT', interrupted) };
}
