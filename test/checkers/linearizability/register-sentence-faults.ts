/**
 * The sentences of a cycle of transactions on registers, held against what was recorded: each is true by that, or by what
 * those before it have shown, and together they close a circle.
 */
import type { History, Operation } from '../../../checkers/history.js';
import { show } from '../../../checkers/identity.js';
import type { NotLinearizable } from '../../../checkers/linearizability/invalid.js';
import { whoWhen } from '../../../checkers/selectors.js';

type Micro = readonly [kind: string, key: unknown, value: unknown];

const WHO = '(.+? at position \\d+)';
const READ = '(.+?) of key (.+?)';
const TIME = new RegExp(`^${WHO} completed before ${WHO} began$`);
const SEEN = new RegExp(`^${WHO} read ${READ}, which ${WHO} wrote$`);
const FIRST = new RegExp(
  `^${WHO} read the initial value of key (.+?): so it came before ${WHO}, which wrote (.+?) to it$`,
);
const OVERTAKEN = new RegExp(
  `^${WHO} read ${READ}, which ${WHO} wrote: so it came before ${WHO}, which wrote (.+?) to it later than ${WHO}$`,
);
const OVERWRITTEN = new RegExp(
  `^${WHO} wrote (.+?) to key (.+?) earlier than ${WHO} read ${READ}: so it came before ${WHO}, which wrote that$`,
);

/** What is wrong with the sentences of a verdict that has any; `undefined` if nothing. */
export function registerSentenceFault(
  history: History,
  { because, core }: NotLinearizable,
): string | undefined {
  const named = new Map(history.map((operation) => [whoWhen(operation), operation]));
  /** By operation, those that were shown to come after it. */
  const later = new Map<Operation, Operation[]>();
  const isBefore = (a: Operation, b: Operation, seen = new Set<Operation>()): boolean =>
    (later.get(a) ?? []).some(
      (next) => next === b || (!seen.has(next) && (seen.add(next), isBefore(next, b, seen))),
    );
  const happened = (writer: Operation): boolean =>
    writer.type === 'ok' ||
    writes(writer).some(([, key, value]) =>
      history.some(
        (other) => reads(other, show(key)).includes(show(value)) && wrote(writer, show(key)) === show(value),
      ),
    );
  const linkOf = (sentence: string): readonly [Operation, Operation] | undefined => {
    const who = (name = ''): Operation => named.get(name)!;
    const time = TIME.exec(sentence);
    if (time) {
      const [a, b] = [who(time[1]), who(time[2])];
      return a.type !== 'info' && a.complete < b.invoke ? [a, b] : undefined;
    }
    const first = FIRST.exec(sentence);
    if (first) {
      const [reader, key = '', writer, value] = [who(first[1]), first[2], who(first[3]), first[4]];
      const isSo =
        reads(reader, key).some(
          (read) =>
            !history.some((other) =>
              writes(other).some(([, its, to]) => show(its) === key && show(to) === read),
            ),
        ) &&
        wrote(writer, key) === value &&
        happened(writer);
      return isSo ? [reader, writer] : undefined;
    }
    const overtaken = OVERTAKEN.exec(sentence);
    if (overtaken) {
      const [, r, value = '', key = '', w, o, other, again] = overtaken;
      const [reader, writer, overtaker] = [who(r), who(w), who(o)];
      const isSo =
        reads(reader, key).includes(value) &&
        wrote(writer, key) === value &&
        wrote(overtaker, key) === other &&
        happened(overtaker) &&
        w === again &&
        isBefore(writer, overtaker);
      return isSo ? [reader, overtaker] : undefined;
    }
    const overwritten = OVERWRITTEN.exec(sentence);
    if (overwritten) {
      const [, o, other, key = '', r, value = '', again, w] = overwritten;
      const [older, reader, writer] = [who(o), who(r), who(w)];
      const isSo =
        key === again &&
        wrote(older, key) === other &&
        happened(older) &&
        reads(reader, key).includes(value) &&
        wrote(writer, key) === value &&
        isBefore(older, reader);
      return isSo ? [older, writer] : undefined;
    }
    const [, r, value, key = '', w] = SEEN.exec(sentence) ?? [];
    if (r === undefined) return undefined;
    return reads(who(r), key).includes(value!) && wrote(who(w), key) === value ? [who(w), who(r)] : undefined;
  };
  for (const sentence of because) {
    const link = linkOf(sentence);
    if (link === undefined) return `it is not so: ${sentence}`;
    if (link.some((operation) => !core.includes(operation)))
      return `it names others than the core: ${sentence}`;
    later.set(link[0], [...(later.get(link[0]) ?? []), link[1]]);
  }
  return [...later.keys()].some((operation) => isBefore(operation, operation))
    ? undefined
    : `the sentences are no circle: ${because.join('; ')}`;
}

const asked = ({ input }: Operation): readonly Micro[] =>
  (input as unknown as { readonly ops: readonly Micro[] }).ops;

const writes = (operation: Operation): readonly Micro[] => asked(operation).filter(([kind]) => kind === 'w');

/** What a transaction leaves in a key. */
function wrote(operation: Operation, key: string): string | undefined {
  const last = writes(operation).findLast(([, its]) => show(its) === key);
  return last && show(last[2]);
}

/** What a transaction read of a key before it wrote to it. */
function reads({ type, output }: Operation, key: string): readonly string[] {
  if (type !== 'ok') return [];
  const steps = (output as readonly Micro[]).filter(([, its]) => show(its) === key);
  const own = steps.findIndex(([kind]) => kind === 'w');
  return steps.slice(0, own < 0 ? steps.length : own).map(([, , value]) => show(value));
}
