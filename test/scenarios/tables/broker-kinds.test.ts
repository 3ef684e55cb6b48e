/** The table of queue, log and stream: what is kept, in which order, and what can be read again. */
import { expect, it } from 'vitest';
import { brokers } from '../../../scenarios/tables/brokers.js';
import { EVENTS, type BrokerSetting } from '../../../scenarios/tables/broker-world.js';
import { tables } from '../../../scenarios/tables/index.js';

it('finds that what is on a disk is not lost, that only a log keeps the order of a key, and that a queue cannot be read again', async () => {
  const { rows } = await brokers.measure({ seed: 1, runs: 1 });
  expect(tables).toContain(brokers);
  const of = (kind: BrokerSetting['kind'], event: BrokerSetting['event']) => {
    const row = rows.find(({ setting }) => setting.kind === kind && setting.event === event);
    if (row === undefined) throw new Error(`no row for ${kind}, ${event}`);
    return row;
  };
  for (const event of EVENTS) {
    for (const kind of ['queue', 'log', 'stream'] as const) expect(of(kind, event).lost, kind).toBe(0);
    expect(of('log', event).keyOvertaken).toBe(0);
    expect(of('queue', event).replayed).toBe(0);
    for (const kind of ['log', 'stream'] as const)
      expect(of(kind, event).replayed).toBeGreaterThanOrEqual(of(kind, event).acknowledged);
  }
  expect(of('stream, memory', 'broker dies').lost).toBeGreaterThan(0);
  // A consumer that dies takes along what it had done and not committed yet.
  expect(of('log', 'consumer dies').twice).toBeGreaterThan(0);
});
