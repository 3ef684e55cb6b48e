/**
 * OTLP/JSON (OpenTelemetry Protocol 1.x, ExportTraceServiceRequest in the JSON mapping of protobuf): one trace for each
 * operation, a service for each node and client. Spans of nodes are what they handled because of it; they take no
 * virtual time. Ids are hashes of the run's fingerprint: the same run gives the same file.
 */
import { createHash } from 'node:crypto';
import { shorten } from '../../checkers/shorten.js';
import { Clock } from '../../sim/node/clock.js';
import type { ReportOperation } from '../data/contract.js';
import { correlation } from '../story/correlation.js';
import { eventWords, laneName, markWords, operationWords } from './describe.js';
import { oneLine } from './one-line.js';
import type { Timeline, TimelineEvent } from '../data/timeline.js';

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue: string } | { readonly intValue: string };
}

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** SpanKind: 1 internal, 2 server, 3 client, 5 consumer. */
  readonly kind: 1 | 2 | 3 | 5;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly events: readonly SpanEvent[];
  /** StatusCode: 0 unset, 1 ok, 2 error. */
  readonly status: { readonly code: 0 | 1 | 2; readonly message?: string };
}

interface SpanEvent {
  readonly timeUnixNano: string;
  readonly name: string;
  readonly attributes: readonly Attribute[];
}

/** What clocks that are right show when a run begins. */
const EPOCH_NS = BigInt(new Clock().wallMs(0)) * 1_000_000n;
const NAME_LENGTH = 100;
const DATA_LENGTH = 10_000;
const KINDS: Readonly<Record<string, Span['kind']>> = { request: 2, call: 2, message: 5, segment: 5 };

export interface OtlpRun {
  readonly fingerprint: string;
  readonly scenario: string;
  readonly version: string;
}

export function* otlpLines(timeline: Timeline, told: OtlpRun): Generator<string> {
  const services = new Map<number, Span[]>();
  for (const [lane, span] of spansOf(timeline, told.fingerprint)) {
    const spans = services.get(lane);
    if (spans === undefined) services.set(lane, [span]);
    else spans.push(span);
  }
  const scope = { name: 'seedstorm', version: told.version };
  const all = [...services].sort(([a], [b]) => a - b);
  yield '{"resourceSpans":[';
  for (const [place, [lane, spans]] of all.entries()) {
    const attributes = [
      text('service.name', laneName(timeline, lane)),
      text('service.namespace', told.scenario),
    ];
    const resource = JSON.stringify({ attributes });
    yield `{"resource":${resource},"scopeSpans":[{"scope":${JSON.stringify(scope)},"spans":[`;
    for (const [at, span] of spans.entries())
      yield `${JSON.stringify(span)}${at === spans.length - 1 ? '' : ','}`;
    yield `]}]}${place === all.length - 1 ? '' : ','}`;
  }
  yield ']}';
}

function* spansOf(timeline: Timeline, fingerprint: string): Generator<readonly [lane: number, span: Span]> {
  const owners = correlation(timeline);
  const hash = (what: string, bytes: number): string =>
    createHash('sha256')
      .update(`${fingerprint}/${what}`)
      .digest('hex')
      .slice(0, 2 * bytes);
  const traceOf = (operation: number): string => hash(`operation ${operation}`, 16);
  const rootOf = (operation: number): string => hash(`operation ${operation}`, 24).slice(32);
  const spanOf = (event: number): string => hash(`event ${event}`, 8);
  const isRoot = (event: number): boolean => owners[event] !== -1 && isInvocation(event);

  for (const [place, operation] of timeline.operations.entries()) {
    if (operation.invoked === operation.completed) continue;
    yield [
      operation.lane,
      rootSpan(timeline, operation, { place, traceId: traceOf(place), spanId: rootOf(place) }),
    ];
  }
  for (const event of timeline.events) {
    const owner = owners[event.number] ?? -1;
    if (owner < 0 || event.lane < 0 || isRoot(event.number)) continue;
    const ids = { traceId: traceOf(owner), spanId: spanOf(event.number) };
    const parentSpanId = isRoot(event.cause) ? rootOf(owner) : spanOf(event.cause);
    yield [event.lane, { ...ids, parentSpanId, ...handlingSpan(timeline, event) }];
  }

  function isInvocation(event: number): boolean {
    const operation = timeline.operations[owners[event] ?? -1];
    return operation?.invoked === event;
  }
}

function rootSpan(
  timeline: Timeline,
  operation: ReportOperation,
  { place, traceId, spanId }: { readonly place: number; readonly traceId: string; readonly spanId: string },
): Span {
  const { invoked, completed, type, error, process, f, key, input, output } = operation;
  const end = completed === 0 ? timeline.endUs : timeline.atUs(completed);
  const message = type === 'info' ? `may have happened: ${error ?? 'it never ended'}` : (error ?? 'refused');
  return {
    ...{ traceId, spanId },
    name: oneLine(operationWords(operation), NAME_LENGTH),
    kind: 3,
    startTimeUnixNano: nanos(timeline.atUs(invoked)),
    endTimeUnixNano: nanos(end),
    attributes: [
      whole('seedstorm.operation', place),
      text('seedstorm.process', process),
      text('seedstorm.f', f),
      ...(key === undefined ? [] : [text('seedstorm.key', key)]),
      text('seedstorm.input', input),
      text('seedstorm.outcome', type),
      ...(output === undefined ? [] : [text('seedstorm.output', output)]),
    ],
    events: eventsOf(timeline, invoked, operation.lane),
    status: type === 'ok' ? { code: 1 } : { code: 2, message: oneLine(message, DATA_LENGTH) },
  };
}

function handlingSpan(
  timeline: Timeline,
  event: TimelineEvent,
): Omit<Span, 'traceId' | 'spanId' | 'parentSpanId'> {
  const { number, atUs, kind, lane, message, data } = event;
  const carried = message === undefined ? data : message.data;
  const lost = timeline.sentDuring(number).filter(({ heard }) => heard === 0);
  return {
    name: oneLine(eventWords(timeline, event), NAME_LENGTH),
    kind: KINDS[kind] ?? 1,
    startTimeUnixNano: nanos(atUs),
    endTimeUnixNano: nanos(atUs),
    attributes: [
      whole('seedstorm.event', number),
      text('seedstorm.kind', kind),
      ...(message === undefined
        ? []
        : [
            text('seedstorm.from', laneName(timeline, message.from)),
            whole('seedstorm.flight_us', atUs - timeline.atUs(message.sent)),
          ]),
      ...(carried === undefined ? [] : [text('seedstorm.data', carried)]),
    ],
    events: [
      ...eventsOf(timeline, number, lane),
      ...lost.map((its) => ({
        timeUnixNano: nanos(atUs),
        name: 'message lost',
        attributes: [
          text('seedstorm.to', laneName(timeline, its.to)),
          text('seedstorm.why', its.unheard ?? ''),
          text('seedstorm.data', its.data ?? ''),
        ],
      })),
    ],
    status: { code: 0 },
  };
}

function eventsOf(timeline: Timeline, event: number, lane: number): SpanEvent[] {
  return timeline
    .marksOf(event)
    .filter((mark) => mark.lane === lane)
    .map((mark) => ({
      timeUnixNano: nanos(timeline.atUs(event)),
      name: oneLine(markWords(mark), NAME_LENGTH),
      attributes: [
        text('seedstorm.is', mark.is),
        ...(mark.data === undefined ? [] : [text('seedstorm.data', mark.data)]),
      ],
    }));
}

const nanos = (us: number): string => String(EPOCH_NS + BigInt(us) * 1000n);

const whole = (key: string, value: number): Attribute => ({ key, value: { intValue: String(value) } });

const text = (key: string, value: string): Attribute => ({
  key,
  value: {
    // Protobuf strings are Unicode text: half a surrogate pair is none.
    stringValue: shorten(value, DATA_LENGTH).replace(/\p{Cs}/gu, '\ufffd'),
  },
});
