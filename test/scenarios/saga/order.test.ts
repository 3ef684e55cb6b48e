/** The order saga under rough faults: its rules hold, and orders fail often enough for that to mean something. */
import { describe, expect, it } from 'vitest';
import { simulate, verify, type Run } from 'seedstorm';
import { orderSagaScenario } from '../../../scenarios/saga/order/scenario.js';

function effects({ history }: Run, f: string): number {
  return history.filter(({ input }) => (input as { f: string }).f === f).length;
}

describe('sound rules', () => {
  it('end every order completed or taken back, and the books agree, in 150 seeds', async () => {
    let [shipped, released, refunded, cancelled] = [0, 0, 0, 0];
    for (let seed = 1; seed <= 150; seed++) {
      const run = (await simulate(orderSagaScenario, { seed })).expectValid();
      shipped += effects(run, 'ship');
      released += effects(run, 'release');
      refunded += effects(run, 'refund');
      cancelled += effects(run, 'cancel-shipping');
    }
    // The claims would be empty if orders never failed, or never late.
    expect(shipped).toBeGreaterThan(5_000);
    expect(released).toBeGreaterThan(3_000);
    expect(refunded).toBeGreaterThan(1_500);
    expect(cancelled).toBeGreaterThan(5);
  });

  it('hold for an orchestrator without patience', async () => {
    for (let seed = 1; seed <= 50; seed++)
      (await simulate(orderSagaScenario, { seed, params: { attempts: 1 } })).expectValid();
  });

  it('hold when a power cut keeps a release and loses its reservation', async () => {
    // The first version of the ledger counted a line whose predecessor was lost; this seed found it.
    (await simulate(orderSagaScenario, { seed: 688, faults: 'hell' })).expectValid();
  });

  it('give equal runs for equal seeds', async () => {
    expect(await verify(orderSagaScenario, { seed: 1 })).toBeUndefined();
    for (let seed = 1; seed <= 20; seed++) {
      const [one, other] = [
        await simulate(orderSagaScenario, { seed }),
        await simulate(orderSagaScenario, { seed }),
      ];
      expect(one.fingerprint).toBe(other.fingerprint);
    }
  });
});

it('the books show every planted bug, but not the order of compensations', async () => {
  const shown: string[] = [];
  for (const [bug, { shows }] of Object.entries(orderSagaScenario.bugs ?? {})) {
    const { checks } = await simulate(orderSagaScenario, { seed: shows?.within ?? 1, bug });
    const books = checks.find(({ name }) => name === 'books');
    if (books?.anomalies.some(({ kind }) => kind === 'wrong-balance')) shown.push(bug);
  }
  const all = Object.keys(orderSagaScenario.bugs ?? {});
  expect(all).toHaveLength(8);
  expect(shown).toEqual(all.filter((bug) => bug !== 'compensation-order'));
});
