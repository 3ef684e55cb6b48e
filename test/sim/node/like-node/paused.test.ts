/** What became due while a process stood still happens in Node's order: a real one is stopped and let go on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { asyncProgram, type Fault } from 'seedstorm';
import { expect, it } from 'vitest';
import { run, valuesOf } from '../../tiny-system.js';

const module = new URL('./paused.mjs', import.meta.url);
const STOP_MS = 50;
const MESSAGES: readonly (readonly [number, string])[] = [
  [70, 'one'],
  [170, 'two'],
];
const CONTINUE_MS = 250;

async function stopped(): Promise<string[]> {
  const child = spawn(process.execPath, [fileURLToPath(module)], { stdio: ['pipe', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (data) => (printed += String(data)));
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  const beganMs = performance.now();
  const at = async (ms: number): Promise<void> => wait(beganMs + ms - performance.now());
  await at(STOP_MS);
  child.kill('SIGSTOP');
  for (const [ms, text] of MESSAGES) {
    await at(ms);
    child.stdin.write(`${text}\n`);
  }
  await at(CONTINUE_MS);
  child.kill('SIGCONT');
  await ended;
  return printed.trim().split('\n').slice(1);
}

async function paused(): Promise<unknown[]> {
  const { body } = (await import(module.href)) as {
    body(log: (line: string) => void, onMessage: (heard: (text: string) => void) => void): void;
  };
  interface Texts {
    message: string;
  }
  const a = asyncProgram<Texts>(async (node) =>
    body(
      (line) => node.effect({ f: 'line', line }),
      (heard) => node.onMessage(heard),
    ),
  );
  const b = asyncProgram<Texts>(async (node) => {
    let now = 0;
    for (const [ms, text] of MESSAGES) {
      await node.sleep(ms - now);
      node.send('a', text);
      now = ms;
    }
  });
  const pause: Fault = { kind: 'pause', atMs: STOP_MS, durationMs: CONTINUE_MS - STOP_MS, node: 'a' };
  const result = await run({ program: { a, b }, durationMs: 345 }, [pause]);
  expect(result.verdict).toBe('valid');
  return valuesOf(result, 'line', 'line');
}

it.skipIf(process.platform === 'win32')('timers list by list, then messages, then immediates', async () => {
  const inWorld = await paused();
  // One list after the other: 100 ms before 120 ms, though one of the first was due at 130 ms.
  const timers = ['every 60, since 10', 'every 40', '100, set first', '100, set later', '120', '150'];
  expect(inWorld.slice(1, 10)).toEqual(['immediate of every 40', ...timers, 'message one', 'message two']);
  let onNode: string[] = [];
  for (let attempt = 0; attempt < 6 && onNode.join() !== inWorld.join(); attempt++) onNode = await stopped();
  expect(inWorld).toEqual(onNode);
});
