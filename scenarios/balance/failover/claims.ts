/** Claims about two balancers of which one is active: by what they did, and by what reached the store. */
import { defineChecker, linearizable, registerModel, type Checker, type Operation } from 'seedstorm/checkers';

interface Deed {
  readonly f: string;
  readonly token: number;
  /** Who did it, where the node that recorded it is another. */
  readonly by?: string;
}

/** Tokens never go back, and each belongs to one balancer. */
const tokensGrow = (name: string, f: 'acted' | 'stored', kind: string, reason: string): Checker =>
  defineChecker({
    name,
    looksFor: `deeds under a token (function ${f})`,
    scan(history, found) {
      let last: Operation | undefined;
      let judged = 0;
      const who = (operation: Operation): string => String((operation.input as Deed).by ?? operation.process);
      for (const operation of history) {
        const deed = operation.input as Deed;
        if (deed.f !== f) continue;
        judged++;
        const before = last?.input as Deed | undefined;
        if (last === undefined || before === undefined || deed.token > before.token) last = operation;
        else if (deed.token < before.token || who(operation) !== who(last))
          found.anomaly(
            kind,
            `${who(operation)} under token ${deed.token} after ${who(last)} under token ${before.token}`,
            last,
            operation,
          );
      }
      return { judged, reason: `${judged} deeds: ${reason}` };
    },
  });

/** Once a balancer has acted under a token, none acts under an older one. Anomaly: `two-actives`. */
export const oneActive = tokensGrow('one-active', 'acted', 'two-actives', 'never two active at once');

/** The store takes nothing under an older token. Anomaly: `old-epoch`. */
export const oneWriter = tokensGrow('one-writer', 'stored', 'old-epoch', 'nothing of an older lease');

const registers = linearizable(registerModel());

/** Who reads a session sees what was acknowledged last: the reads and writes of clients fit in one order. */
export const sessions: Checker = {
  name: 'sessions',
  check: (history, budget) =>
    registers.check(
      history.filter(({ input }) => ['read', 'write'].includes((input as Deed).f)),
      budget,
    ),
};
