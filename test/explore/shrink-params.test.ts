/** Parameters shrink with the rest, where it is still the bug that fails. */
import { expect, it } from 'vitest';
import {
  asShrunk,
  clients,
  defineScenario,
  shrink,
  simulate,
  stateMachine,
  z,
  type Run,
  type Scenario,
} from 'seedstorm';

/** A shop that sells what it has; with the bug it sells one thing more. */
const shop = defineScenario({
  name: 'test/shop',
  summary: 'No more is sold than there is',
  params: z.object({
    stock: z.int().min(1).default(40),
    /** Half-hearted shops sell more than they have, bug or not. */
    care: z.int().min(1).max(3).default(2),
    /** Decides nothing: fewer shelves are no smaller story. */
    shelves: z.int().min(1).default(9),
    colour: z.enum(['red', 'blue']).default('red'),
  }),
  nodes: () => ['shop'],
  protocol: ({ stock, care }, { bug }) =>
    stateMachine<{ state: { sold: number }; request: { f: 'buy' }; reply: number }>({
      start: () => ({ sold: 0 }),
      onRequest(state, _request, node) {
        const limit = care === 1 ? 1000 : bug === 'one-more' ? stock + 1 : stock;
        if (state.sold >= limit) return node.reject('sold out');
        node.reply(++state.sold);
      },
    }),
  workload: () => clients(3, { buy: 1 }, { everyMs: 30, to: () => 'shop' }),
  network: { latency: { kind: 'uniform', minMs: 1, maxMs: 3 } },
  faults: 'none',
  durationMs: 2_000,
  check: ({ stock }) => ({
    sold: {
      name: 'sold',
      check(history) {
        const sold = history.filter(({ type }) => type === 'ok');
        if (sold.length <= stock) return { verdict: 'valid', reason: `${sold.length} of ${stock} sold` };
        const message = `${sold.length} sold of ${stock}`;
        return {
          verdict: 'invalid',
          reason: message,
          anomalies: [{ kind: 'oversold', message, operations: [] }],
        };
      },
    },
  }),
  bugs: { 'one-more': { summary: 'sells one thing too many' } },
}) as Scenario;

async function found(params: Record<string, unknown>): Promise<Run> {
  const run = await simulate(shop, { seed: 1, bug: 'one-more', params });
  expect(run.verdict).toBe('invalid');
  return run;
}

it('a stock of one shows in two sales what forty show in forty-one', async () => {
  const shrunk = await shrink(shop, await found({ colour: 'blue' }));
  expect(shrunk?.params).toEqual({ stock: 1, care: 2, shelves: 9, colour: 'red' });
  expect(shrunk?.to).toMatchObject({ faults: 0, operations: 2, params: { stock: 1, colour: 'red' } });
  expect(shrunk?.from.params).toEqual({ stock: 40, colour: 'blue' });
});

it('a parameter to which the claim does not apply is not blamed on the bug', async () => {
  const shrunk = await shrink(shop, await found({ care: 3 }));
  // With a care of 1 it would fail as well, and fail without the bug.
  expect(shrunk?.params).toMatchObject({ stock: 1, care: 2 });
});

it('the plan is for these parameters, and comes back with them', async () => {
  const shrunk = await shrink(shop, await found({}));
  if (shrunk === undefined) throw new Error('expected a shrunk failure');
  const { plan, params } = shrunk;
  const again = await simulate(asShrunk(shop, shrunk), {
    seed: 1,
    bug: 'one-more',
    plan,
    ...(params && { params }),
  });
  expect(again.fingerprint).toBe(shrunk.run.fingerprint);
});
