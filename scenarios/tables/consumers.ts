/**
 * Fast consumers and a slow one, measured: how long messages wait, who does how many, and what comes twice, by how many
 * messages a consumer may hold.
 *
 * What the study notes claim of queues with several consumers is held against it. A seed draws the same messages and the
 * same faults for every setting.
 */
import { simulate } from 'seedstorm';
import { consumerAccount, type ConsumerFigures as Figures } from './consumer-account.js';
import { consumerPlan, consumerWorld, TAKES, WORK_MS } from './consumer-world.js';
import { measureTable, type Claim } from './table.js';

/** What the slow one would do, if nobody were ever idle. */
const FAIR = 100 / WORK_MS.slow / (1 / WORK_MS.w1 + 1 / WORK_MS.w2 + 1 / WORK_MS.slow);

const CLAIMS: readonly Claim<Figures>[] = [
  [
    'each message comes to one consumer only',
    ({ twice }) => twice === 0,
    ({ twice }) => `${twice} were processed twice`,
  ],
  [
    'messages are kept until the slow consumer has done them: all are done in the end',
    ({ lost }) => lost === 0,
    ({ lost, sent }) => `${lost} of ${sent} were never done`,
  ],
  [
    'without an acknowledgement a message is sent again',
    ({ redelivered }) => redelivered > 0,
    ({ redelivered }) => `${redelivered} redelivered`,
  ],
  [
    'with several consumers the order of processing differs',
    ({ overtaken }) => overtaken > 0,
    ({ overtaken }) => `${overtaken} done after a later one`,
  ],
  [
    'the queue balances the load: who is slow does less',
    ({ slowShare }) => slowShare <= 2 * FAIR,
    ({ slowShare }) =>
      `the slow one did ${slowShare.toFixed(0)} %; if nobody were idle, ${FAIR.toFixed(0)} %`,
  ],
];

export const consumers = measureTable({
  name: 'consumers',
  summary: 'Fast consumers and a slow one, prefetch 1 to unlimited: waiting, fairness, and what comes twice',
  settings: TAKES.map((takes) => ({ takes })),
  run: ({ takes }, seed) => simulate(consumerWorld, { seed, params: { takes }, plan: consumerPlan(seed) }),
  account: consumerAccount,
  claims: () => CLAIMS,
  columns: [
    ['prefetch', ({ setting }) => String(setting.takes)],
    ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(0)],
    ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(0)],
    ['all done ms', ({ allDoneMs }) => allDoneMs.toFixed(0)],
    ['slow %', ({ slowShare }) => slowShare.toFixed(0)],
    ['redelivered', ({ redelivered }) => String(redelivered)],
    ['twice', ({ twice }) => String(twice)],
    ['overtaken', ({ overtaken }) => String(overtaken)],
    ['lost', ({ lost, sent }) => `${lost}/${sent}`],
  ],
});
