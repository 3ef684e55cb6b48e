/** Transactions as recorded files: run one after another, as their answers report them. */
import { hasOrder, type Thing } from './object.js';
import type { Subject } from './subject.js';

type Micro = readonly [kind: string, key: string, value: unknown];
type Held = Readonly<Record<string, unknown>>;

/** Transactions run as their answers report them; those without an answer as they were asked for. */
export const transactions = (judge: string, write: string): Subject => {
  const run = (held: Held, micros: readonly Micro[]): { seen: Micro[]; after: Held } => {
    const after: Record<string, unknown> = { ...held };
    const seen = micros.map(([kind, key, value]): Micro => {
      const before = after[key] ?? null;
      if (kind === 'r') return [kind, key, before];
      after[key] = write === 'append' ? [...((before ?? []) as unknown[]), value] : value;
      return [kind, key, value];
    });
    return { seen, after };
  };
  return {
    judge,
    start(random) {
      let held: Held = {};
      let count = 0;
      return () => {
        const micros = Array.from({ length: 1 + random.below(3) }, (): Micro => {
          const key = random.pick(['x', 'y']);
          return random.chance(50) ? ['r', key, null] : [write, key, ++count];
        });
        return {
          f: 'txn',
          fields: { value: micros },
          answer() {
            const { seen, after } = run(held, micros);
            held = after;
            return seen;
          },
          guess: () =>
            run({ x: write === 'append' ? [1] : 1 }, random.chance(50) ? micros : micros.toReversed()).seen,
        };
      };
    },
    fine: (operations) => {
      const thing: Thing<Held> = {
        empty: {},
        // What ran is known from the answer alone.
        does: (held, { value, ran }) => {
          const { seen, after } = run(held, (ran ?? value) as Micro[]);
          return [[seen, after]];
        },
      };
      return hasOrder(
        thing,
        operations.map((one) =>
          one.type === 'ok' ? { ...one, input: { ...one.input, ran: one.output } } : one,
        ),
      );
    },
    open: { txn: ['value'] },
    contradicted: ['txn'],
  };
};
