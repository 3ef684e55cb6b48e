import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { timelineOf } from '../../../report/data/timeline.js';
import { evilSource, linesOf, mirrorSource, register } from './sources.js';

const place = { name: z.string(), pid: z.int().min(1), tid: z.int().min(0) };
const timed = { ...place, cat: z.string(), ts: z.int().min(0) };
const args = z.record(z.string(), z.unknown()).optional();
const schema = z.strictObject({
  traceEvents: z.array(
    z.discriminatedUnion('ph', [
      z.strictObject({ ph: z.literal('M'), ...place, args }),
      z.strictObject({ ph: z.literal('X'), ...timed, dur: z.int().min(0), args }),
      z.strictObject({ ph: z.literal('i'), ...timed, s: z.literal('t'), args }),
      z.strictObject({ ph: z.literal('s'), ...timed, id: z.int(), args }),
      z.strictObject({ ph: z.literal('f'), ...timed, id: z.int(), bp: z.literal('e') }),
    ]),
  ),
  displayTimeUnit: z.literal('ms'),
  otherData: z.record(z.string(), z.unknown()),
});

describe.each([
  ['a small run', mirrorSource],
  ['a large run', () => register({ seed: 7 })],
  ['a hostile run', evilSource],
])('trace-event: %s', (_name, make) => {
  it('is well formed: arrows end, slices nest, time goes on', async () => {
    const source = await make();
    const timeline = timelineOf(await source.recording());
    const { traceEvents } = schema.parse(JSON.parse((await linesOf(source, 'trace-event')).join('\n')));

    const heard = timeline.messages.filter((message) => message.heard > 0).map(({ id }) => id + 1);
    const byNumber = (a: number, b: number): number => a - b;
    const ids = (phase: 's' | 'f'): number[] =>
      traceEvents.flatMap((event) => (event.ph === phase ? [event.id] : [])).sort(byNumber);
    expect(heard.length).toBeGreaterThan(0);
    expect(ids('s')).toEqual(heard);
    expect(ids('f')).toEqual(heard);
    const dropped = traceEvents.filter((event) => event.ph === 'i' && event.cat === 'dropped');
    expect(dropped.length).toBe(timeline.messages.length - heard.length);

    const operations = timeline.operations.filter(({ invoked, completed }) => invoked !== completed);
    expect(traceEvents.filter(({ pid, ph }) => pid === 3 && ph === 'X').length).toBe(operations.length);
    expect(traceEvents.filter(({ pid, ph }) => pid === 4 && ph === 'X').length).toBe(timeline.faults.length);

    const named = new Set(
      traceEvents.flatMap(({ ph, name, pid, tid }) =>
        ph === 'M' && name === 'thread_name' ? [`${pid}/${tid}`] : [],
      ),
    );
    const lastAt = new Map<string, number>();
    const open = new Map<string, number[]>();
    for (const event of traceEvents) {
      if (event.ph === 'M') continue;
      const thread = `${event.pid}/${event.tid}`;
      expect(named).toContain(thread);
      expect(event.ts).toBeGreaterThanOrEqual(lastAt.get(thread) ?? 0);
      lastAt.set(thread, event.ts);
      if (event.ph === 'X') {
        const around = (open.get(thread) ?? []).filter((end) => end > event.ts);
        for (const end of around) expect(event.ts + event.dur).toBeLessThanOrEqual(end);
        open.set(thread, [...around, event.ts + event.dur]);
      } else if (event.ph !== 'i') {
        // An arrow needs a slice to begin and end at.
        expect((open.get(thread) ?? []).some((end) => end > event.ts)).toBe(true);
      }
    }
  });
});
