import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { timelineOf } from '../../../report/data/timeline.js';
import { evilSource, linesOf, mirrorSource, register } from './sources.js';

// ExportTraceServiceRequest of opentelemetry-proto 1.x in OTLP/JSON: lower camel case, ids in hex, 64-bit numbers as text.
const nanos = z.string().regex(/^\d{19}$/);
const attribute = z.strictObject({
  key: z.string().min(1),
  value: z.union([
    z.strictObject({ stringValue: z.string() }),
    z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
  ]),
});
const span = z.strictObject({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  name: z.string().min(1),
  kind: z.int().min(1).max(5),
  startTimeUnixNano: nanos,
  endTimeUnixNano: nanos,
  attributes: z.array(attribute),
  events: z.array(z.strictObject({ timeUnixNano: nanos, name: z.string(), attributes: z.array(attribute) })),
  status: z.strictObject({ code: z.int().min(0).max(2), message: z.string().optional() }),
});
const request = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes: z.array(attribute) }),
      scopeSpans: z.array(
        z.strictObject({
          scope: z.strictObject({ name: z.literal('seedstorm'), version: z.string() }),
          spans: z.array(span),
        }),
      ),
    }),
  ),
});

describe.each([
  ['a small run', mirrorSource],
  ['a large run', () => register({ seed: 7 })],
  ['a hostile run', evilSource],
])('otlp: %s', (_name, make) => {
  it('is a request as the protocol has it: a trace for each operation, every span with its parent', async () => {
    const source = await make();
    const { operations } = timelineOf(await source.recording());
    const { resourceSpans } = request.parse(JSON.parse((await linesOf(source, 'otlp')).join('\n')));
    const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
    const byId = new Map(spans.map((its) => [its.spanId, its]));
    expect(byId.size).toBe(spans.length);
    const asked = operations.filter(({ invoked, completed }) => invoked !== completed);
    const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
    expect(roots.length).toBe(asked.length);
    expect(new Set(roots.map(({ traceId }) => traceId)).size).toBe(asked.length);
    expect(roots.filter(({ status }) => status.code === 1).length).toBe(
      asked.filter(({ type }) => type === 'ok').length,
    );
    expect(roots.every(({ kind, status }) => kind === 3 && status.code > 0)).toBe(true);
    expect(spans.length).toBeGreaterThan(roots.length);
    for (const { parentSpanId, traceId, startTimeUnixNano, endTimeUnixNano } of spans) {
      expect(BigInt(endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(startTimeUnixNano));
      if (parentSpanId === undefined) continue;
      const parent = byId.get(parentSpanId);
      expect(parent?.traceId).toBe(traceId);
      expect(BigInt(parent?.startTimeUnixNano ?? 0)).toBeLessThanOrEqual(BigInt(startTimeUnixNano));
    }
  });
});

it('times count from what a clock that is right shows at the start', async () => {
  const source = await mirrorSource();
  const text = (await linesOf(source, 'otlp')).join('\n');
  const { resourceSpans } = request.parse(JSON.parse(text));
  const first = resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
    .find(({ parentSpanId }) => parentSpanId === undefined);
  expect(Number(BigInt(first?.startTimeUnixNano ?? 0) / 1_000_000n)).toBe(Date.UTC(2026, 0, 1) + 10);
  expect((await linesOf(source, 'otlp')).join('\n')).toBe(text);
});
