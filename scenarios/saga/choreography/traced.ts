/** The way of an order can be found by its correlation id, and it comes to an end. */
import { defineChecker, type Operation } from 'seedstorm/checkers';
import { steps } from '../order/shop.js';
import type { EventBooks } from './services.js';

/** `placed` and `cancelled`, and of each service its part and that it was taken back. */
const MOST = 2 + 2 * steps.length;

/**
 * Reads what each node said, from its books at the end (function books). Of every order the events carry one correlation
 * id, and each is caused by another of them, back to `placed`. Nobody says more than there is to say.
 *
 * Anomalies: `untraceable`, `endless`.
 */
export const traced = defineChecker({
  name: 'traced',
  looksFor: 'what nodes said (function books)',
  scan(history, found) {
    const looks = history.filter(
      (look): look is Operation & { readonly output: EventBooks } =>
        (look.input as { f: string }).f === 'books' && look.type === 'ok',
    );
    const said = looks.flatMap(({ output }) => output.said);
    const byId = new Map(said.map((event) => [event.id, event]));
    const counts = new Map<string, number>();
    for (const { correlation, causedBy, order, name } of said) {
      counts.set(correlation, (counts.get(correlation) ?? 0) + 1);
      const cause = causedBy === undefined ? undefined : byId.get(causedBy);
      const begins = name === 'placed' && causedBy === undefined;
      if (!begins && cause?.correlation !== correlation)
        found.anomaly(
          'untraceable',
          `order ${order.id}: ${name} has the correlation id ${correlation}, and ${cause === undefined ? 'nothing caused it' : `${cause.name}, which caused it, has ${cause.correlation}`}`,
          ...looks,
        );
    }
    for (const [correlation, count] of counts)
      if (count > MOST)
        found.anomaly(
          'endless',
          `${correlation}: ${count} events, where there are ${MOST} things to say`,
          ...looks,
        );
    return {
      judged: said.length,
      reason: `${said.length} events of ${counts.size} orders, each with its cause`,
    };
  },
});
