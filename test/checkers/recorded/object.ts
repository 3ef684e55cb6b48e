/** An object by its sequential definition, and an order of all operations found by trying every one. */
import type { Random } from '../fuzz/random.js';
import type { Draft, Drawn, Fields } from './drawn.js';
import { groupedBy, same } from './subject.js';
import type { Subject } from './subject.js';

/** What an operation may answer in a state, and the state after it. */
type Outcome<S> = readonly [answer: unknown, after: S];

export interface Thing<S> {
  readonly empty: S;
  does(state: S, input: Fields & { readonly f: string }): readonly Outcome<S>[];
  /** Whether the recorded answer is this one; by default it is, or nothing was said. */
  is?(recorded: unknown, answer: unknown, input: Fields): boolean;
}

/** Herlihy & Wing, word for word: some order of all that happened, and of some of what may have. */
export function hasOrder<S>({ empty, does, is }: Thing<S>, operations: readonly Drawn[]): boolean {
  const failed = new Set<string>();
  const fits = is ?? ((recorded, answer) => recorded === undefined || same(recorded, answer));
  const extend = (left: readonly Drawn[], state: S): boolean => {
    if (left.every(({ type }) => type === 'info')) return true;
    const position = `${left.map(({ invoke }) => invoke).join()} ${JSON.stringify(state)}`;
    if (failed.has(position)) return false;
    const found = left.some(
      (next) =>
        left.every(({ complete }) => complete > next.invoke) &&
        does(state, next.input).some(
          ([answer, after]) =>
            (next.type === 'info' || fits(next.output, answer, next.input)) &&
            extend(
              left.filter((other) => other !== next),
              after,
            ),
        ),
    );
    if (!found) failed.add(position);
    return found;
  };
  return extend(
    operations.filter(({ type }) => type !== 'fail'),
    empty,
  );
}

export type Call = Omit<Draft, 'answer'>;

/** An object for each of two keys; `next` draws what is asked of it. */
export function object<S>(
  judge: string,
  thing: Thing<S>,
  next: (random: Random, serial: () => number, process: number) => Call,
  more: Partial<Subject> & {
    readonly whole?: true;
    quiet?(random: Random, answer: unknown, input: Fields): unknown;
  } = {},
): Subject {
  const { whole, quiet, ...rest } = more;
  return {
    judge,
    start(random) {
      const states = new Map<string | undefined, S>();
      let count = 0;
      const keyed = whole === undefined && random.chance(40);
      return (process) => {
        const call = next(random, () => ++count, process);
        const key = keyed ? random.pick(['x', 'y']) : undefined;
        return {
          ...call,
          ...(key === undefined ? {} : { key }),
          answer() {
            const input = { f: call.f, ...call.fields };
            const [answer, after] = random.pick(thing.does(states.get(key) ?? thing.empty, input));
            states.set(key, after);
            return quiet ? quiet(random, answer, input) : answer;
          },
        };
      };
    },
    fine: (operations) =>
      groupedBy(operations, ({ input }) => input.key).every((part) => hasOrder(thing, part)),
    ...rest,
  };
}

export const draft = (f: string, value?: unknown, guess?: () => unknown): Call => ({
  f,
  ...(value === undefined ? {} : { fields: { value } }),
  ...(guess ? { guess } : {}),
});
