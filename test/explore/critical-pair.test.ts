/** Two messages are called the pair that decides only if their order decides by itself. */
import { expect, it } from 'vitest';
import { simulate, stateMachine, type Fault, type Run } from 'seedstorm';
import type { Checker } from '../../checkers/history.js';
import { shrink, type Shrunk } from '../../explore/shrink/shrink.js';
import { tiny, type TinySystem } from '../sim/tiny-system.js';

/** Complains where these are the answers, in order. */
const neverHeard = (...bad: readonly string[]): Checker => ({
  name: 'never heard',
  check: (history) =>
    history.map(({ output }) => output).join() === bad.join()
      ? {
          verdict: 'invalid',
          reason: 'heard',
          anomalies: [{ kind: 'heard', message: 'heard', operations: [] }],
        }
      : { verdict: 'valid', reason: 'not heard' },
});

async function shrunkOf(system: TinySystem, faults: readonly Fault[] = []): Promise<Shrunk> {
  const scenario = tiny(system);
  const run: Run = await simulate(scenario, { faults });
  expect(run.verdict).toBe('invalid');
  const shrunk = await shrink(scenario, run);
  if (shrunk === undefined) throw new Error('expected a shrunk failure');
  return shrunk;
}

interface Post {
  state: { isOpen: boolean; word: string };
  request: { f: string };
  reply: string;
  message: { f: 'word' };
  timer: 'open late';
}

it('names no pair where the swap only leads the fault past the message it hit', async () => {
  // Closed, the node opens first and sends after that: that is another message, and no fault drops it.
  const post = stateMachine<Post>({
    start: () => ({ isOpen: false, word: 'nothing' }),
    onRequest(state, { f }, node) {
      if (f === 'open') state.isOpen = true;
      else if (f === 'send' && state.isOpen) node.send('b', { f: 'word' });
      else if (f === 'send') node.setTimer('open late', 1);
      node.reply(f === 'hear' ? state.word : 'ok');
    },
    onMessage(state) {
      state.word = 'word';
    },
    onTimer(_state, _timer, node) {
      node.send('b', { f: 'word' });
    },
  });
  const { criticalPair, plan } = await shrunkOf(
    {
      program: post,
      asks: [
        { f: 'open', to: 'a', atMs: 10, client: 'x' },
        { f: 'send', to: 'a', atMs: 10.2, client: 'y' },
        { f: 'hear', to: 'b', atMs: 20, client: 'x' },
      ],
      check: { heard: neverHeard('ok', 'ok', 'nothing') },
    },
    [{ kind: 'loss', probability: 1, from: ['a'], to: ['b'], atMs: 5, durationMs: 7 }],
  );
  expect(plan.faults).toHaveLength(1);
  expect(plan.operations).toHaveLength(3);
  expect(criticalPair).toBeUndefined();
});

it('names no pair where the earlier message only has to be late', async () => {
  const sleeper = stateMachine<{
    state: { asked: string };
    request: { f: string };
    reply: string;
  }>({
    start: () => ({ asked: '' }),
    onRequest(state, { f }, node) {
      const ms = node.monotonicMs();
      const isTooEarly = f === 'say' ? ms > 10.9 && ms < 11.1 : ms < 11.2;
      state.asked += `${f}${isTooEarly ? ' too early' : ''}, `;
      node.reply(state.asked);
    },
  });
  const { criticalPair, plan } = await shrunkOf({
    program: sleeper,
    asks: [
      { f: 'say', to: 'a', atMs: 10, client: 'x' },
      { f: 'poke', to: 'a', atMs: 10.3, client: 'y' },
    ],
    check: { heard: neverHeard('say too early, ', 'say too early, poke, ') },
  });
  expect(plan.operations).toHaveLength(2);
  expect(criticalPair).toBeUndefined();
});
