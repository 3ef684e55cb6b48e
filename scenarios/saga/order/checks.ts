/** What the saga claims, as judges of a history that ends with a reading of every node's books. */
import { sagaAtomicity, type Anomaly, type Checker, type History, type Operation } from 'seedstorm/checkers';
import type { Books } from './messages.js';
import { post, steps, type Accounts, type Order } from './steps.js';

/**
 * Every saga ends completed or compensated, the last step taken back first.
 *
 * An effect counts if it stayed in the books: a node notes it when it writes the entry, and a power cut may take the
 * entry back before anybody is told. Only the books at the end know.
 */
export function sagasInBooks(nodes: readonly string[]): Checker {
  const { name, check } = sagaAtomicity({ steps });
  return {
    name,
    check(history, budget) {
      const read = readings(history);
      const unread = nodes.find((node) => !read.has(node));
      if (unread !== undefined)
        return {
          verdict: 'unknown',
          reason: `${unread} did not show its books at the end, so nobody knows what stayed in them`,
        };
      const kept = new Map([...read].map(([node, { entries }]) => [node, new Set(entries)]));
      const lasting = history.filter(({ process, input }) => {
        const { entry } = input as { readonly entry?: string };
        return entry === undefined || kept.get(String(process))?.has(entry) === true;
      });
      return check(lasting, budget);
    },
  };
}

/**
 * Conservation: at the end, every account holds what it held at first and what the completed orders moved, no more
 * and no less. Anomalies: `unread-books`, `open-saga`, `wrong-balance`.
 */
export function booksBalance(opening: Readonly<Record<string, Accounts>>, orchestrator: string): Checker {
  return {
    name: 'books-balance',
    check(history) {
      const read = readings(history);
      const anomalies: Anomaly[] = [];
      for (const node of [orchestrator, ...Object.keys(opening)]) {
        if (!read.has(node))
          anomalies.push({
            kind: 'unread-books',
            message: `${node} did not show its books at the end`,
            operations: [],
          });
      }
      const sagas = read.get(orchestrator);
      if (sagas !== undefined && 'sagas' in sagas) judge(sagas.sagas);
      const [first] = anomalies;
      return first === undefined
        ? { verdict: 'valid', reason: 'every account holds what the completed orders left in it' }
        : { verdict: 'invalid', reason: first.message, anomalies };

      function judge(outcomes: Readonly<Record<string, string>>): void {
        const expected = structuredClone(opening) as Record<string, Accounts>;
        for (const operation of history) {
          const order = operation.input as Order & { readonly f: string };
          const outcome = order.f === 'order' ? outcomes[order.id] : undefined;
          if (outcome === 'open') {
            const message = `order ${order.id} was still open at the end`;
            anomalies.push({ kind: 'open-saga', message, operations: [operation] });
          }
          if (outcome !== 'completed') continue;
          for (const step of steps) post(step, expected[step.service] as Accounts, order, 'forth');
        }
        for (const [node, accounts] of Object.entries(expected)) compare(node, accounts);
      }

      function compare(node: string, expected: Accounts): void {
        const books = read.get(node);
        if (books === undefined || !('accounts' in books)) return;
        for (const account of Object.keys({ ...expected, ...books.accounts })) {
          const [is, ought] = [books.accounts[account] ?? 0, expected[account] ?? 0];
          if (is === ought) continue;
          const message = `${node} ends with ${is} in ${account}, but the completed orders leave ${ought}`;
          anomalies.push({ kind: 'wrong-balance', message, operations: [books.operation] });
        }
      }
    },
  };
}

/** The books that were read, by node. */
function readings(history: History): Map<string, Books & { readonly operation: Operation }> {
  const read = new Map<string, Books & { readonly operation: Operation }>();
  for (const operation of history) {
    const { f, of } = operation.input as { readonly f: string; readonly of?: string };
    if (f !== 'books' || of === undefined || operation.type !== 'ok') continue;
    read.set(of, { ...(operation.output as Books), operation });
  }
  return read;
}
