import { afterEach, expect, it } from 'vitest';
import { asyncProgram, simulate, stateMachine } from 'seedstorm';
import { tiny } from './tiny-system.js';

// A forked process, as a test runner's worker often is, has an IPC channel, and Node starts a tick in it whenever a
// listener is added to `process`. Taken for work of the world, that had every world run twice.
const likeAnIpcChannel = (): void => {
  process.nextTick(() => undefined);
};
afterEach(() => {
  process.removeListener('newListener', likeAnIpcChannel);
});

interface Echo {
  state: object;
  request: unknown;
  reply: { done: true };
}

it.each(['state machine', 'async program'])(
  'a world runs once in a process with an IPC channel: %s',
  async (style) => {
    process.on('newListener', likeAnIpcChannel);
    let starts = 0;
    const program =
      style === 'state machine'
        ? stateMachine<Echo>({
            start: () => {
              starts++;
              return {};
            },
            onRequest: (_state, _request, node) => node.reply({ done: true }),
          })
        : asyncProgram<Echo>(async (node) => {
            starts++;
            for await (const request of node.requests()) request.reply({ done: true });
          });
    const run = await simulate(tiny({ program, asks: [{ atMs: 5, f: 'read' }] }), { seed: 1 });
    expect(run.operations.ok).toBe(1);
    expect(starts).toBe(2);
  },
);
