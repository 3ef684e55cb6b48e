/** The sentences about transactions on registers, held against what was recorded and against the sentences before. */

import type { History, Operation } from '../../../checkers/history.js';
import { show } from '../../../checkers/identity.js';
import { whoWhen } from '../../../checkers/selectors.js';

const WHO = '(.+? at position \\d+)';
const TIME = new RegExp(`^${WHO} completed before ${WHO} began$`);
const SEEN = new RegExp(`^${WHO} read (.+?) of key (.+?), which ${WHO} wrote$`);
const FIRST = new RegExp(
  `^${WHO} read the initial value of key (.+?): so it came before ${WHO}, which wrote (.+?) to it$`,
);
const LATER = new RegExp(
  `^${WHO} read (.+?) of key (.+?), which ${WHO} wrote: so it came before ${WHO}, which wrote (.+?) to it later than ${WHO}$`,
);
const EARLIER = new RegExp(
  `^${WHO} wrote (.+?) to key (.+?) earlier than ${WHO} read (.+?) of key (.+?): so it came before ${WHO}, which wrote that$`,
);

/** The first sentence that is not so; `no cycle` if all are, and yet nothing comes before itself; `undefined` if all is proven. */
export function registerProofFault(history: History, because: readonly string[]): string | undefined {
  const before = new Set<string>();
  const isKnown = (a: string, b: string, past: readonly string[] = []): boolean =>
    before.has(`${a}|${b}`) ||
    [...before].some((pair) => {
      const [from = '', to = ''] = pair.split('|');
      return from === a && !past.includes(to) && isKnown(to, b, [...past, to]);
    });
  const named = new Map(history.map((operation) => [whoWhen(operation), operation]));
  const did = (who: string, kind: 'r' | 'w', key: string, value: string): boolean =>
    microsOf(named.get(who), kind).some(([, its, held]) => show(its) === key && show(held) === value);
  /** Which comes first by a sentence, where it is true. */
  const shown = (sentence: string): readonly [string, string] | undefined => {
    const [, a = '', b = ''] = TIME.exec(sentence) ?? [];
    const [first, second] = [named.get(a), named.get(b)];
    if (first && second) return first.type !== 'info' && first.complete < second.invoke ? [a, b] : undefined;
    const later = LATER.exec(sentence);
    if (later) {
      const [, reader = '', value = '', key = '', writer = '', other = '', overwritten = '', than = ''] =
        later;
      const isSo =
        did(reader, 'r', key, value) && did(writer, 'w', key, value) && did(other, 'w', key, overwritten);
      return isSo && than === writer && isKnown(writer, other) ? [reader, other] : undefined;
    }
    const earlier = EARLIER.exec(sentence);
    if (earlier) {
      const [, other = '', old = '', key = '', reader = '', value = '', again = '', writer = ''] = earlier;
      const isSo = did(other, 'w', key, old) && did(reader, 'r', key, value) && did(writer, 'w', key, value);
      return isSo && again === key && isKnown(other, reader) ? [other, writer] : undefined;
    }
    const initial = FIRST.exec(sentence);
    if (initial) {
      const [, reader = '', key = '', writer = '', value = ''] = initial;
      return did(reader, 'r', key, 'null') && did(writer, 'w', key, value) ? [reader, writer] : undefined;
    }
    const [, reader = '', value = '', key = '', writer = ''] = SEEN.exec(sentence) ?? [];
    return did(reader, 'r', key, value) && did(writer, 'w', key, value) ? [writer, reader] : undefined;
  };
  for (const sentence of because) {
    const pair = shown(sentence);
    if (pair === undefined) return sentence;
    before.add(pair.join('|'));
  }
  return [...named.keys()].some((who) => isKnown(who, who)) ? undefined : 'no cycle';
}

function microsOf(
  operation: Operation | undefined,
  kind: 'r' | 'w',
): readonly (readonly [string, unknown, unknown])[] {
  if (operation === undefined || (kind === 'r' && operation.type !== 'ok')) return [];
  const { input, output } = operation;
  const micros = kind === 'r' ? output : (input as unknown as { readonly ops: unknown }).ops;
  return (micros as readonly (readonly [string, unknown, unknown])[]).filter(([its]) => its === kind);
}
