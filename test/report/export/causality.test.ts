import { describe, expect, it } from 'vitest';
import { correlation } from '../../../report/story/correlation.js';
import { timelineOf } from '../../../report/data/timeline.js';
import { evilSource, linesOf, mirrorSource, register } from './sources.js';

interface Line {
  readonly host: string;
  readonly clock: Readonly<Record<string, number>>;
  readonly event: string;
}

/** Reads a log as ShiViz does: by the expression in its first line. */
function read(lines: readonly string[]): Line[] {
  const [expression = '', delimiter, ...log] = lines;
  expect(delimiter).toBe('');
  const found = [...`${log.join('\n')}\n`.matchAll(new RegExp(expression, 'gm'))];
  expect(found.length * 2).toBe(log.length);
  return found.map(({ groups = {} }) => ({
    host: groups['host'] ?? '',
    clock: JSON.parse(groups['clock'] ?? '') as Record<string, number>,
    event: groups['event'] ?? '',
  }));
}

describe('shiviz', () => {
  it.each([
    ['a small run', mirrorSource],
    ['a large run', () => register({ seed: 7 })],
    ['a hostile run', evilSource],
  ])('%s: clocks grow by one at their host and go nowhere back', async (_name, make) => {
    const lines = read(await linesOf(await make(), 'shiviz'));
    expect(lines.length).toBeGreaterThan(3);
    const last = new Map<string, Line['clock']>();
    const known = new Map<string, number>();
    for (const { host, clock } of lines) {
      const before = last.get(host) ?? {};
      expect(clock[host]).toBe((before[host] ?? 0) + 1);
      for (const [other, count] of Object.entries(before)) expect(clock[other]).toBeGreaterThanOrEqual(count);
      // Nobody knows more of another than happened there.
      for (const [other, count] of Object.entries(clock))
        if (other !== host) expect(count).toBeLessThanOrEqual(known.get(other) ?? 0);
      known.set(host, clock[host] ?? 0);
      last.set(host, clock);
    }
  });

  it('what is heard comes after all that its sender knew', async () => {
    const source = await mirrorSource();
    const { events, lanes, atUs } = timelineOf(await source.recording());
    const lines = read(await linesOf(source, 'shiviz'));
    const clockOf = (lane: number, atUs: number, kind: string): Line['clock'] | undefined =>
      lines.find(
        ({ host, event }) =>
          host === lanes[lane]?.name && event.startsWith(`${(atUs / 1000).toFixed(3)} ms ${kind}`),
      )?.clock;
    let heard = 0;
    for (const { message, lane, atUs: at, kind } of events) {
      if (message === undefined) continue;
      const sender = events[message.sent - 1];
      const [sent, arrived] = [
        clockOf(message.from, atUs(message.sent), sender?.kind ?? ''),
        clockOf(lane, at, kind),
      ];
      expect(sent).toBeDefined();
      for (const [host, count] of Object.entries(sent ?? {}))
        expect(arrived?.[host]).toBeGreaterThanOrEqual(count);
      heard++;
    }
    expect(heard).toBeGreaterThan(8);
  });
});

describe('correlation', () => {
  it('goes from an invocation along its messages to its answer, and no further', async () => {
    const timeline = timelineOf(await (await mirrorSource()).recording());
    const owners = correlation(timeline);
    for (const [place, { invoked, completed, type }] of timeline.operations.entries()) {
      expect(owners[invoked]).toBe(place);
      if (type === 'ok') expect(owners[completed]).toBe(place);
    }
    const ticks = timeline.events.filter(({ kind }) => kind === 'timer');
    expect(ticks.length).toBeGreaterThan(0);
    expect(ticks.map(({ number }) => owners[number])).toEqual(ticks.map(() => -1));
    const calls = timeline.events.filter(({ kind }) => kind === 'call');
    expect(calls.length).toBeGreaterThan(0);
    for (const { number } of calls) expect(owners[number]).toBeGreaterThanOrEqual(0);
  });
});
