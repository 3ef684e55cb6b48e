/** Whatever the network and the faults do: what arrives is in order, once, and a prefix of what was sent. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../sim/faults/fault.js';
import { toMs } from '../../../sim/kernel/time.js';
import type { StreamEvent } from '../../../sim/network/stream-event.js';
import type { SimNode } from '../../../sim/node/node.js';
import { StreamWorld, type Act } from './stream-world.js';

/** Bad weather ends here; what was held back longest arrives 20 s later. */
const CALM_MS = 20_000;
const END_MS = 60_000;

const ENDS = ['a', 'b'] as const;

interface Talk {
  readonly seed: number;
  readonly loss: number;
  readonly duplication: number;
  readonly reordering: number;
  readonly heldBackMs: number;
  readonly corruption: number;
  readonly latencyMs: number;
  readonly messages: readonly { readonly atMs: number; readonly node: 'a' | 'b' }[];
  readonly closes: readonly { readonly atMs: number; readonly node: 'a' | 'b' }[];
  readonly faults: readonly Fault[];
}

const node = fc.constantFrom(...ENDS);
const time = fc.integer({ min: 1, max: 8000 });
const percent = (max: number) => fc.integer({ min: 0, max }).map((hundredths) => hundredths / 100);
const moments = (maxLength: number) => fc.array(fc.record({ atMs: time, node }), { maxLength });

const lasting = { atMs: time, durationMs: fc.integer({ min: 1, max: 9000 }) };
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constant('kill' as const), node, ...lasting }),
  fc.record({
    kind: fc.constant('crash' as const),
    node,
    unsynced: fc.constant('lost' as const),
    ...lasting,
  }),
  fc.record({ kind: fc.constant('restart' as const), node, atMs: time }),
  fc.record({ kind: fc.constant('pause' as const), node, ...lasting }),
  fc.record({
    kind: fc.constant('slow-node' as const),
    node,
    delayMs: fc.integer({ min: 1, max: 20 }),
    ...lasting,
  }),
  fc.record({ kind: fc.constant('partition' as const), groups: fc.constant([['a'], ['b']]), ...lasting }),
  fc.record({
    kind: fc.constant('one-way-cut' as const),
    from: fc.constant(['a']),
    to: fc.constant(['b']),
    ...lasting,
  }),
  fc.record({
    kind: fc.constant('connection-reset' as const),
    from: fc.constant(['a']),
    to: fc.constant(['b']),
    atMs: time,
  }),
);

const talk = (faults: fc.Arbitrary<readonly Fault[]>): fc.Arbitrary<Talk> =>
  fc.record({
    seed: fc.integer(),
    loss: percent(40),
    duplication: percent(50),
    reordering: percent(50),
    heldBackMs: fc.constantFrom(1, 30, 300, 5000, 20_000),
    corruption: fc.constantFrom(0, 0, 0.05),
    latencyMs: fc.constantFrom(0.25, 5, 150),
    messages: moments(60),
    closes: moments(3),
    faults,
  });

/** What each end sent on each stream, and whether it closed it itself. */
class Sent {
  private readonly items = new Map<string, number[]>();
  readonly closed = new Set<string>();

  on(end: string, stream: number): number[] {
    const key = `${end}${stream}`;
    const items = this.items.get(key) ?? [];
    this.items.set(key, items);
    return items;
  }
}

const connectIfAlone = (streams: SimNode['streams']): void => {
  if (streams.open().length === 0) streams.connect(1);
};

function play(talk: Talk, between?: (test: StreamWorld) => void): { test: StreamWorld; sent: Sent } {
  const sent = new Sent();
  let numbers = 0;
  const newest = (end: SimNode['streams']) => end.open().findLast(({ state }) => state !== 'closing')?.stream;
  const act = (
    atMs: number,
    end: string,
    run: (streams: SimNode['streams'], stream: number) => void,
  ): Act => ({
    atMs,
    node: end,
    run: (streams) => {
      const stream = newest(streams);
      if (stream !== undefined) run(streams, stream);
    },
  });
  const all = { atMs: 0, durationMs: CALM_MS };
  const test = new StreamWorld({
    seed: talk.seed,
    durationMs: END_MS,
    network: { latency: { kind: 'uniform', minMs: talk.latencyMs / 2, maxMs: talk.latencyMs } },
    faults: [
      { kind: 'loss', probability: talk.loss, ...all },
      { kind: 'duplication', probability: talk.duplication, ...all },
      { kind: 'reordering', probability: talk.reordering, delayMs: talk.heldBackMs, ...all },
      { kind: 'corruption', probability: talk.corruption, ...all },
      ...talk.faults,
    ],
    acts: [
      // Also when a was started again.
      ...[0, 3000, 6000].map((atMs): Act => ({ atMs, node: 'a', run: connectIfAlone })),
      ...talk.messages.map(({ atMs, node: end }) =>
        act(atMs, end, (streams, stream) => {
          streams.send(stream, ++numbers);
          sent.on(end, stream).push(numbers);
        }),
      ),
      ...talk.closes.map(({ atMs, node: end }) =>
        act(atMs, end, (streams, stream) => {
          streams.close(stream);
          sent.closed.add(`${end}${stream}`);
        }),
      ),
    ],
    // `a` connects again, by its first act, a while after it lost its connection.
    react: (at, event) => {
      if (at.name === 'a' && event.kind === 'closed' && toMs(at.port.now) < CALM_MS)
        at.agenda.setTimer('again', 100_000, 0);
    },
  });
  if (between === undefined) test.run();
  else while (test.world.step()) between(test);
  return { test, sent };
}

/** The events of each stream at one end. */
function byStream(events: readonly StreamEvent[]): Map<number, StreamEvent[]> {
  const streams = new Map<number, StreamEvent[]>();
  for (const event of events) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  return streams;
}

function closedAs(events: readonly StreamEvent[] | undefined): string | undefined {
  const last = events?.at(-1);
  return last?.kind === 'closed' ? last.reason : undefined;
}

/** What must hold of every stream, faults or not. */
function judge(test: StreamWorld, sent: Sent, intact: (end: string, stream: number) => boolean): void {
  const told = { a: byStream(test.events('a')), b: byStream(test.events('b')) };
  const streams = new Set([...told.a.keys(), ...told.b.keys()]);
  for (const stream of streams) {
    for (const end of ENDS) {
      const other = end === 'a' ? 'b' : 'a';
      const events = told[end].get(stream) ?? [];
      const kinds = events.map(({ kind }) => kind);
      const begins = kinds[0] === 'closed' ? [] : [end === 'a' ? 'opened' : 'accepted'];
      if (events.length > 0) expect(kinds.slice(0, begins.length)).toEqual(begins);
      expect(kinds.slice(begins.length, -1).every((kind) => kind === 'data')).toBe(true);
      const received = test.received(end, stream);
      const wanted = sent.on(other, stream);
      expect(received).toEqual(wanted.slice(0, received.length));
      if (closedAs(events) === 'closed') {
        expect(received).toEqual(wanted);
        if (sent.closed.has(`${end}${stream}`))
          expect(test.received(other, stream)).toEqual(sent.on(end, stream));
      }
      const over = closedAs(told.a.get(stream)) ?? closedAs(told.b.get(stream));
      if (over === undefined && intact(end, stream)) expect(received).toEqual(wanted);
    }
  }
}

/** Whether the end still has the stream: its process did not die since. */
const has = (test: StreamWorld) => (end: string, stream: number) =>
  test
    .streams(end)
    .open()
    .some((open) => open.stream === stream);

describe('streams', () => {
  it('deliver in order, once, everything, over a network that loses, doubles, damages and reorders', () => {
    let delivered = 0;
    fc.assert(
      fc.property(talk(fc.constant([])), (drawn) => {
        const { test, sent } = play(drawn);
        judge(test, sent, () => true);
        delivered += test.told.filter(({ event }) => event.kind === 'data').length;
      }),
      { numRuns: 300 },
    );
    expect(delivered).toBeGreaterThan(1000);
  });

  it('deliver a prefix, whatever happens to the nodes and the ways between them', () => {
    const ends: Record<string, number> = {};
    fc.assert(
      fc.property(talk(fc.array(fault, { maxLength: 4 })), (drawn) => {
        const { test, sent } = play(drawn);
        judge(test, sent, has(test));
        for (const { event } of test.told)
          if (event.kind === 'closed') ends[event.reason] = (ends[event.reason] ?? 0) + 1;
      }),
      { numRuns: 300 },
    );
    // The property would say little if some end never came.
    expect(Object.keys(ends).sort()).toEqual(['closed', 'refused', 'reset', 'timeout']);
  });

  // Once found: a timer waited in the backlog of a slow node while another was set for the same connection.
  const staleTimer: Talk = {
    ...{ seed: 251145203, loss: 0.37, duplication: 0, reordering: 0.25, heldBackMs: 300 },
    ...{ corruption: 0.05, latencyMs: 0.25, messages: [] },
    closes: [
      { atMs: 2250, node: 'a' },
      { atMs: 639, node: 'b' },
    ],
    faults: [
      { kind: 'slow-node', node: 'a', delayMs: 7, atMs: 1537, durationMs: 7840 },
      { kind: 'connection-reset', from: ['a'], to: ['b'], atMs: 1436 },
    ],
  };

  it('agree, once the weather is calm, on which connections there are', () => {
    fc.assert(
      fc.property(talk(fc.array(fault, { maxLength: 4 })), (drawn) => {
        const { test } = play(drawn);
        const numbers = (end: string) =>
          test
            .streams(end)
            .save()
            .map(({ id, phase }) => [id, phase]);
        expect(numbers('a')).toEqual(numbers('b'));
        expect(test.pendingTimers()).toBe(2 * numbers('a').length);
      }),
      { numRuns: 200, examples: [[staleTimer]] },
    );
  });

  it('go on identically from what a snapshot keeps of them', () => {
    fc.assert(
      fc.property(
        talk(fc.array(fault, { maxLength: 3 })),
        fc.integer({ min: 1, max: 50 }),
        (drawn, every) => {
          const straight = play(drawn).test;
          const restored = play(drawn, (test) => {
            if (test.world.events % every === 0) test.saveAndRestoreStreams();
          }).test;
          expect(restored.told).toEqual(straight.told);
          expect(restored.world.fingerprint.toString()).toBe(straight.world.fingerprint.toString());
        },
      ),
      { numRuns: 100 },
    );
  });
});
