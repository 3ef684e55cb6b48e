import { describe, expect, it } from 'vitest';
import type { Recording } from '../../report/data/contract.js';
import { focusMask, operationMask } from '../../report/page/model/cone.js';
import { parseLink, printLink } from '../../report/page/model/deep-link.js';
import {
  clockErrors,
  latencyHistogram,
  messagesInFlight,
  niceWidth,
  operationRates,
} from '../../report/page/model/figures.js';
import { eventAt, runModel } from '../../report/page/model/run-model.js';
import { orderScale, ticks, timeScale } from '../../report/page/model/scale.js';
import { parseQuery, searchMask } from '../../report/page/model/search.js';
import { clockSpans, cutBands } from '../../report/page/model/spans.js';

/**
 * c asks a (1 → 2), a tells b (2 → 3) and answers (2 → 4); b's timer (5) is its own affair; a's message to b at 2 is
 * lost the second time.
 */
const recording: Recording = {
  lanes: [
    { name: 'a', is: 'node' },
    { name: 'b', is: 'node' },
    { name: 'd', is: 'node' },
    { name: 'c', is: 'client' },
    { name: 'idle', is: 'client' },
  ],
  kinds: ['client-next', 'request', 'message', 'answer', 'timer'],
  texts: ['{"f":"write","key":"x"}', '{"to":"everybody"}', 'tick', 'cut', 'a word', '{"key":7}'],
  events: {
    after: [0, 1000, 1000, 1000, 2000],
    kind: [0, 1, 2, 3, 4],
    lane: [3, 0, 1, 3, 1],
    since: [0, 1, 1, 2, 0],
    message: [-1, 0, 1, 3, -1],
    name: [-1, -1, -1, -1, 2],
    data: [-1, -1, -1, -1, -1],
  },
  messages: {
    kind: [1, 2, 2, 3],
    from: [3, 0, 0, 0],
    to: [0, 1, 1, 3],
    sent: [1, 2, 2, 2],
    arrived: [2, 3, 0, 4],
    flight: [1000, 1000, -1, 2000],
    fate: [0, 0, 1, 0],
    why: [-1, -1, 3, -1],
    data: [0, 1, 5, -1],
  },
  marks: { event: [3], lane: [1], is: [1], text: [4], data: [-1] },
  changes: { event: [], lane: [], part: [], patch: [] },
  statuses: { event: [1, 1, 1], lane: [0, 1, 2], status: ['up', 'up', 'up'] },
  cuts: { from: [0, 2, 0], to: [2, 0, 1], begin: [2, 2, 3], end: [4, 4, 0] },
  clocks: { event: [], lane: [], errorUs: [], ppm: [] },
  operations: [
    {
      process: 'c',
      lane: 3,
      f: 'write',
      key: 'x',
      input: '{"f":"write","key":"x"}',
      type: 'ok',
      invoked: 1,
      completed: 4,
    },
  ],
  faults: [],
  firsts: { event: [], site: [], states: [] },
  incidents: [],
};
const model = runModel(recording);
const chosen = (mask: Uint8Array | undefined): number[] =>
  [...(mask ?? [])].flatMap((value, event) => (value === 1 ? [event] : []));

describe('what belongs to an event', () => {
  it.each([
    ['past', 4, [1, 2, 4]],
    ['past', 5, [1, 2, 3, 5]],
    ['chain', 5, [5]],
    ['chain', 3, [1, 2, 3]],
    ['consequences', 1, [1, 2, 3, 4]],
    ['consequences', 5, [5]],
  ] as const)('%s of event %i', (focus, event, expected) => {
    expect(chosen(focusMask(model, [event], focus))).toEqual(expected);
  });

  it('an operation has what it set off, to its end', () => {
    expect(chosen(operationMask(model, 0))).toEqual([1, 2, 3, 4]);
    expect(chosen(operationMask(model, 9))).toEqual([]);
  });
});

describe('search', () => {
  it('reads words and fields, quotes and all', () => {
    expect(parseQuery('node:n1 KIND:timer "two words" one key:"a b"')).toEqual({
      node: ['n1'],
      kind: ['timer'],
      key: ['a b'],
      words: ['two words', 'one'],
    });
  });

  it.each([
    ['everybody', [3]],
    ['EVERYBODY', [3]],
    ['a word', [3]],
    ['tick', [5]],
    ['node:b', [3, 5]],
    ['node:a kind:request', [2]],
    ['kind:tick', [5]],
    ['key:x', [2]],
    ['key:7', [2]],
    ['"7"', [2]],
    ['no such thing', []],
    ['node:b kind:answer', []],
  ])('%s', (search, expected) => {
    expect(chosen(searchMask(model, search))).toEqual(expected);
  });

  it('nothing asked, nothing chosen', () => {
    expect(searchMask(model, '  ')).toBeUndefined();
  });
});

describe('scales', () => {
  it('go from event to place and back', () => {
    for (const scale of [timeScale(model), orderScale(model)])
      for (let event = 1; event <= model.count; event++) expect(scale.eventAt(scale.of(event))).toBe(event);
    expect([0, 999, 1000, 2500, 9999].map((us) => eventAt(model, us))).toEqual([1, 1, 2, 3, 5]);
    expect(orderScale(model).ofUs(1500)).toBeCloseTo(2.5);
    expect(orderScale(model).usAt(2.5)).toBeCloseTo(1500);
  });

  it('have round marks, not too many', () => {
    expect(ticks(0, 1000, 5)).toEqual([0, 200, 400, 600, 800, 1000]);
    expect(ticks(130, 190, 4)).toEqual([140, 160, 180]);
    expect(ticks(5, 5, 4)).toEqual([]);
  });
});

it('only lanes where something happens are shown, and all nodes', () => {
  expect(model.shown).toEqual([0, 1, 2, 3]);
});

it('a gap is as dark as the part of its ways that are cut', () => {
  const bands = cutBands(model).map(({ gap, from, to, share }) => [gap, from, to, share]);
  // First a and d both ways, of four ways across either gap; then a to b one way as well; then that alone.
  expect(bands).toEqual([
    [0, 2, 3, 0.5],
    [1, 2, 3, 0.5],
    [0, 3, 4, 0.75],
    [1, 3, 4, 0.5],
    [0, 4, 6, 0.25],
  ]);
});

it('a clock is wrong from jump to jump, and drifts between', () => {
  const clocks = {
    event: [1, 2, 3, 4],
    lane: [0, 1, 0, 0],
    errorUs: [500, 0, -4000, 200],
    ppm: [0, 2_000_000, 0, 0],
  };
  const skewed = runModel({ ...recording, clocks });
  // a is 0.5 ms ahead, which is nothing; 4 ms behind at event 3; nearly right again at 4. b gains 2 µs a µs from 2 on.
  expect(clockSpans(skewed)).toEqual([
    { lane: 1, from: 2, to: 6, beginUs: 0, endUs: 8000 },
    { lane: 0, from: 3, to: 4, beginUs: -4000, endUs: -4000 },
  ]);
  const { x, lines } = clockErrors(skewed);
  expect(lines.map(({ name }) => name)).toEqual(['a', 'b']);
  for (const [index, seconds] of x.entries()) {
    const us = seconds * 1e6;
    expect(lines[0]?.y[index]).toBe(us >= 2000 && us < 3000 ? -4 : 0);
    expect(lines[1]?.y[index]).toBeCloseTo(Math.max(0, (2 * (us - 1000)) / 1000), 6);
  }
  expect(clockErrors(model)).toMatchObject({ lines: [] });
});

it('figures count what there was', () => {
  expect(niceWidth(0.03)).toBeCloseTo(0.05);
  expect(latencyHistogram(model).counts).toEqual([1]);
  const { x, lines } = operationRates(model);
  expect(x.length).toBe(lines[0]?.y.length);
  const total =
    (lines.find(({ name }) => name === 'ok')?.y ?? []).reduce((sum, rate) => sum + rate, 0) *
    (model.endUs / 120 / 1e6);
  expect(total).toBeCloseTo(1);
  const underWay = messagesInFlight(model).lines[0]?.y ?? [];
  expect(underWay.reduce((sum, value) => sum + value, 0) * (model.endUs / 120)).toBeCloseTo(4000);
});

it('a few operations that took long are told apart from the histogram of the others', () => {
  const many = Array.from({ length: 200 }, (_operation, index) => index);
  const operations = many.map((index) => ({
    ...recording.operations[0]!,
    invoked: 1,
    completed: index < 198 ? 2 + (index % 2) : 5,
  }));
  // Event 2 is 1 ms after event 1, event 3 is 2 ms, event 5 a minute.
  const after = [0, 1000, 1000, 1000, 60_000_000];
  const { counts, toMs, longer } = latencyHistogram(
    runModel({ ...recording, operations, events: { ...recording.events, after } }),
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(198);
  expect(toMs.at(-1)).toBeLessThan(3);
  expect(longer).toEqual({ count: 2, thanMs: toMs.at(-1), mostMs: 60_003 });
});

describe('addresses', () => {
  it('say what is looked at, and nothing else', () => {
    const view = { event: 1234, tab: 'history', search: 'node:n1 & "more"', operation: 3 };
    expect(parseLink(printLink(view))).toEqual(view);
    expect(parseLink('#event=1234')).toEqual({ event: 1234 });
    expect(parseLink('#event=-1&operation=x&search=')).toEqual({});
    expect(printLink({ event: 0 })).toBe('');
  });
});
