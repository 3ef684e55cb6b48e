import { describe, expect, it } from 'vitest';
import { ambientImport } from '../../../sim/node/ambient/install.js';
import { FakeHost } from './fake-host.js';
import { runNodes } from './fake-world.js';

/** What the versions of opossum have in common, as far as it is used here. */
interface Breaker {
  fire(): Promise<unknown>;
  on(event: string, listener: () => void): void;
  shutdown(): void;
}
type BreakerClass = new (action: () => Promise<unknown>, options: object) => Breaker;

async function loadBreaker(name: string): Promise<BreakerClass> {
  const module = (await ambientImport(() => import(name))) as { default: BreakerClass };
  return module.default;
}

describe.each(['opossum', 'opossum-4.2.0', 'opossum-4.2.1'])('%s, unmodified', (name) => {
  it('opens, waits and closes in virtual time', async () => {
    const CircuitBreaker = await loadBreaker(name);
    const run = async () => {
      const host = new FakeHost('client');
      const log: unknown[] = [];
      const program = async () => {
        const backend = () =>
          new Promise((resolve) => {
            // Slow until 400 ms, then quick.
            setTimeout(() => resolve('answer'), performance.now() < 400 ? 200 : 5);
          });
        const options = { timeout: 50, resetTimeout: 300, errorThresholdPercentage: 50 };
        const breaker = new CircuitBreaker(backend, options);
        for (const event of ['open', 'halfOpen', 'close', 'timeout', 'success', 'reject']) {
          breaker.on(event, () => log.push([host.nowMs, event]));
        }
        for (let call = 0; call < 10; call++) {
          await breaker.fire().catch(() => undefined);
          await new Promise((resolve) => setTimeout(resolve, 75));
        }
        breaker.shutdown();
      };
      await runNodes([{ host, program }], 5000);
      return log;
    };
    const first = await run();
    expect(first.slice(0, 3).sort()).toEqual(
      [
        [50, 'open'],
        [50, 'timeout'],
        [125, 'reject'],
      ].sort(),
    );
    expect(first).toEqual(expect.arrayContaining([[350, 'halfOpen']]));
    expect(first.at(-1)).toEqual([expect.any(Number), 'success']);
    expect(await run()).toEqual(first);
  });
});

describe('yjs, unmodified', () => {
  it('draws its client ids from the node: the same in every run, different on every node', async () => {
    const Y = await ambientImport(() => import('yjs'));
    const run = () => {
      const program = () => {
        const doc = new Y.Doc();
        doc.getText('t').insert(0, 'hello');
        return { client: doc.clientID, guid: doc.guid, update: [...Y.encodeStateAsUpdate(doc)] };
      };
      return runNodes(['n1', 'n2', 'n3'].map((name) => ({ host: new FakeHost(name), program })));
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(new Set(first.map(({ client }) => client)).size).toBe(3);
    expect(new Set(first.map(({ guid }) => guid)).size).toBe(3);
  });
});
