/** The thirteen anomalies: each is what a planted bug shows, but for the one that every configuration permits. */
import { simulate } from 'seedstorm';
import { KAFKA_ANOMALIES } from 'seedstorm/checkers';
import { expect, it } from 'vitest';
import { growingTopic } from '../../../scenarios/broker/growing-topic.sim.js';
import { logClients } from '../../../scenarios/broker/log-clients/scenario.js';

it('shows every anomaly of the checker by a bug (the rows prove that it does), but the one that is none', () => {
  const shown = Object.values(logClients.bugs ?? {}).map(({ shows }) => shows?.anomaly);
  expect(KAFKA_ANOMALIES.filter((anomaly) => !shown.includes(anomaly))).toEqual(['int-send-skip']);
});

it('permits that transactions interleave, and says so', async () => {
  const { verdict, checks } = await simulate(logClients, { seed: 2 });
  expect(verdict).toBe('valid');
  expect(checks.find(({ name }) => name === 'kafka')?.reason).toMatch(/permitted here: \d+ × int-send-skip/);
});

it('breaks the order of a key, not that of a partition, where partitions are added', async () => {
  const { checks } = await simulate(growingTopic, { seed: 3, bug: 'partitions-added' });
  const verdictOf = (check: string) => checks.find(({ name }) => name === check)?.verdict;
  expect([verdictOf('order-per-key'), verdictOf('order-per-partition')]).toEqual(['invalid', 'valid']);
});
