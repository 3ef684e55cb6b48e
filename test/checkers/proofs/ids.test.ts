/** Identifiers: a counter that must survive crashes, and a clock that must not take them back. */
import { it } from 'vitest';
import { asyncProgram, clients, defineScenario, nodeNames, ssd, z } from 'seedstorm';
import { monotonicIds, uniqueIds } from 'seedstorm/checkers';
import { proofs, prove } from './prove.js';

interface Numbers {
  request: { f: 'generate' };
  reply: number;
  /** No number above it was ever handed out. */
  durable: { limit: number };
}

/** Numbers that one sync covers. */
const BLOCK = 10;

/** Counts; hands a number out once a limit above it is on the disk. */
const counter = (reserve: 'before' | 'after') =>
  asyncProgram<Numbers>(async (node) => {
    let limit = (await node.disk.read('limit')) ?? 0;
    // All up to the limit may have been handed out.
    let last = limit;
    for await (const request of node.requests()) {
      last++;
      if (reserve === 'after') request.reply(last);
      if (last > limit) {
        limit = last + BLOCK;
        await node.disk.write('limit', limit);
        await node.disk.sync();
      }
      if (reserve === 'before') request.reply(last);
    }
  });

/** Numbers by the time, as Snowflake does: the node's place in the last digits keeps those of two nodes apart. */
const timed = (clock: 'raises' | 'decides') =>
  asyncProgram<Numbers>(async (node) => {
    let last = 0;
    const place = node.members.indexOf(node.id);
    for await (const request of node.requests()) {
      const now = Math.floor(node.nowMs());
      last = clock === 'decides' || now > last ? now : last + 1;
      request.reply(last * 10 + place);
    }
  });

const counting = defineScenario<object>({
  name: 'proof/counter',
  summary: 'A counter goes on after a crash above all that it handed out',
  params: z.object({}),
  nodes: () => nodeNames(1),
  protocol: (_params, { bug }) => counter(bug === 'reserves-late' ? 'after' : 'before'),
  workload: () => clients(3, { generate: 1 }, { everyMs: 8, input: () => ({}) }),
  disk: { ...ssd(), syncLatency: { kind: 'constant', ms: 4 } },
  faults: 'crashes',
  restartAfterMs: 50,
  clientTimeoutMs: 100,
  durationMs: 2_500,
  check: { uniqueIds: uniqueIds(), monotonicIds: monotonicIds() },
  bugs: {
    'reserves-late': {
      summary: 'A number leaves before the limit above it is on the disk: after a power cut it leaves again',
      shows: { check: 'uniqueIds', anomaly: 'duplicate', within: 20 },
    },
  },
});

const byTheClock = defineScenario<object>({
  name: 'proof/timed-ids',
  summary: 'Each node numbers by its clock, and never below what it numbered before',
  params: z.object({}),
  nodes: () => nodeNames(2),
  protocol: (_params, { bug }) => timed(bug === 'trusts-the-clock' ? 'decides' : 'raises'),
  workload: () =>
    clients(
      4,
      { generate: 1 },
      { everyMs: 20, input: () => ({}), to: (_random, nodes, client) => nodes[client % 2] as string },
    ),
  faults: 'clocks',
  durationMs: 2_500,
  // What two nodes number at one time is in no order, so only what one client got is compared.
  check: { uniqueIds: uniqueIds(), monotonicIds: monotonicIds({ scope: 'session' }) },
  bugs: {
    'trusts-the-clock': {
      summary: 'A clock that is set back takes the numbers back',
      shows: { check: 'monotonicIds', anomaly: 'non-monotonic', within: 20 },
    },
  },
});

it.each(proofs(counting, byTheClock))('$check finds $anomaly in $system.name with $bug', prove);
