/**
 * What scenarios of this folder claim of a cache and its database. Clients `read` and `write` keys, written values are
 * distinct; in the end database and cache answer `state` with all values that they have.
 */
import { boundedStaleness, converges, regular, type Checker, type History } from 'seedstorm/checkers';

interface Ask {
  readonly f: string;
  readonly key?: string;
}
const nameOf = ({ input }: { readonly input: unknown }): string => (input as Ask).f;

/** The checker, of what clients read and wrote. */
export const ofClients = (checker: Checker): Checker => ({
  name: checker.name,
  check: (history, budget) =>
    checker.check(
      history.filter((operation) => ['read', 'write'].includes(nameOf(operation))),
      budget,
    ),
});

/** No read returns what an acknowledged write had replaced so many ms before it; 0: not at all, as a regular register. */
export const fresh = (ms: number): Checker => ofClients(ms === 0 ? regular() : boundedStaleness({ ms }));

/** In the end the cache, read as clients read it, holds what the database holds. */
export const agrees = (): Checker =>
  converges({
    replicas: ['database', 'cache'],
    updates: (operation) => nameOf(operation) === 'write',
  });

/** No key of the database ends with a value that an acknowledged later write had replaced. */
export function kept(): Checker {
  const checker = regular();
  return {
    name: 'kept',
    check(history, budget) {
      const writes = history.filter((operation) => nameOf(operation) === 'write');
      return checker.check([...writes, ...endsOf(history, writes)], budget);
    },
  };
}

/** The end of the database, as a read of each key that was ever written. */
function endsOf(history: History, writes: History): History {
  const end = history.findLast(
    ({ type, output }) =>
      type === 'ok' && (output as { replica?: string } | undefined)?.replica === 'database',
  );
  if (end === undefined) return [];
  const { value } = end.output as { readonly value: Readonly<Record<string, string>> };
  const keys = new Set(writes.map(({ input }) => (input as Ask).key as string));
  return [...keys].map((key) => ({
    ...end,
    process: `database/${key}`,
    input: { f: 'read', key },
    output: value[key] ?? null,
  }));
}
