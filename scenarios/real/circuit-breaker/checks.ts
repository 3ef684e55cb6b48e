/**
 * What a circuit breaker promises, judged from what its node was seen to do: effects `breaker` (the state it
 * announces), `call` (a call leaves for the backend), `refused` (the breaker refused it), and `served` at the backend.
 */
import type { Anomaly, Checker, History, Operation, Verdict } from 'seedstorm/checkers';
import { answerTo } from './messages.js';

type Seen =
  | { readonly f: 'breaker'; readonly is: 'closed' | 'open' | 'half-open' }
  | { readonly f: 'call' | 'refused' | 'served'; readonly call: string }
  | { readonly f: 'ask'; readonly question: number };

/**
 * Closed, nothing is refused; open, nothing is called; half-open, one call is made to try (Nygard, "Release It!",
 * 2007). Anomalies: `refused-while-closed`, `call-while-open`, `second-trial`.
 */
export function failsFast(): Checker {
  return {
    name: 'fails-fast',
    check(history) {
      let state: 'closed' | 'open' | 'half-open' | 'trying' = 'closed';
      let [calls, refusals, openings] = [0, 0, 0];
      const found: Anomaly[] = [];
      for (const operation of history) {
        const seen = operation.input as Seen;
        if (seen.f === 'breaker') {
          state = seen.is;
          if (state === 'open') openings++;
        } else if (seen.f === 'call') {
          calls++;
          if (state === 'open')
            found.push(anomaly('call-while-open', 'was made though the circuit was open', operation));
          else if (state === 'trying')
            found.push(
              anomaly('second-trial', 'was made though another already tried whether to close', operation),
            );
          else if (state === 'half-open') state = 'trying';
        } else if (seen.f === 'refused') {
          refusals++;
          if (state === 'closed')
            found.push(
              anomaly('refused-while-closed', 'was refused though the circuit was closed', operation),
            );
        }
      }
      return verdict(
        found,
        `the circuit opened ${openings} times; ${calls} calls made, ${refusals} refused in time`,
      );
    },
  };
}

/** A refused call never reaches the backend. Anomaly: `refused-call-served`. */
export function refusedStayAway(): Checker {
  return {
    name: 'refused-stay-away',
    check(history) {
      const refused = new Set<string>();
      for (const { input } of history as History<Seen>) if (input.f === 'refused') refused.add(input.call);
      const found = history.flatMap((operation) => {
        const seen = operation.input as Seen;
        return seen.f === 'served' && refused.has(seen.call)
          ? [
              anomaly(
                'refused-call-served',
                'reached the backend though the breaker had refused it',
                operation,
              ),
            ]
          : [];
      });
      return verdict(found, `none of ${refused.size} refused calls reached the backend`);
    },
  };
}

/** Every answer is the answer to its question: the breaker mixes nothing up. Anomaly: `wrong-answer`. */
export function answersMatch(): Checker {
  return {
    name: 'answers-match',
    check(history) {
      const answered = history.filter(({ input, type }) => (input as Seen).f === 'ask' && type === 'ok');
      const found = answered.flatMap((operation): Anomaly[] => {
        const { question } = operation.input as { readonly question: number };
        if (operation.output === answerTo(question)) return [];
        const message = `${operation.process} asked ${question} and was told ${String(operation.output)} instead of ${answerTo(question)}`;
        return [{ kind: 'wrong-answer', message, operations: [operation] }];
      });
      return verdict(found, `${answered.length} right answers`);
    },
  };
}

function anomaly(kind: string, what: string, operation: Operation): Anomaly {
  const { call } = operation.input as { readonly call: string };
  return { kind, message: `call ${call} ${what} (${operation.invokedAtMs} ms)`, operations: [operation] };
}

function verdict(anomalies: readonly Anomaly[], valid: string): Verdict {
  const [first] = anomalies;
  return first === undefined
    ? { verdict: 'valid', reason: valid }
    : { verdict: 'invalid', reason: first.message, anomalies };
}
