/** A user's TypeScript is made JavaScript once for all threads of a process, and anew when anything about it differs. */
import { Worker } from 'node:worker_threads';
import { createJiti } from 'jiti';
import { expect, it } from 'vitest';
import { transformOnce } from '../../cli/transformed.js';

it('transforms what is new, and hands the rest to every thread that starts', async () => {
  let compilers = 0;
  const transform = transformOnce((...given) => (compilers++, createJiti(...given)));
  const file = (source: string) => transform({ source, filename: 'own.sim.ts', ts: true }).code;
  expect(file('export const answer: number = 42')).toContain('answer = 42');
  expect(file('export const answer: number = 43')).toContain('answer = 43');
  const again = transformOnce(() => expect.unreachable('it is known'));
  expect(
    again({ source: 'export const answer: number = 42', filename: 'own.sim.ts', ts: true }).code,
  ).toContain('answer = 42');
  expect(compilers).toBe(1);
  const thread = new Worker(
    `const { getEnvironmentData, parentPort } = require('node:worker_threads');
     parentPort.postMessage([...getEnvironmentData('seedstorm: transformed files').keys()]);`,
    { eval: true },
  );
  const keys = await new Promise<string[]>((told) => thread.once('message', told));
  expect(keys).toHaveLength(2);
  await thread.terminate();
});
