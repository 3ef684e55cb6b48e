/** The full trace: it says what happened and what caused it, and changes nothing. */
import { describe, expect, it } from 'vitest';
import { simulate, traceLine, type Fault, type Run, type TraceRecord } from 'seedstorm';
import { examples } from '../../../examples/protocols/all.js';
import { greeters } from '../faults/effects/gossip.js';
import { run } from '../tiny-system.js';

async function traced(run: Run): Promise<TraceRecord[]> {
  const lines: string[] = [];
  await run.trace((record) => lines.push(traceLine(record)));
  return lines.map((line) => JSON.parse(line) as TraceRecord);
}

type EventRecord = Extract<TraceRecord, { type: 'event' }>;
type Sending = Extract<TraceRecord, { type: 'send' | 'drop' }>;
const isEvent = (record: TraceRecord): record is EventRecord => record.type === 'event';
const isSending = (record: TraceRecord): record is Sending =>
  record.type === 'send' || record.type === 'drop';

/** Everything that a sending promises and an arrival shows. */
function whatArrives(
  record: Pick<EventRecord, 'from' | 'node' | 'kind' | 'cause' | 'data'> & { atMs: number | undefined },
): string {
  const { kind, from, node, atMs, cause, data } = record;
  return JSON.stringify([kind, from, node, atMs, cause, data]);
}

describe.each(examples)('of $name', ({ scenario, params }) => {
  let run: Run;
  let records: TraceRecord[];
  it('can be made of any run, as JSON lines', async () => {
    run = await simulate(scenario, { seed: 3, params });
    records = await traced(run);
    expect(records.filter(isEvent).length).toBe(run.events);
    expect(records.filter(isSending).length).toBeGreaterThan(100);
  });

  it('counts events one by one, and time never goes back', () => {
    const events = records.filter(isEvent);
    expect(events.map(({ event }) => event)).toEqual(events.map((_, index) => index + 1));
    for (const [index, { atMs }] of records.entries())
      expect(atMs).toBeGreaterThanOrEqual(records[index - 1]?.atMs ?? 0);
  });

  it('gives every event an earlier cause', () => {
    for (const { event, cause } of records.filter(isEvent)) {
      expect(cause).toBeGreaterThanOrEqual(0);
      expect(cause).toBeLessThan(event);
    }
  });

  it('gives every message one number, from where it is sent to where it arrives', () => {
    const sendings = new Map<number, Sending>();
    for (const sending of records.filter(isSending)) {
      if (sending.type === 'send') {
        expect(sendings.has(sending.message)).toBe(false);
        sendings.set(sending.message, sending);
      }
    }
    let arrivals = 0;
    for (const arrival of records.filter(isEvent)) {
      const sending = arrival.message === undefined ? undefined : sendings.get(arrival.message);
      // A message that came while the node stood still has its number when it came, not when the node turned to it.
      if (sending === undefined) continue;
      arrivals++;
      expect(whatArrives(arrival)).toBe(
        whatArrives({ ...sending, node: sending.to, atMs: sending.arrivesAtMs, cause: sending.event }),
      );
    }
    expect(arrivals).toBeGreaterThan(100);
  });

  it('tells of every operation of the history', () => {
    const invoked = records.filter(({ type }) => type === 'invoke' || type === 'effect');
    expect(invoked.length).toBe(run.history.length);
    for (const type of ['ok', 'fail'] as const)
      expect(records.filter((record) => record.type === type).length).toBe(run.operations[type]);
  });
});

describe('of a run that was not traced before', () => {
  it.each(examples)('$name: the traced run is the same run', async ({ scenario, params }) => {
    const run = await simulate(scenario, { seed: 4, params });
    const [first, second] = [await traced(run), await traced(run)];
    expect(first.map(traceLine).join('\n')).toBe(second.map(traceLine).join('\n'));
    expect(first.filter(isEvent).length).toBe(run.events);
    const ends = first.filter(({ type }) => type === 'ok');
    expect(ends.length).toBe(run.operations.ok);
    expect(run.fingerprint).toBe((await simulate(scenario, { seed: 4, params })).fingerprint);
  });
});

it('knows a message by its number where it comes and finds its way cut, too', async () => {
  const partition: Fault = { kind: 'partition', atMs: 5.5, groups: [['a'], ['b']] };
  const records = await traced(await run({ program: greeters, durationMs: 9 }, [partition]));
  const numbers = (type: string): number[] =>
    records.filter(isSending).flatMap((record) => (record.type === type ? [record.message] : []));
  expect(numbers('drop')).toEqual(numbers('send'));
  expect(numbers('drop')).toHaveLength(2);
});
