/**
 * The consistency ladder, measured: one workload against four stores, which checkers accept what, and what it costs
 * in latency while all is well and in availability while the network is split.
 *
 * Every store runs with the same seeds, and a seed gives the same operations at the same nodes and the same split to
 * each: what differs between rows is the store.
 */
import { simulate } from 'seedstorm';
import { ConsistencyAccount, type ConsistencyFigures } from './consistency-account.js';
import { compareStores, judgeStore } from './consistency-claims.js';
import { storeParams, stores, type Promised, type Store } from './consistency-stores.js';
import { splitPlan } from './consistency-workload.js';
import { columnOf, seedsOf, type MeasuredRow, type MeasureOptions, type TradeOffTable } from './table.js';

export interface ConsistencyRow extends MeasuredRow, ConsistencyFigures {
  readonly setting: { readonly promised: Promised; readonly store: string };
}

async function measureStore(
  { promised, store, scenario }: Store,
  options: MeasureOptions,
  ran: () => void,
): Promise<ConsistencyRow> {
  const account = new ConsistencyAccount();
  for (const seed of seedsOf(options)) {
    const { plan, majority } = splitPlan(seed);
    account.add((await simulate(scenario, { seed, params: storeParams, plan })).expectValid(), majority);
    ran();
  }
  const figures = account.figures();
  const claims = judgeStore(promised, figures);
  return {
    setting: { promised, store },
    ...figures,
    claim: claims.map(({ claim }) => claim).join('; '),
    held: claims.every(({ held }) => held),
    claims,
  };
}

const text = columnOf<ConsistencyRow>('left');
const number = columnOf<ConsistencyRow>('right');

const percents = ({ get, put }: { readonly get: number; readonly put: number }): string =>
  `${Math.floor(get * 100)}/${Math.floor(put * 100)}`;

export const consistency: TradeOffTable<ConsistencyRow> = {
  name: 'consistency',
  summary:
    'linearizable, sequential, causal, eventual: which runs each level accepts, and what it costs in latency and availability',
  columns: [
    text('store', ({ setting }) => setting.store),
    number('linear', ({ kept }) => String(kept.linearizable)),
    number('seq', ({ kept }) => String(kept.sequential)),
    number('causal', ({ kept }) => String(kept.causal)),
    number('session', ({ sessions }) => String(sessions)),
    number('agree', ({ converged }) => String(converged)),
    number('get ms', ({ get }) => get.p50Ms.toFixed(1)),
    number('p99', ({ get }) => get.p99Ms.toFixed(1)),
    number('put ms', ({ put }) => put.p50Ms.toFixed(1)),
    number('p99', ({ put }) => put.p99Ms.toFixed(1)),
    number('major %', ({ majority }) => percents(majority)),
    number('minor %', ({ minority }) => percents(minority)),
    number('stale ms', ({ staleMs }) => staleMs.toFixed(0)),
    number('lost', ({ lost, keys }) => `${lost}/${keys}`),
  ],
  settings: stores.length,
  async measure(options, ran = () => undefined) {
    const rows: ConsistencyRow[] = [];
    for (const store of stores) rows.push(await measureStore(store, options, ran));
    return { name: 'consistency', ...options, rows, comparisons: compareStores(rows) };
  },
};
