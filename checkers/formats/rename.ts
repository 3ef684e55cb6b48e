/** Gives functions the names the judge knows them by. */
import { HistoryError, UnknownName } from './events.js';
import type { Emit, Stage } from './events.js';

/** New names by old ones. */
export type Renames = Readonly<Record<string, string>>;

/** Many functions are told apart in no sentence. */
const TOLD = 20;

/** Hands events on under their new names; what cannot be judged is told after what cannot be renamed. */
export function renamed(renames: Renames, next: Emit): Stage {
  const names = new Map(Object.entries(renames));
  if (names.size === 0) return { event: next, end: () => undefined };
  const found = new Set<string>();
  let fault: HistoryError | undefined;
  return {
    event(event) {
      const { f } = event;
      if (f !== undefined) found.add(f);
      if (fault !== undefined) return;
      const name = f === undefined ? undefined : names.get(f);
      try {
        next(name === undefined ? event : { ...event, f: name });
      } catch (error) {
        if (!(error instanceof HistoryError)) throw error;
        fault = error;
      }
    },
    end() {
      for (const f of names.keys()) if (!found.has(f)) throw unknown(f, [...found].slice(0, TOLD));
      if (fault !== undefined) throw fault;
    },
  };
}

/** The refusal of a name to be changed that no event has. */
function unknown(f: string, found: readonly string[]): UnknownName {
  const has = found.length === 0 ? 'it has none with a name' : `it has ${found.join(', ')}`;
  return new UnknownName(`no function of this file is called ${f}; ${has}`, f, found);
}
