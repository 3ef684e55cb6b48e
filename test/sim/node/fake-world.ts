/** Runs a piece of code as one node or several, in virtual time, with the real drain. */
import { chooseDrain, inMacrotask } from '../../../sim/kernel/drain.js';
import type { AmbientHost } from '../../../sim/node/ambient/host.js';
import { installAmbient } from '../../../sim/node/ambient/install.js';
import type { FakeHost } from './fake-host.js';

let running: AmbientHost | undefined;

/** The host whose code runs now. */
export const runningHost = (): FakeHost | undefined => running as FakeHost | undefined;

/** Calls each node's program, then fires timers in order until none is due; gives what the programs gave. */
export async function runNodes<T>(
  nodes: readonly { host: FakeHost; program: () => T | Promise<T> }[],
  untilMs = 10_000,
): Promise<T[]> {
  const drain = await chooseDrain('tick');
  if (drain.kind !== 'sync') throw new Error('these tests need the synchronous drain');
  const results: Promise<T>[] = [];
  await inMacrotask(() => {
    const uninstall = installAmbient(() => running);
    const as = (host: FakeHost, act: () => void) => {
      running = host;
      try {
        act();
        drain.drain();
      } finally {
        running = undefined;
      }
    };
    try {
      for (const { host, program } of nodes) {
        as(host, () => {
          const result = new Promise<T>((resolve) => resolve(program()));
          result.catch(() => undefined);
          results.push(result);
        });
      }
      for (const { host } of nodes) {
        let more = true;
        while (more) as(host, () => (more = host.fireNext(untilMs)));
      }
    } finally {
      uninstall();
    }
  });
  return Promise.all(results);
}

export async function runAs<T>(host: FakeHost, program: () => T | Promise<T>, untilMs?: number): Promise<T> {
  const [result] = await runNodes([{ host, program }], untilMs);
  return result as T;
}
