/** What those who wait owe each other: word in time, the right answer, and no charge that was denied. */
import { defineChecker, type History, type Operation } from 'seedstorm/checkers';

interface Told {
  readonly f: 'charge' | 'charged';
  readonly id: number;
  readonly atMs?: number;
}
const asked = (history: History<Told>): Operation<Told>[] =>
  history.filter(({ input }) => input.f === 'charge');

/** The innermost one says that it does not know: so nobody further out has to guess. Anomaly: `not-told`. */
export const toldInTime = defineChecker({
  name: 'told-in-time',
  looksFor: 'charges (function charge)',
  scan(history, found) {
    const all = asked(history as History<Told>);
    for (const operation of all)
      if (operation.type !== 'ok' && operation.error === 'orders do not answer')
        found.anomaly(
          'not-told',
          `the edge gave up before orders did: of charge ${operation.input.id} it was told nothing`,
          operation,
        );
    return { judged: all.length, reason: `${all.length} charges, and orders gave up first, each time` };
  },
});

/** Who asks for one charge is not told of another. Anomaly: `answer-of-another`. */
export const rightAnswers = defineChecker({
  name: 'right-answers',
  looksFor: 'charges that were answered (function charge)',
  scan(history, found) {
    const answered = asked(history as History<Told>).filter(({ type }) => type === 'ok');
    for (const operation of answered)
      if (operation.output !== operation.input.id)
        found.anomaly(
          'answer-of-another',
          `charge ${operation.input.id} was answered as charge ${String(operation.output)}`,
          operation,
        );
    return { judged: answered.length, reason: `${answered.length} answers, each to its question` };
  },
});

/**
 * What was acknowledged was charged once, what was denied was not, and nothing is charged when nobody can be waiting any more.
 * Anomalies: `not-charged`, `charged-twice`, `charged-after-no`, `charged-late`.
 */
export const charges = (waitsMs: number) =>
  defineChecker({
    name: 'charges',
    looksFor: 'charges (function charge)',
    scan(history, found) {
      const done = new Map<number, Operation<Told>[]>();
      for (const operation of history as History<Told>)
        if (operation.input.f === 'charged')
          done.set(operation.input.id, [...(done.get(operation.input.id) ?? []), operation]);
      const all = asked(history as History<Told>);
      for (const operation of all) {
        const { id } = operation.input;
        const [first, second] = done.get(id) ?? [];
        if (second !== undefined)
          found.anomaly('charged-twice', `charge ${id} was done twice`, operation, second);
        else if (operation.type === 'ok' && first === undefined)
          found.anomaly('not-charged', `charge ${id} was acknowledged, and not done`, operation);
        else if (operation.type === 'fail' && first !== undefined)
          found.anomaly('charged-after-no', `charge ${id} was denied, and done`, operation, first);
        else if (first !== undefined && (first.invokedAtMs ?? 0) > (operation.invokedAtMs ?? 0) + waitsMs)
          found.anomaly(
            'charged-late',
            `charge ${id} was done when nobody could wait for it any more`,
            operation,
            first,
          );
      }
      return {
        judged: all.length,
        reason: `${all.length} charges, each done once or never, in time, and never when denied`,
      };
    },
  });
