/**
 * Do database and consumer agree in the end? What one has committed the other has done, once, and nothing else.
 *
 * Effects would say what happened for a while; a power cut may take it back. So both sides are read at the end.
 */
import { defineChecker, type Checker, type History, type Operation } from 'seedstorm/checkers';

/** The last answer to a final operation of this name that lists values. */
function lastList(history: History, f: string): Operation | undefined {
  return history.findLast(
    ({ input, output, type }) => (input as { f: string }).f === f && type === 'ok' && Array.isArray(output),
  );
}

/**
 * It reads the final operations `{f: 'committed'}` of the database and `{f: 'drain'}` of the consumer, which list values.
 * Anomalies: `missing`, `phantom` (done, never committed), `duplicate`, `lost-commit` (acknowledged and not in the database).
 *
 * @param options.key what must be done in order: of one key, what was acknowledged before the next was asked for is done
 *   before it. Anomaly: `out-of-order`
 */
export function agreed(options: { readonly key?: (value: string) => string } = {}): Checker {
  return defineChecker({
    name: 'agreed',
    looksFor: 'what the database has committed, and what was done (functions committed and drain)',
    scan(history, found) {
      const [committed, done] = [lastList(history, 'committed'), lastList(history, 'drain')];
      if (committed === undefined || done === undefined) {
        found.undecided('database or consumer did not show in the end what they hold');
        return { judged: 0, reason: '' };
      }
      const asked = new Map(
        history.flatMap((operation) => {
          const { value } = operation.input as { value?: string };
          return value === undefined ? [] : [[value, operation]];
        }),
      );
      const [holds, did] = [committed.output as string[], done.output as string[]];
      const [held, seen] = [new Set(holds), new Set<string>()];
      for (const [value, operation] of asked)
        if (operation.type === 'ok' && !held.has(value))
          found.anomaly('lost-commit', `${value} was acknowledged, and the database lost it`, operation);
      for (const value of did) {
        const operation = asked.get(value);
        if (seen.has(value)) found.anomaly('duplicate', `${value} was done twice`, operation, done);
        if (!held.has(value))
          found.anomaly('phantom', `${value} was done, and is not committed`, operation, committed, done);
        seen.add(value);
      }
      for (const value of holds)
        if (!seen.has(value))
          found.anomaly(
            'missing',
            `${value} is committed, and was never done`,
            asked.get(value),
            committed,
            done,
          );
      if (options.key !== undefined)
        for (const [before, after] of overtaken(asked, [...seen], options.key))
          found.anomaly('out-of-order', 'what came first was done later', before, after, done);
      return {
        judged: asked.size === 0 ? 0 : holds.length + did.length,
        reason: `${holds.length} committed, and the same were done, each once`,
      };
    },
  });
}

/** Pairs of one key in which the second was done first, though it was asked for when the first had been acknowledged. */
function overtaken(
  asked: ReadonlyMap<string, Operation>,
  done: readonly string[],
  keyOf: (value: string) => string,
): [Operation, Operation][] {
  const pairs: [Operation, Operation][] = [];
  const latest = new Map<string, Operation>();
  for (const value of done) {
    const operation = asked.get(value);
    if (operation === undefined) continue;
    const other = latest.get(keyOf(value));
    if (other !== undefined && operation.type === 'ok' && operation.complete < other.invoke)
      pairs.push([operation, other]);
    if (other === undefined || other.invoke < operation.invoke) latest.set(keyOf(value), operation);
  }
  return pairs;
}
