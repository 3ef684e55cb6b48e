/** Plays a recorded history to an online checker. */

import type { History, Verdict } from '../../../checkers/history.js';
import type { LinearizabilityChecker } from '../../../checkers/linearizable.js';

export interface Watched {
  readonly verdict: Verdict;
  /** The position of the completion that brought the verdict; absent if the history ended first. */
  readonly at?: number;
}

/** Feeds events in order of position, until the first verdict. */
export function watch(checker: LinearizabilityChecker, history: History): Watched {
  const events = history.flatMap(({ invoke, complete }, index) =>
    complete === Infinity
      ? [{ at: invoke, index, begins: true }]
      : [
          { at: invoke, index, begins: true },
          { at: complete, index, begins: false },
        ],
  );
  events.sort((a, b) => a.at - b.at);
  const online = checker.online();
  for (const { at, index, begins } of events) {
    const { process, input, type, output } = history[index]!;
    if (begins) online.invoke(index, process, input);
    else {
      const verdict = online.complete(index, type, output);
      if (verdict) return { verdict, at };
    }
  }
  return { verdict: online.finish() };
}
