/** The figures of a run over virtual time: latencies of operations, operations a second, messages under way. */
import { laneName, type RunModel } from './run-model.js';
import { clockSpans } from './spans.js';

export interface Histogram {
  /** Upper ends of the bins, in ms. */
  readonly toMs: readonly number[];
  readonly counts: readonly number[];
  /** Those that took longer than the last bin: a few of them would press all others into one. */
  readonly longer?: { readonly count: number; readonly thanMs: number; readonly mostMs: number };
}

/** The share of operations that the bins are made for. */
const MOST_OPERATIONS = 0.98;
const LATENCY_BINS = 20;

/** How long operations took that were answered, in bins of one width. */
export function latencyHistogram({ operations, timeUs }: RunModel): Histogram {
  const took = operations
    .filter(({ type, completed, invoked }) => type === 'ok' && completed > invoked)
    .map(({ invoked, completed }) => ((timeUs[completed] ?? 0) - (timeUs[invoked] ?? 0)) / 1000);
  if (took.length === 0) return { toMs: [], counts: [] };
  took.sort((a, b) => a - b);
  const [least = 0, mostMs = 0] = [took[0], took.at(-1)];
  const usual = took[Math.ceil(took.length * MOST_OPERATIONS) - 1] ?? mostMs;
  const width = niceWidth((usual - least) / LATENCY_BINS || 1);
  const first = Math.floor(least / width);
  const last = Math.floor((mostMs - usual > 2 * LATENCY_BINS * width ? usual : mostMs) / width);
  const counts = new Array<number>(last - first + 1).fill(0);
  let count = 0;
  for (const ms of took) {
    const bin = Math.floor(ms / width) - first;
    if (bin < counts.length) counts[bin] = (counts[bin] ?? 0) + 1;
    else count++;
  }
  const toMs = counts.map((_count, bin) => (first + bin + 1) * width);
  return { toMs, counts, ...(count === 0 ? {} : { longer: { count, thanMs: toMs.at(-1) ?? 0, mostMs } }) };
}

/** 1, 2 or 5 times a power of ten, no less than asked. */
export function niceWidth(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((factor) => factor * power >= least * 0.999) ?? 10) * power;
}

export interface Series {
  /** Seconds of virtual time. */
  readonly x: readonly number[];
  readonly lines: readonly {
    readonly name: 'ok' | 'fail' | 'info' | 'in flight';
    readonly y: readonly number[];
  }[];
}

const BINS = 120;

/** Operations of clients that ended in each stretch of time, as a rate; what nodes report is no work of theirs. */
export function operationRates({ operations, lanes, timeUs, endUs }: RunModel): Series {
  const binUs = Math.max(1, endUs / BINS);
  const lines = (['ok', 'fail', 'info'] as const).map((name) => {
    const y = new Array<number>(BINS).fill(0);
    for (const { type, completed, invoked, lane } of operations) {
      if (type !== name || lanes[lane]?.is !== 'client') continue;
      const bin = Math.min(BINS - 1, Math.floor((timeUs[completed || invoked] ?? 0) / binUs));
      y[bin] = (y[bin] ?? 0) + 1_000_000 / binUs;
    }
    return { name, y };
  });
  return { x: middles(binUs), lines };
}

/** Messages under way on average in each stretch of time. */
export function messagesInFlight({ messageCount, sent, timeUs, dueUs, endUs }: RunModel): Series {
  const binUs = Math.max(1, endUs / BINS);
  const y = new Array<number>(BINS).fill(0);
  for (let row = 0; row < messageCount; row++) {
    const from = timeUs[sent[row] as number] as number;
    const to = Math.min(endUs, dueUs[row] as number);
    for (let bin = Math.floor(from / binUs); bin < BINS && bin * binUs < to; bin++) {
      const share = Math.min(to, (bin + 1) * binUs) - Math.max(from, bin * binUs);
      y[bin] = (y[bin] ?? 0) + Math.max(0, share) / binUs;
    }
  }
  return { x: middles(binUs), lines: [{ name: 'in flight', y }] };
}

/** How much had been reached by when, one step for each thing that was reached. */
export interface Steps {
  /** Seconds of virtual time, from 0 to the end of the run. */
  readonly x: readonly number[];
  readonly sites: readonly number[];
  readonly states: readonly number[];
  /** What was reached at each place of `x`. */
  readonly names: readonly string[];
}

const MOST_STEPS = 1000;

export function coverageSteps({ recording, timeUs, endUs }: RunModel): Steps {
  const { event, site, states } = recording.firsts;
  const thin = Math.ceil(states.length / MOST_STEPS);
  const steps = [
    ...event.map((at, row) => ({ us: timeUs[at] ?? 0, site: site[row] ?? '', seen: 0 })),
    ...states.flatMap((at, row) =>
      (row + 1) % thin === 0 || row === states.length - 1
        ? [{ us: timeUs[at] ?? 0, site: '', seen: row + 1 }]
        : [],
    ),
  ].sort((a, b) => a.us - b.us);
  const all = { x: [0], sites: [0], states: [0], names: [''] };
  for (const { us, site: name, seen } of [...steps, { us: endUs, site: '', seen: 0 }]) {
    all.x.push(us / 1_000_000);
    all.sites.push((all.sites.at(-1) ?? 0) + (name === '' ? 0 : 1));
    all.states.push(Math.max(all.states.at(-1) ?? 0, seen));
    all.names.push(name);
  }
  return all;
}

/** How wrong the clock of each node was, of those that were wrong at all. */
export interface ClockErrors {
  /** Seconds of virtual time. */
  readonly x: readonly number[];
  /** Milliseconds ahead. */
  readonly lines: readonly { readonly name: string; readonly y: readonly number[] }[];
}

export function clockErrors(model: RunModel): ClockErrors {
  const { timeUs, endUs, count } = model;
  const spans = clockSpans(model);
  const x = [...middles(endUs / BINS), endUs / 1_000_000];
  const lines = [...new Set(spans.map(({ lane }) => lane))]
    .sort((a, b) => a - b)
    .map((lane) => {
      const own = spans
        .filter((span) => span.lane === lane)
        .map((span) => ({
          ...span,
          fromUs: timeUs[span.from] ?? 0,
          toUs: timeUs[Math.min(span.to, count)] ?? 0,
        }));
      const y = x.map((seconds) => {
        const us = seconds * 1_000_000;
        const its = own.findLast(({ fromUs, toUs, to }) => fromUs <= us && (us < toUs || to > count));
        if (its === undefined) return 0;
        const part = its.toUs === its.fromUs ? 0 : (us - its.fromUs) / (its.toUs - its.fromUs);
        return (its.beginUs + (its.endUs - its.beginUs) * Math.min(1, part)) / 1000;
      });
      return { name: laneName(model, lane), y };
    });
  return { x, lines };
}

function middles(binUs: number): number[] {
  return Array.from({ length: BINS }, (_bin, index) => ((index + 0.5) * binUs) / 1_000_000);
}
