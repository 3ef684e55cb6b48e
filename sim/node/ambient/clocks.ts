/** `performance`, `process.hrtime`, `process.uptime` and `Temporal.Now` on the clocks of the node. */
import { PerformanceMark, performance } from 'node:perf_hooks';
import process from 'node:process';
import type { AmbientHost } from './host.js';
import { currentHost, replaceGetter, replaceMethod } from './patch.js';

export function declareClocks(): void {
  declarePerformance();
  declareProcessClocks();
  declareTemporal();
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

function declarePerformance(): void {
  const prototype = Object.getPrototypeOf(performance) as object;
  replaceGetter(prototype, 'timeOrigin', (host) => host.timeOriginMs());
  replaceOnPerformance(prototype, 'now', (host) => host.processMs());
  // A mark is not put on the timeline, which all nodes of the process would share.
  replaceOnPerformance(prototype, 'mark', (host, name, options) => {
    return Reflect.construct(PerformanceMark, [
      name,
      { startTime: host.processMs(), ...(options as object) },
    ]);
  });
  replaceOnPerformance(prototype, 'measure', (host) =>
    host.refuse('performance.measure reads a timeline all nodes share: subtract two performance.now()'),
  );
}

function replaceOnPerformance(
  prototype: object,
  name: string,
  answer: (host: AmbientHost, ...args: unknown[]) => unknown,
): void {
  replaceMethod<Method>(
    prototype,
    name,
    (original) =>
      function ambient(...args) {
        const host = currentHost();
        return host === undefined ? original.value.apply(this, args) : answer(host, ...args);
      },
  );
}

function declareProcessClocks(): void {
  replaceMethod<NodeJS.HRTime>(process, 'hrtime', (original) => {
    const hrtime = (since?: [number, number]): [number, number] => {
      const host = currentHost();
      if (host === undefined) return original.value(since);
      const { seconds, nanoseconds } = reading(host);
      if (since === undefined) return [seconds, nanoseconds];
      const borrow = nanoseconds < since[1] ? 1 : 0;
      return [seconds - since[0] - borrow, nanoseconds - since[1] + borrow * 1e9];
    };
    const bigint = (): bigint => {
      const host = currentHost();
      if (host === undefined) return original.value.bigint();
      const { seconds, nanoseconds } = reading(host);
      return BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
    };
    return Object.assign(hrtime, { bigint });
  });
  replaceMethod<typeof process.uptime>(process, 'uptime', (original) => () => {
    const host = currentHost();
    return host === undefined ? original.value() : host.processMs() / 1000;
  });
}

/** Through integer microseconds, the engine's own unit, so that no rounding error shows. */
function reading(host: AmbientHost): { seconds: number; nanoseconds: number } {
  const micros = Math.round(host.machineMs() * 1000);
  const seconds = Math.floor(micros / 1e6);
  return { seconds, nanoseconds: (micros - seconds * 1e6) * 1000 };
}

/** What is used of Temporal, which only newer Node versions have. */
interface TemporalLike {
  Now: Record<string, (...args: unknown[]) => unknown>;
  Instant: { fromEpochMilliseconds(ms: number): { toZonedDateTimeISO(zone: unknown): Zoned } };
}
type Zoned = Record<'toPlainDateTime' | 'toPlainDate' | 'toPlainTime', () => unknown>;

function declareTemporal(): void {
  const temporal = (globalThis as { Temporal?: TemporalLike }).Temporal;
  if (temporal === undefined) return;
  const { Now, Instant } = temporal;
  const instant = (host: AmbientHost) => Instant.fromEpochMilliseconds(Math.floor(host.wallMs()));
  const zoned = (host: AmbientHost, zone: unknown) =>
    instant(host).toZonedDateTimeISO(zone ?? Now['timeZoneId']?.());
  const readers: Record<string, (host: AmbientHost, zone: unknown) => unknown> = {
    instant,
    zonedDateTimeISO: zoned,
    plainDateTimeISO: (host, zone) => zoned(host, zone).toPlainDateTime(),
    plainDateISO: (host, zone) => zoned(host, zone).toPlainDate(),
    plainTimeISO: (host, zone) => zoned(host, zone).toPlainTime(),
  };
  for (const [name, read] of Object.entries(readers)) {
    replaceMethod<(...args: unknown[]) => unknown>(Now, name, (original) => (...args) => {
      const host = currentHost();
      return host === undefined ? original.value(...args) : read(host, args[0]);
    });
  }
}
