/** The ring: the last events of every run, at hand without a trace. */
import { describe, expect, it } from 'vitest';
import { stateMachine, type TraceRecord } from 'seedstorm';
import { run } from '../tiny-system.js';

const ticker = stateMachine<{ timer: 'tick'; message: number }>({
  start: (node) => node.setTimer('tick', 1),
  onTimer(_state, timer, node) {
    node.broadcast(1);
    node.setTimer(timer, 1);
  },
  onMessage: () => undefined,
});

it('holds all events of a short run, and they are those of the trace', async () => {
  const short = await run({ program: ticker, durationMs: 20 });
  const events: TraceRecord[] = [];
  await short.trace((record) => record.type === 'event' && events.push(record));
  expect(
    short.lastEvents().map(({ event, atMs, kind, node, cause }) => ({ event, atMs, kind, node, cause })),
  ).toEqual(
    events.map(
      (record) =>
        record.type === 'event' && {
          event: record.event,
          atMs: record.atMs,
          kind: record.kind,
          node: record.node ?? '',
          cause: record.cause,
        },
    ),
  );
});

describe('of a long run', () => {
  it.each([
    [200, 256],
    [2000, 4096],
  ])('of %i ms it holds the last events, oldest first', async (durationMs, atMost) => {
    const long = await run({ program: ticker, durationMs });
    const last = long.lastEvents();
    expect(last.length).toBe(Math.min(long.events, long.events > 256 ? 4096 : atMost));
    expect(last.at(-1)).toMatchObject({ event: long.events, kind: 'end', node: '', atMs: durationMs });
    expect(last.map(({ event }) => event)).toEqual(
      last.map((_, index) => long.events - last.length + 1 + index),
    );
  });
});
