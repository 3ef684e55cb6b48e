/** Ctrl-C and SIGTERM: the first ends a command with what it has, the second at once. */

import { end } from '../foreign-ends.js';

/** What a shell expects of a process that was ended by the signal. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

export interface Interrupt {
  readonly signal: AbortSignal;
  /** What it was ended by, if it was. */
  readonly by: string | undefined;
  /** The signals do what they did before. */
  done(): void;
}

/** @param told is called once, at the first of them */
export function onInterrupt(told: () => void): Interrupt {
  const ending = new AbortController();
  let by: string | undefined;
  const interrupted = (signal: NodeJS.Signals): void => {
    if (ending.signal.aborted) end(EXIT_CODES[signal as keyof typeof EXIT_CODES]);
    by = signal === 'SIGINT' ? 'Ctrl-C' : signal;
    told();
    ending.abort();
  };
  const signals = Object.keys(EXIT_CODES) as NodeJS.Signals[];
  for (const signal of signals) process.on(signal, interrupted);
  return {
    signal: ending.signal,
    get by() {
      return by;
    },
    done() {
      for (const signal of signals) process.off(signal, interrupted);
    },
  };
}
