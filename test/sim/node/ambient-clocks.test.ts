import { describe, expect, it } from 'vitest';
import { ambientImport } from '../../../sim/node/ambient/install.js';
import { FakeHost } from './fake-host.js';
import { runAs } from './fake-world.js';

const origin = Date.UTC(2026, 0, 1);

/** Runs code on a node whose clocks stand at 1,234.5678 ms. */
function at<T>(program: () => T | Promise<T>): Promise<T> {
  const host = new FakeHost('n1');
  host.nowMs = 1234.567;
  return runAs(host, program);
}

describe('Date on a node', () => {
  it('shows the wall clock of the node, in whole milliseconds', async () => {
    expect(await at(() => [Date.now(), new Date().getTime(), new Date().toISOString()])).toEqual([
      origin + 1234,
      origin + 1234,
      '2026-01-01T00:00:01.234Z',
    ]);
    const text = await at(() => Date());
    expect(new Date(text).getTime()).toBe(origin + 1000);
  });

  it('keeps everything else of Date', async () => {
    const outside = new Date(7);
    const { Later } = await ambientImport(async () => ({
      Later: class extends Date {
        plus(ms: number): number {
          return this.getTime() + ms;
        }
      },
    }));
    const seen = await at(() => ({
      instances: [new Date() instanceof Date, outside instanceof Date, new Later() instanceof Date],
      later: new Later().plus(1),
      laterOf: new Later(5).plus(1),
      isLater: new Later() instanceof Later,
      from: [new Date(5).getTime(), new Date('2020-01-01T00:00:00Z').getTime(), new Date(outside).getTime()],
      statics: [Date.parse('1970-01-01T00:00:01Z'), Date.UTC(1970, 0, 1), Date.length, Date.name],
      constructor: new (new Date(0).constructor as DateConstructor)().getTime(),
      viaReflect: (Reflect.construct(Date, []) as Date).getTime(),
      tag: Object.prototype.toString.call(new Date()),
      cloned: structuredClone(new Date()).getTime(),
    }));
    expect(seen).toEqual({
      instances: [true, true, true],
      later: origin + 1235,
      laterOf: 6,
      isLater: true,
      from: [5, Date.UTC(2020, 0, 1), 7],
      statics: [1000, 0, 7, 'Date'],
      constructor: origin + 1234,
      viaReflect: origin + 1234,
      tag: '[object Date]',
      cloned: origin + 1234,
    });
    expect(await at(() => new Date())).toBeInstanceOf(Date);
    expect(await at(() => new Later())).toBeInstanceOf(Later);
  });
});

describe('the monotonic clocks of a node', () => {
  it('all show the same', async () => {
    expect(
      await at(() => ({
        now: performance.now(),
        origin: performance.timeOrigin,
        hrtime: process.hrtime(),
        difference: process.hrtime([0, 999_999_000]),
        bigint: process.hrtime.bigint(),
        uptime: process.uptime(),
      })),
    ).toEqual({
      now: 1234.567,
      origin,
      hrtime: [1, 234_567_000],
      difference: [0, 234_568_000],
      bigint: 1_234_567_000n,
      uptime: 1.234567,
    });
  });

  it('stamp performance marks, which stay off the shared timeline', async () => {
    const mark = await at(() => performance.mark('here', { detail: 1 }));
    expect([mark.name, mark.startTime, mark.detail]).toEqual(['here', 1234.567, 1]);
    expect(performance.getEntriesByName('here')).toEqual([]);
    await expect(at(() => performance.measure('from', 'here'))).rejects.toThrow(
      /subtract two performance.now/,
    );
  });
});

interface Now {
  instant(): { epochMilliseconds: number };
  plainDateISO(zone: string): { toString(): string };
  zonedDateTimeISO(zone: string): { toString(): string };
}
const temporal = (globalThis as { Temporal?: { Now: Now } }).Temporal;

it.runIf(temporal !== undefined)('Temporal.Now shows the wall clock of the node', async () => {
  const now = (temporal as { Now: Now }).Now;
  expect(await at(() => now.instant().epochMilliseconds)).toBe(origin + 1234);
  expect(await at(() => now.plainDateISO('UTC').toString())).toBe('2026-01-01');
  expect(await at(() => now.zonedDateTimeISO('Asia/Tokyo').toString())).toMatch(/^2026-01-01T09:00:01.234/);
});
