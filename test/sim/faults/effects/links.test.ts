/** What faults of links do to messages on their way. */
import { describe, expect, it } from 'vitest';
import { asyncProgram, stateMachine } from 'seedstorm';
import { run, valuesOf } from '../../tiny-system.js';
import { arrivals, greeters, whoHeardWhom } from './gossip.js';
import { shows } from './shows.js';

const system = { program: greeters, durationMs: 60 };
const undisturbed = '1@6 2@16 3@26 4@36 5@46 6@56';

describe('every message of some links', () => {
  shows('loss', 'messages vanish while it lasts', {
    system,
    fault: { kind: 'loss', atMs: 10, durationMs: 20, probability: 1 },
    observe: (run) => arrivals(run),
    without: undisturbed,
    with: '1@6 4@36 5@46 6@56',
  });

  shows('loss', 'only on the links it names', {
    system: { ...system, nodes: ['a', 'b', 'c'] },
    fault: { kind: 'loss', atMs: 0, probability: 1, from: ['a'], to: ['b', 'c'] },
    observe: (run) => whoHeardWhom(run),
    without: 'a>b a>c b>a b>c c>a c>b',
    with: 'b>a b>c c>a c>b',
  });

  shows('duplication', 'messages arrive twice', {
    system,
    fault: { kind: 'duplication', atMs: 10, durationMs: 20, probability: 1 },
    observe: (run) => arrivals(run),
    without: undisturbed,
    with: '1@6 2@16 2@17 3@26 3@27 4@36 5@46 6@56',
  });

  shows('reordering', 'later messages overtake earlier ones', {
    system: { ...system, durationMs: 200 },
    fault: { kind: 'reordering', atMs: 0, probability: 0.5, delayMs: 50 },
    observe: (run) => isSorted(valuesOf(run, 'heard', 'n', 'b') as number[]),
    without: true,
    with: false,
  });

  shows('latency', 'messages take longer', {
    system,
    fault: { kind: 'latency', atMs: 10, durationMs: 20, addMs: 3 },
    observe: (run) => arrivals(run),
    without: undisturbed,
    with: '1@6 2@19 3@29 4@36 5@46 6@56',
  });

  shows('slow-link', 'what does not fit waits its turn', {
    // A greeting is a header of 40 bytes and 76 of text: 20 ms on this link.
    system,
    fault: { kind: 'slow-link', atMs: 0, bytesPerSecond: 5800, from: ['a'], to: ['b'] },
    observe: (run) => arrivals(run),
    without: undisturbed,
    with: '1@26 2@46',
  });

  shows('corruption', 'payloads are damaged', {
    system,
    fault: { kind: 'corruption', atMs: 0, probability: 1, from: ['a'] },
    observe: (run) => arrivals(run) === undisturbed && valuesOf(run, 'heard', 'intact', 'b').every(Boolean),
    without: true,
    with: false,
  });
});

it('latency with jitter: each message draws its own share', async () => {
  const { history } = await run(system, [{ kind: 'latency', atMs: 0, addMs: 1, jitterMs: 8 }]);
  const late = history.map(({ invokedAtMs = 0 }) => (invokedAtMs - 5) % 10);
  expect(new Set(late).size).toBeGreaterThan(3);
  expect(Math.min(...late)).toBeGreaterThanOrEqual(2);
  expect(Math.max(...late)).toBeLessThanOrEqual(10);
});

it('loss with a probability between: some arrive, some do not', async () => {
  const lossy = await run({ ...system, durationMs: 1000 }, [{ kind: 'loss', atMs: 0, probability: 0.5 }]);
  const heard = valuesOf(lossy, 'heard', 'n', 'b').length;
  expect(heard).toBeGreaterThan(30);
  expect(heard).toBeLessThan(70);
});

describe('one named message', () => {
  const named = { kind: 'message', atMs: 0, from: 'a', to: 'b', nth: 2 } as const;

  shows('message', 'dropped', {
    system,
    fault: { ...named, action: 'drop' },
    observe: (run) => arrivals(run),
    without: undisturbed,
    with: '1@6 3@26 4@36 5@46 6@56',
  });

  shows('message', 'delayed', {
    system,
    fault: { ...named, action: 'delay', delayMs: 15 },
    observe: (run) => arrivals(run),
    without: undisturbed,
    with: '1@6 3@26 2@31 4@36 5@46 6@56',
  });

  shows('message', 'duplicated, the copy late', {
    system,
    fault: { ...named, action: 'duplicate', delayMs: 12 },
    observe: (run) => arrivals(run),
    without: undisturbed,
    with: '1@6 2@16 3@26 2@29 4@36 5@46 6@56',
  });

  shows('message', 'corrupted', {
    system: { ...system, program: onePlainNumber() },
    fault: { ...named, action: 'corrupt' },
    observe: (run) => valuesOf(run, 'heard', 'n', 'b'),
    without: [10, 20, 30, 40, 50, 60],
    with: [10, 21, 30, 40, 50, 60],
  });

  shows('message', 'sent before it was armed: left alone', {
    system,
    fault: { ...named, atMs: 16, nth: 3, action: 'drop' },
    besides: [{ ...named, atMs: 16, nth: 2, action: 'drop' }],
    observe: (run) => arrivals(run),
    without: undisturbed,
    with: '1@6 2@16 4@36 5@46 6@56',
  });
});

describe('connections', () => {
  /** `a` says a number every 10 ms over one connection, and says when it is gone. */
  const talker = stateMachine<{ state: { n: number; stream: number }; message: number; timer: 'talk' }>({
    start(node) {
      if (node.id === 'a') node.setTimer('talk', 10);
      return { n: 0, stream: node.id === 'a' ? node.connect('b') : -1 };
    },
    onTimer(state, timer, node) {
      node.sendStream(state.stream, ++state.n);
      node.setTimer(timer, 10);
    },
    onStream(_state, event, node) {
      if (event.kind === 'data') node.effect({ f: 'heard', n: event.data });
      if (event.kind !== 'closed') return;
      node.effect({ f: 'broken', reason: event.reason });
      node.clearTimer('talk');
    },
  });

  shows('connection-reset', 'both ends learn that it is over, nothing more arrives', {
    system: { program: talker, durationMs: 60 },
    fault: { kind: 'connection-reset', atMs: 25, from: ['a'], to: ['b'] },
    observe: (run) => [valuesOf(run, 'heard', 'n'), valuesOf(run, 'broken', 'reason')],
    without: [[1, 2, 3, 4, 5], []],
    with: [
      [1, 2],
      ['reset', 'reset'],
    ],
  });

  const asyncTalker = asyncProgram<{ message: number }>(async (node) => {
    if (node.id === 'b') {
      for await (const connection of node.connections()) {
        for await (const n of connection) node.effect({ f: 'heard', n });
        node.effect({ f: 'broken' });
      }
    }
    const connection = await node.connect('b');
    for (let n = 1; ; n++) {
      await node.sleep(10);
      connection.send(n);
    }
  });

  shows('connection-reset', 'in the async style the loop over a connection ends', {
    system: { program: asyncTalker, durationMs: 60, restartAfterMs: 1000 },
    fault: { kind: 'connection-reset', atMs: 25, from: ['a'], to: ['b'] },
    observe: (run) => [valuesOf(run, 'heard', 'n'), valuesOf(run, 'broken', 'node')],
    without: [[1, 2, 3, 4, 5], []],
    with: [[1, 2], ['b']],
  });
});

/** Sends 10, 20, 30 …: a message with a single leaf, so that damage has one place to go. */
function onePlainNumber() {
  return stateMachine<{ state: { n: number }; message: number; timer: 'talk' }>({
    start(node) {
      if (node.id === 'a') node.setTimer('talk', 5);
      return { n: 0 };
    },
    onTimer(state, timer, node) {
      node.broadcast((state.n += 10));
      node.setTimer(timer, 10);
    },
    onMessage: (_state, n, node) => node.effect({ f: 'heard', n }),
  });
}

function isSorted(numbers: readonly number[]): boolean {
  return numbers.every((n, index) => index === 0 || n >= (numbers[index - 1] as number));
}
