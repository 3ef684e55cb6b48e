/**
 * The npm package bullmq, not a line of it changed, with the real Redis and with ours: it gets the same answers, hears the same
 * events, and the same keys are left. What the real one did is recorded. `UPDATE_GOLDEN=1` records it anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { hasReal, withSubject } from '../durable/subject.js';
import { bullmqStory } from './bullmq-story.js';

const golden = fileURLToPath(new URL('../../../golden/redis-7.0.15/bullmq.txt', import.meta.url));

async function told(kind: 'real' | 'ours'): Promise<string> {
  let lines: string[] = [];
  await withSubject(kind, {}, async (subject) => {
    await subject.start();
    lines = await bullmqStory({ host: '127.0.0.1', port: subject.port });
  });
  return `${lines.join('\n')}\n`;
}

it.runIf(hasReal())('has with the real Redis still what was recorded', { timeout: 30_000 }, async () => {
  const text = await told('real');
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, 'utf8'));
});

it('has the same with ours', { timeout: 30_000 }, async () => {
  expect(await told('ours')).toBe(readFileSync(golden, 'utf8'));
});
