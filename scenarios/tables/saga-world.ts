/** The shop of both sagas in one world: the same orders, disks and times, and one node that loses its power for a while. */
import { simulate, type Run, type Scenario, type Seed } from 'seedstorm';
import { busyDisk } from 'seedstorm/parts';
import { choreographyScenario } from '../saga/choreography/scenario.js';
import { orderSagaScenario } from '../saga/order/scenario.js';

/** Who takes orders in each of the two. */
const FRONT = { orchestrated: 'orchestrator', choreographed: 'orders' } as const;
export type Kind = keyof typeof FRONT;

/** From when until when a node has no power. */
export const OUTAGE = { atMs: 300, durationMs: 500 } as const;

const world = <P>(scenario: Scenario<P>): Scenario<P> => ({
  ...scenario,
  disk: busyDisk(),
  durationMs: 2_000,
  quietMs: 400,
  clientTimeoutMs: 800,
});
const scenarios = {
  orchestrated: world(orderSagaScenario) as Scenario,
  choreographed: world(choreographyScenario) as Scenario,
};

/** A run, and the messages between nodes in a quiet one, with so many orders one after another. */
export interface Observed {
  readonly run: Run;
  readonly messages: number;
  readonly quietOrders: number;
}

/** One run. `without`: the node that loses its power; `nobody`: none does. */
export async function sagaRun(kind: Kind, without: string, seed: Seed): Promise<Observed> {
  const node = without === 'front' ? FRONT[kind] : without;
  const run = await simulate(scenarios[kind], {
    seed,
    params: { clients: 8, everyMs: 100, stock: 1_000, money: 100_000 },
    faults: node === 'nobody' ? [] : [{ kind: 'crash', ...OUTAGE, node, unsynced: 'lost' }],
  });
  return { run, ...(node === 'nobody' ? await quiet(kind, seed) : { messages: 0, quietOrders: 0 }) };
}

/** Counts what goes between nodes, heartbeats left out. A trace shows all states, so it is taken of a few orders only. */
async function quiet(kind: Kind, seed: Seed): Promise<Omit<Observed, 'run'>> {
  const params = { clients: 1, everyMs: 300 };
  const run = await simulate(scenarios[kind], { seed, params, faults: [] });
  let messages = 0;
  await run.trace((record) => {
    if (record.type !== 'send') return;
    const { from, to, data } = record as {
      readonly from?: unknown;
      readonly to?: unknown;
      readonly data?: unknown;
    };
    const isHeartbeat = Array.isArray(data) && data.length === 0;
    if (!isHeartbeat && !/^(c\d|final)/.test(`${String(from)}`) && !/^(c\d|final)/.test(String(to)))
      messages++;
  });
  const quietOrders = run.history.filter(({ input }) => (input as { f: string }).f === 'order').length;
  return { messages, quietOrders };
}
