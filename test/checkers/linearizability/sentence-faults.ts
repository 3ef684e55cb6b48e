/** The sentences of a cycle of transactions on lists, held against what was recorded: each is true, and they close. */

import type { History, Operation } from '../../../checkers/history.js';
import type { NotLinearizable } from '../../../checkers/linearizability/invalid.js';
import { show } from '../../../checkers/identity.js';
import { whoWhen } from '../../../checkers/selectors.js';

type Micro = readonly [kind: string, key: unknown, value: unknown];
type Link = readonly [before: Operation, after: Operation];

const WHO = '(.+? at position \\d+)';
const TIME = new RegExp(`^${WHO} had completed before ${WHO} began$`);
const FOLLOWS = new RegExp(`^list (.+?) holds (.+?), by ${WHO}, before (.+?), by ${WHO}: so ${WHO} read it$`);
const SEEN = new RegExp(`^${WHO} read (.+?) in list (.+?), which ${WHO} appended$`);
const MISSED = new RegExp(`^${WHO} read list (.+?) without (.+?), which ${WHO} appended$`);

/** What is wrong with the sentences of a verdict that has any; `undefined` if nothing. */
export function sentenceFault(history: History, { because, core }: NotLinearizable): string | undefined {
  const named = new Map(history.map((operation) => [whoWhen(operation), operation]));
  const links: Link[] = [];
  for (const sentence of because) {
    const link = linkOf(sentence, (who) => named.get(who)!);
    if (link === undefined) return `it is not so: ${sentence}`;
    if (link.some((operation) => !core.includes(operation)))
      return `it names others than the core: ${sentence}`;
    links.push(link);
  }
  const gap = links.find(([, after], index) => after !== links[(index + 1) % links.length]![0]);
  return gap && `the sentences are no circle: ${because.join('; ')}`;
}

/** Which comes first by a sentence, where that is true by what the operations say. */
function linkOf(sentence: string, named: (who: string) => Operation): Link | undefined {
  const time = TIME.exec(sentence);
  if (time) {
    const [before, after] = [named(time[1]!), named(time[2]!)];
    return before.type !== 'info' && before.complete < after.invoke ? [before, after] : undefined;
  }
  const follows = FOLLOWS.exec(sentence);
  if (follows) {
    const [, key = '', first = '', a = '', second = '', b = '', reader = ''] = follows;
    const isSo =
      appends(named(a), key, first) &&
      appends(named(b), key, second) &&
      readsOf(named(reader), key).some(
        (list) => list.indexOf(first) + 1 === list.indexOf(second) && list.includes(first),
      );
    return isSo ? [named(a), named(b)] : undefined;
  }
  const seen = SEEN.exec(sentence);
  if (seen) {
    const [, reader = '', value = '', key = '', writer = ''] = seen;
    const isSo =
      appends(named(writer), key, value) && readsOf(named(reader), key).some((list) => list.includes(value));
    return isSo ? [named(writer), named(reader)] : undefined;
  }
  const [, reader = '', key = '', value = '', writer = ''] = MISSED.exec(sentence) ?? [];
  if (reader === '') return undefined;
  const isSo =
    appends(named(writer), key, value) && readsOf(named(reader), key).some((list) => !list.includes(value));
  return isSo ? [named(reader), named(writer)] : undefined;
}

const appends = ({ input }: Operation, key: string, value: string): boolean =>
  (input as unknown as { readonly ops: readonly Micro[] }).ops.some(
    ([kind, its, appended]) => kind === 'append' && show(its) === key && show(appended) === value,
  );

/** Lists that a transaction read, as texts of their elements. */
const readsOf = ({ type, output }: Operation, key: string): readonly (readonly string[])[] =>
  type !== 'ok'
    ? []
    : (output as readonly Micro[])
        .filter(([kind, its]) => kind === 'r' && show(its) === key)
        .map(([, , list]) => ((list ?? []) as readonly unknown[]).map((element) => show(element)));
