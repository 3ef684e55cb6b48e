/** Which reads an eventually consistent object is judged by: those made when everything had time to arrive. */
import type { History, Operation } from '../history.js';
import { fieldsOf } from '../selectors.js';

/** The final reads among `reads`; none, with the reason, where nobody looked at the end. */
export type FinalReads =
  { readonly reads: readonly number[] } | { readonly reads: readonly []; readonly why: string };

/**
 * Reads that say so (`:final? true`, as Maelstrom writes it); if the history has none, those that began after the last
 * change was acknowledged.
 */
export function finalReads(
  history: History,
  reads: readonly number[],
  isRead: (operation: Operation) => boolean,
  isChange: (operation: Operation) => boolean,
): FinalReads {
  const isMarked = (operation: Operation): boolean => {
    const fields = fieldsOf(operation);
    return fields['final?'] === true || fields['final'] === true;
  };
  if (history.some((operation) => isRead(operation) && isMarked(operation))) {
    const marked = reads.filter((op) => isMarked(history[op]!));
    return marked.length > 0 ? { reads: marked } : { reads: [], why: 'none of the final reads was answered' };
  }
  let last = -Infinity;
  for (const operation of history)
    if (operation.type === 'ok' && isChange(operation)) last = Math.max(last, operation.complete);
  const late = reads.filter((op) => history[op]!.invoke > last);
  return late.length > 0
    ? { reads: late }
    : { reads: [], why: 'no read began after the last change was acknowledged, and none is marked final' };
}
