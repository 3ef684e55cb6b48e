/** The figures of a run over virtual time: latencies of operations, operations a second, messages under way. */
import type { RunModel } from './run-model.js';

export interface Histogram {
  /** Upper ends of the bins, in ms. */
  readonly toMs: readonly number[];
  readonly counts: readonly number[];
}

/** How long operations took that were answered, in bins that double. */
export function latencyHistogram({ operations, timeUs }: RunModel): Histogram {
  const took = operations
    .filter(({ type, completed, invoked }) => type === 'ok' && completed > invoked)
    .map(({ invoked, completed }) => ((timeUs[completed] ?? 0) - (timeUs[invoked] ?? 0)) / 1000);
  if (took.length === 0) return { toMs: [], counts: [] };
  const least = took.reduce((a, b) => Math.min(a, b));
  const most = took.reduce((a, b) => Math.max(a, b));
  const width = niceWidth((most - least) / 20 || 1);
  const first = Math.floor(least / width);
  const bins = Math.min(60, Math.floor(most / width) - first + 1);
  const counts = new Array<number>(bins).fill(0);
  for (const ms of took) {
    const bin = Math.min(bins - 1, Math.floor(ms / width) - first);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { toMs: counts.map((_count, bin) => (first + bin + 1) * width), counts };
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

/** Operations that ended in each stretch of time, as a rate. */
export function operationRates({ operations, timeUs, endUs }: RunModel): Series {
  const binUs = Math.max(1, endUs / BINS);
  const lines = (['ok', 'fail', 'info'] as const).map((name) => {
    const y = new Array<number>(BINS).fill(0);
    for (const { type, completed, invoked } of operations) {
      if (type !== name) continue;
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

function middles(binUs: number): number[] {
  return Array.from({ length: BINS }, (_bin, index) => ((index + 0.5) * binUs) / 1_000_000);
}
