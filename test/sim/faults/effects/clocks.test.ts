/** What clock faults do to the wall clock, the monotonic clock and to timers: each node says what its clocks show. */
import { describe } from 'vitest';
import { asyncProgram, stateMachine, type Run } from 'seedstorm';
import { reported } from '../../tiny-system.js';
import { shows } from './shows.js';

const EPOCH_MS = Date.UTC(2026, 0, 1);

/** Says every 20 ms of its own time what its clocks show. */
const clockReader = stateMachine<{ timer: 'look' }>({
  start: (node) => node.setTimer('look', 20),
  onTimer(_state, timer, node) {
    node.effect({ f: 'shows', wall: node.nowMs() - EPOCH_MS, monotonic: node.monotonicMs() });
    node.setTimer(timer, 20);
  },
});

const system = { nodes: ['a'], program: clockReader, durationMs: 90 };
const clocks = (run: Run): string[] =>
  reported(run, 'shows').map(
    ({ atMs, wall, monotonic }) => `${String(atMs)}: ${String(wall)} ${String(monotonic)}`,
  );
const right = ['20: 20 20', '40: 40 40', '60: 60 60', '80: 80 80'];

shows('clock-offset', 'the wall clock is wrong while it lasts; the monotonic clock is not', {
  system,
  fault: { kind: 'clock-offset', atMs: 30, durationMs: 40, node: 'a', offsetMs: -500 },
  observe: clocks,
  without: right,
  with: ['20: 20 20', '40: -460 40', '60: -440 60', '80: 80 80'],
});

shows('clock-jump', 'the wall clock leaps, for good', {
  system,
  fault: { kind: 'clock-jump', atMs: 30, node: 'a', byMs: 3_600_000 },
  observe: clocks,
  without: right,
  with: ['20: 20 20', '40: 3600040 40', '60: 3600060 60', '80: 3600080 80'],
});

shows('clock-freeze', 'the wall clock stands still, then shows the right time again', {
  system,
  fault: { kind: 'clock-freeze', atMs: 30, durationMs: 40, node: 'a' },
  observe: clocks,
  without: right,
  with: ['20: 20 20', '40: 30 40', '60: 30 60', '80: 80 80'],
});

shows('clock-drift', 'both clocks run fast, so timers fire early, and the error stays', {
  system,
  // 1.6 times as fast: 20 ms of its time are 12.5 ms.
  fault: { kind: 'clock-drift', atMs: 20, durationMs: 37.5, node: 'a', ppm: 600_000 },
  observe: clocks,
  without: right,
  with: ['20: 20 20', '32.5: 40 40', '45: 60 60', '57.5: 80 80', '77.5: 100 100'],
});

shows('clock-drift', 'a slow clock makes timers late', {
  system,
  fault: { kind: 'clock-drift', atMs: 0, node: 'a', ppm: -500_000 },
  observe: clocks,
  without: right,
  with: ['40: 20 20', '80: 40 40'],
});

describe('async programs read the same clocks through Date and performance', () => {
  const program = asyncProgram<object>(async (node) => {
    const beganMs = performance.now();
    for (;;) {
      await node.sleep(20);
      node.effect({ f: 'shows', wall: Date.now() - EPOCH_MS, monotonic: performance.now() - beganMs });
    }
  });

  shows('clock-jump', 'Date leaps, performance.now does not', {
    system: { nodes: ['a'], program, durationMs: 50 },
    fault: { kind: 'clock-jump', atMs: 30, node: 'a', byMs: -1000 },
    observe: clocks,
    without: ['20: 20 20', '40: 40 40'],
    with: ['20: 20 20', '40: -960 40'],
  });
});
