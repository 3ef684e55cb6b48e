/** A priority queue: the most urgent value goes first, values of equal priority in any order. */
import { oneOf } from '../model.js';
import type { Model } from '../model.js';
import { priorityQueuePath } from '../fast-paths/priority-queue.js';
import { identityOf, nameOf, sameValue, show } from '../identity.js';

/** What clients ask of a priority queue. */
export type PriorityQueueInput =
  | {
      readonly f: 'insert';
      readonly key?: string | number;
      /** A number is its own priority; else a pair `[priority, anything]`. */
      readonly value: number | readonly [number, unknown];
    }
  | { readonly f: 'extract'; readonly key?: string | number };

/** An extract answers the most urgent value, `null` from an empty queue; what an insert answers is ignored. */
export type PriorityQueueOutput = unknown;

/** Which priority comes out first. */
export interface PriorityQueueOptions {
  /** Whether the smallest (`min`, the default) or the largest priority goes first. */
  readonly order?: 'min' | 'max';
}

/** A priority queue that is empty at first. */
export function priorityQueueModel({ order = 'min' }: PriorityQueueOptions = {}): Model<
  readonly unknown[],
  PriorityQueueInput,
  PriorityQueueOutput
> {
  /** The smallest is the most urgent; NaN for what has no priority: it goes after everything else. */
  const urgency = (value: unknown): number => {
    const priority: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof priority !== 'number') return NaN;
    return order === 'min' ? priority : -priority;
  };
  const goesBefore = (a: unknown, b: unknown): boolean =>
    urgency(a) < urgency(b) || (!Number.isNaN(urgency(a)) && Number.isNaN(urgency(b)));

  return {
    name: 'priority-queue',
    functions: { insert: ['value'], extract: [] },
    initial: [],
    // States are kept in order of identity, so that equal contents are equal states.
    step(content, input, output) {
      if (input.f === 'insert') {
        const at = content.findIndex((other) => nameOf(other) > nameOf(input.value));
        return content.toSpliced(at < 0 ? content.length : at, 0, input.value);
      }
      if (content.length === 0) return output === undefined || output === null ? content : undefined;
      const next = content.filter((value) => !content.some((other) => goesBefore(other, value)));
      const taken =
        output === undefined ? next : next.filter((value) => sameValue(value, output)).slice(0, 1);
      if (taken.length === 0) return undefined;
      const left = taken.map((value) => content.toSpliced(content.indexOf(value), 1));
      return left.length === 1 ? left[0]! : oneOf(...left);
    },
    effect: (input, output) => (input.f === 'insert' || output === undefined ? 'always' : 'sometimes'),
    key: (content) => identityOf(content) as string,
    printState: show,
    printOperation: (input, output) =>
      input.f === 'insert'
        ? `insert ${show(input.value)}`
        : `extract${output === undefined ? '' : ` ${show(output)}`}`,
    fastPath: priorityQueuePath(urgency),
  };
}
