import { expect, it } from 'vitest';
import { stateMachine } from 'seedstorm';
import { run, valuesOf } from '../tiny-system.js';

/** At its first chance it sets timer `late` anew, which by then has fired into the backlog of a slow node. */
const resets = stateMachine<{ timer: 'first' | 'late' }>({
  start(node) {
    node.setTimer('first', 19);
    node.setTimer('late', 20);
  },
  onTimer(_state, timer, node) {
    node.effect({ f: 'fired', timer });
    if (timer === 'first') node.setTimer('late', 50);
  },
});

it('a timer set anew while it waits in the backlog of a slow node fires once', async () => {
  const slow = { kind: 'slow-node', atMs: 10, durationMs: 60, node: 'a', delayMs: 15 } as const;
  const fired = await run({ nodes: ['a'], program: resets, durationMs: 300 }, [slow]);
  expect(valuesOf(fired, 'fired', 'timer')).toEqual(['first', 'late']);
});
