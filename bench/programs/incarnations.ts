/**
 * A server that is killed and started again and again, in a process of its own that can collect its garbage: tells
 * what a start costs in CPU seconds, and how large the heap is after a hundred of them and after a thousand.
 */
import { simulate } from 'seedstorm';
import { median } from '../measure.js';
import { kills, SERVICES, worldOf, type ServiceName } from './services.js';

const HUNDRED = 100;
const WORLDS = 10;
const scenario = worldOf(SERVICES[(process.argv[2] ?? 'express') as ServiceName]);

/** @returns the CPU seconds that a world with so many kills of the server takes */
async function secondsOf(count: number): Promise<number> {
  const { durationMs, options } = kills(count);
  const before = process.cpuUsage();
  const { checks } = await simulate({ ...scenario, durationMs }, options);
  const { user, system } = process.cpuUsage(before);
  const wrong = checks.find(({ verdict }) => verdict === 'invalid');
  if (wrong !== undefined) throw new Error(wrong.reason);
  return (user + system) / 1e6;
}

function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const starts: number[] = [];
const heaps: number[] = [];
for (let world = 0; world < WORLDS; world++) {
  const alone = await secondsOf(1);
  starts.push(((await secondsOf(HUNDRED + 1)) - alone) / HUNDRED);
  heaps.push(heapBytes());
}
process.send?.({ startSeconds: median(starts), heapAtHundred: heaps[0], heapAtThousand: heaps.at(-1) });
