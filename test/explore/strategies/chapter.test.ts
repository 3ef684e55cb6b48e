/** What the chapters show is what the engine takes. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parsePlan } from 'seedstorm';
import { strategyNames } from '../../../sim/schedule/schedule.js';

const chapter = readFileSync(new URL('../../../explore/strategies/README.md', import.meta.url), 'utf8');

it('the schedules of the chapter are read as they are', () => {
  const [, block = ''] = /```json\n(.*?)```/s.exec(chapter) ?? [];
  const schedules = block
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(schedules).toHaveLength(2);
  for (const schedule of schedules) {
    const plan = { schema: 1, faults: [], operations: [], schedule };
    expect(parsePlan(plan, { nodes: ['a'], clients: [], durationMs: 1000 })).toEqual(plan);
  }
});

it('the table names every strategy', () => {
  for (const name of strategyNames) expect(chapter).toContain(`| \`${name}\``);
});
