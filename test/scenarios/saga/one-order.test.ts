/** One order or two, and one thing that goes wrong at a moment chosen by hand. */
import { describe, expect, it } from 'vitest';
import { simulate, type Fault, type PlannedOperation, type Run } from 'seedstorm';
import { orderSagaScenario } from '../../../scenarios/saga/order/scenario.js';

const good = {
  f: 'order',
  id: 1,
  customer: 'ann',
  item: 'tea',
  quantity: 2,
  amount: 30,
  card: 'good',
  address: 'known',
};
const hopeless = { ...good, id: 2, item: 'rice', address: 'unknown' };
const completing: PlannedOperation = { process: 'c1', atMs: 100, input: good, to: 'orchestrator' };
const failing: PlannedOperation = { process: 'c2', atMs: 100, input: hopeless, to: 'orchestrator' };

interface Wrong {
  readonly orders?: readonly PlannedOperation[];
  readonly faults: readonly Fault[];
  readonly bug?: string;
  readonly attempts?: number;
}

function runOf({ orders = [completing, failing], faults, bug, attempts = 4 }: Wrong): Promise<Run> {
  return simulate(orderSagaScenario, {
    seed: 1,
    params: { attempts },
    ...(bug === undefined ? {} : { bug }),
    plan: { schema: 1, faults: [...faults], operations: [...orders] },
  });
}

/** The effects in order: who did what for which order. */
function effects({ history }: Run): string[] {
  return history.flatMap(({ input }) => {
    const { f, saga, outcome } = input as { f: string; saga?: number; outcome?: string };
    return saga === undefined ? [] : [`${f} ${saga}${outcome === undefined ? '' : ` ${outcome}`}`];
  });
}

function anomalies({ checks }: Run): Set<string> {
  return new Set(checks.flatMap((check) => check.anomalies.map(({ kind }) => kind)));
}

/** The nth datagram from one to another meets a fate. */
function message(
  from: string,
  to: string,
  nth: number,
  fate: 'drop' | { delayMs: number } | { copyAfterMs: number },
): Fault {
  const which = { kind: 'message', atMs: 0, from, to, nth } as const;
  if (fate === 'drop') return { ...which, action: 'drop' };
  return 'delayMs' in fate
    ? { ...which, action: 'delay', delayMs: fate.delayMs }
    : { ...which, action: 'duplicate', delayMs: fate.copyAfterMs };
}

describe('nothing goes wrong', () => {
  it('the good order goes forth', async () => {
    const run = (await runOf({ orders: [completing], faults: [] })).expectValid();
    expect(effects(run)).toEqual(['reserve 1', 'charge 1', 'ship 1', 'saga-end 1 completed']);
    expect(run.history[0]?.output).toEqual({ outcome: 'completed' });
  });

  it('the hopeless one goes forth and back', async () => {
    const run = (await runOf({ orders: [failing], faults: [] })).expectValid();
    expect(effects(run)).toEqual([
      'reserve 2',
      'charge 2',
      'refund 2',
      'release 2',
      'saga-end 2 compensated',
    ]);
  });
});

describe('a power cut of the orchestrator', () => {
  /** Every 2 ms of the time in which both orders are under way. */
  const moments = Array.from({ length: 75 }, (_, index) => 99 + 2 * index);
  const crash = (atMs: number, unsynced: 'lost' | 'kept' | 'torn'): Fault => {
    return { kind: 'crash', atMs, durationMs: 150, node: 'orchestrator', unsynced };
  };

  it.each(['lost', 'kept', 'torn'] as const)(
    'at any moment, unsynced writes %s: both orders end',
    async (unsynced) => {
      let unfinishedBusiness = 0;
      for (const atMs of moments) {
        const run = (await runOf({ faults: [crash(atMs, unsynced)] })).expectValid();
        const told = run.history.filter(
          ({ input, type }) => (input as { f: string }).f === 'order' && type === 'ok',
        );
        const ended = new Set(effects(run).filter((effect) => effect.startsWith('saga-end')));
        if (ended.size > told.length) unfinishedBusiness++;
      }
      // Sagas that went on from the log, as nobody was left to tell.
      expect(unfinishedBusiness).toBeGreaterThan(40);
    },
  );

  it('loses orders when the log is written after the call', async () => {
    let lost = 0;
    for (const atMs of moments) {
      const run = await runOf({ faults: [crash(atMs, 'lost')], bug: 'log-after-call' });
      if (anomalies(run).has('unfinished')) lost++;
    }
    expect(lost).toBeGreaterThan(5);
  });

  it('stops all orders, as that of any service does; only with the orchestrator up are they at least taken', async () => {
    const nobody = await outageOf('orchestrator');
    expect(nobody.answered).toBe(0);
    expect(nobody.taken).toBeLessThan(nobody.asked / 50);
    const payment = await outageOf('payment');
    expect(payment.answered).toBe(0);
    expect(payment.taken).toBe(payment.asked);
  });

  /** What became of the orders invoked within one second in which a node is down, over ten seeds. */
  async function outageOf(node: string): Promise<{ asked: number; answered: number; taken: number }> {
    const faults: Fault[] = [{ kind: 'crash', atMs: 2_000, durationMs: 1_000, node, unsynced: 'random' }];
    const params = { clients: 10, stock: 1_000, money: 100_000 };
    const count = { asked: 0, answered: 0, taken: 0 };
    for (let seed = 1; seed <= 10; seed++) {
      const { history } = (await simulate(orderSagaScenario, { seed, faults, params })).expectValid();
      const books = history.find(({ input }) => (input as { of?: string }).of === 'orchestrator')?.output;
      const { sagas } = books as { sagas: Record<number, string> };
      for (const { input, type, invokedAtMs = 0, completedAtMs = Infinity } of history) {
        const { f, id = 0 } = input as { f: string; id?: number };
        if (f !== 'order' || invokedAtMs < 2_000 || invokedAtMs >= 3_000) continue;
        count.asked++;
        if (type === 'ok' && completedAtMs < 3_000) count.answered++;
        if (sagas[id] !== undefined) count.taken++;
      }
    }
    return count;
  }
});

describe('one message', () => {
  it('an order that comes twice, the second time after a crash, is carried out once', async () => {
    const faults: Fault[] = [
      message('c1', 'orchestrator', 1, { copyAfterMs: 1_500 }),
      { kind: 'crash', atMs: 600, durationMs: 100, node: 'orchestrator', unsynced: 'lost' },
    ];
    const run = (await runOf({ orders: [completing], faults })).expectValid();
    expect(effects(run).filter((effect) => effect === 'charge 1')).toHaveLength(1);
  });

  it('a lost answer to a charge: asked again under the same key, charged once', async () => {
    const faults = [message('payment', 'orchestrator', 1, 'drop')];
    const run = (await runOf({ orders: [completing], faults })).expectValid();
    expect(effects(run)).toEqual(['reserve 1', 'charge 1', 'ship 1', 'saga-end 1 completed']);
    const twice = await runOf({ orders: [completing], faults, bug: 'retry-under-new-key' });
    expect(effects(twice).filter((effect) => effect === 'charge 1')).toHaveLength(2);
    expect(anomalies(twice)).toEqual(new Set(['duplicate-action', 'wrong-balance']));
  });

  it('a lost answer to a refund: asked again, paid once', async () => {
    const faults = [message('payment', 'orchestrator', 2, 'drop')];
    (await runOf({ orders: [failing], faults })).expectValid();
    const twice = await runOf({ orders: [failing], faults, bug: 'compensation-not-idempotent' });
    expect(anomalies(twice)).toEqual(new Set(['duplicate-compensation', 'wrong-balance']));
  });

  it('a refund that is lost: asked again', async () => {
    const faults = [message('orchestrator', 'payment', 2, 'drop')];
    (await runOf({ orders: [failing], faults })).expectValid();
    const never = await runOf({ orders: [failing], faults, bug: 'compensation-not-retried' });
    expect(anomalies(never)).toEqual(new Set(['missing-compensation', 'wrong-balance']));
  });

  it('a parcel that may have left is called back', async () => {
    const faults = [message('shipping', 'orchestrator', 1, 'drop')];
    const run = (await runOf({ orders: [completing], faults, attempts: 1 })).expectValid();
    expect(effects(run).slice(2)).toEqual([
      'ship 1',
      'cancel-shipping 1',
      'refund 1',
      'release 1',
      'saga-end 1 compensated',
    ]);
    const kept = await runOf({ orders: [completing], faults, attempts: 1, bug: 'uncertain-step-kept' });
    expect(anomalies(kept)).toEqual(new Set(['missing-compensation', 'wrong-balance']));
  });

  it('a reservation that comes after its release is refused', async () => {
    const faults = [message('orchestrator', 'stock', 1, { delayMs: 1_000 })];
    const run = (await runOf({ orders: [completing], faults, attempts: 1 })).expectValid();
    expect(effects(run)).toEqual(['saga-end 1 compensated']);
    const late = await runOf({ orders: [completing], faults, attempts: 1, bug: 'late-step-accepted' });
    expect(effects(late)).toEqual(['saga-end 1 compensated', 'reserve 1']);
    expect(anomalies(late)).toEqual(new Set(['missing-compensation', 'wrong-balance']));
  });
});
