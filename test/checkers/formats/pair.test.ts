import { describe, expect, it } from 'vitest';
import type { EventType, HistoryEvent, Value } from '../../../checkers/formats/events.js';
import { pairer } from '../../../checkers/formats/pair.js';
import type { Adapter } from '../../../checkers/formats/pair.js';

const raw: Adapter = {
  input: ({ f, key, value }) => ({ f, key, value }),
  settled: (input) => input,
  output: ({ value }) => value,
};

let line = 0;
const event = (
  type: EventType,
  process: string | number,
  f?: string,
  value: Value = null,
  more: Partial<HistoryEvent> = {},
): HistoryEvent => ({
  line: ++line,
  type,
  process,
  f,
  value,
  key: undefined,
  timeMs: undefined,
  error: undefined,
  more: undefined,
  ...more,
});

function pair(...events: readonly HistoryEvent[]) {
  const pairs = pairer(raw);
  for (const one of events) pairs.event(one);
  return pairs.finish();
}

const at = (timeMs: number) => ({ timeMs });

describe('pairer', () => {
  it('makes operations in order of invocation, with positions, times, answers and errors', () => {
    const history = pair(
      event('invoke', 0, 'write', 3, at(1)),
      event('invoke', 1, 'read', null, at(2)),
      event('info', 'nemesis', 'partition', null, at(2.5)),
      event('ok', 1, 'read', 3, at(3)),
      event('info', 0, undefined, null, { timeMs: 4, error: 'timeout' }),
      event('invoke', 1, 'write', 4),
      event('fail', 1, 'write', 4, { error: 'refused' }),
      event('invoke', 'c', 'read'),
    );
    const key = undefined;
    expect(history).toEqual([
      {
        process: 0,
        input: { f: 'write', key, value: 3 },
        type: 'info',
        invoke: 0,
        complete: Infinity,
        line: 1,
        endLine: 5,
        invokedAtMs: 1,
        completedAtMs: 4,
        error: 'timeout',
      },
      {
        process: 1,
        input: { f: 'read', key, value: null },
        output: 3,
        type: 'ok',
        invoke: 1,
        complete: 2,
        line: 2,
        endLine: 4,
        invokedAtMs: 2,
        completedAtMs: 3,
      },
      {
        process: 1,
        input: { f: 'write', key, value: 4 },
        type: 'fail',
        invoke: 4,
        complete: 5,
        line: 6,
        endLine: 7,
        error: 'refused',
      },
      {
        process: 'c',
        input: { f: 'read', key, value: null },
        type: 'info',
        invoke: 6,
        complete: Infinity,
        line: 8,
      },
    ]);
  });

  it('lets a process go on after a crash, and tells process 1 from process "1"', () => {
    expect(
      pair(
        event('invoke', 1, 'read'),
        event('info', 1, 'read'),
        event('invoke', 1, 'read'),
        event('invoke', '1', 'read'),
      ).map(({ process }) => process),
    ).toEqual([1, 1, '1']);
  });

  it.each<[string, () => HistoryEvent[], RegExp]>([
    [
      'two open operations',
      () => [event('invoke', 7, 'read'), event('invoke', 7, 'write')],
      /^line 2: process 7 begins an operation while the one of line 1 is still open$/,
    ],
    [
      'a completion without invocation',
      () => [event('ok', 7, 'read')],
      /^line 1: process 7 completes an operation it never began$/,
    ],
    [
      'a second completion',
      () => [event('invoke', 7, 'read'), event('ok', 7, 'read'), event('ok', 7, 'read')],
      /^line 3: process 7 completes/,
    ],
    [
      'another function',
      () => [event('invoke', 7, 'read'), event('ok', 7, 'write')],
      /^line 2: process 7 completes write, but on line 1 it began read$/,
    ],
    [
      'another key',
      () => [event('invoke', 7, 'read', null, { key: 1 }), event('ok', 7, 'read', null, { key: '1' })],
      /^line 2: process 7 completes read on key "1", but on line 1 it began it on key 1$/,
    ],
    [
      'a key out of nowhere',
      () => [event('invoke', 7, 'read'), event('info', 7, undefined, null, { key: 1 })],
      /on no key$/,
    ],
    ['no function', () => [event('invoke', 7)], /^line 1: an invocation needs an f/],
    [
      'only the nemesis',
      () => [event('info', 'nemesis', 'start')],
      /^the file holds no operation of any client$/,
    ],
    ['nothing', () => [], /^the file holds no operation of any client$/],
  ])('refuses %s', (_what, events, message) => {
    line = 0;
    expect(() => pair(...events())).toThrow(message);
  });
});
