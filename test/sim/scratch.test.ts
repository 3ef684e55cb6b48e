import { it } from 'vitest';
import { asyncProgram } from 'seedstorm';
import { run } from './tiny-system.js';
const busy = asyncProgram<{ message: number; answer: number; durable: { n: number } }>(async (node) => {
    node.onMessage(async (n) => {
      await node.disk.write('n', n);
      for (let depth = 0; depth < 20; depth++) await Promise.resolve();
      await new Promise<void>((resolve) => process.nextTick(resolve));
      await node.disk.sync();
      return n + 1;
    });
    const [peer = ''] = node.peers;
    for (let n = 0; ; n++) {
      await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 5));
      const [answer] = await Promise.allSettled([
        node.call(peer, n, { timeoutMs: 3 }),
        Promise.reject(new Error('handled')),
      ]);
      node.effect({ f: 'asked', how: answer.status, at: Date.now() });
    }
  });
it.each(['tick', 'next-tick', 'immediate'] as const)('%s', async (drain) => {
  const t = Date.now();
  const r = await run({ program: busy, durationMs: 100 }, [{ kind: 'loss', atMs: 0, probability: 0.2 }], { drain });
  console.log(drain, r.verdict, r.checks[0]!.reason, r.events, r.fingerprint, Date.now() - t);
}, 10000);
