/** The figures of a run: what its nodes measured, and what its history says of how fast it was. */
import type { Operation } from '../../checkers/history.js';
import { toMs, type Micros } from '../kernel/time.js';
import { copyGauge, type FigureRecorder } from './figure-recorder.js';
import { passGauge } from './gauge.js';
import { timingOf, type TimingFigures } from './samples.js';
import { addTo } from './slots.js';

/** Plain data. A series has a number for each stretch of `slotMs` of virtual time; `null` where nothing is known. */
export interface RunFigures {
  readonly slotMs: number;
  /** Operations of clients, by function. */
  readonly functions: readonly FunctionFigures[];
  /** What nodes measured, in the order of nodes. */
  readonly counts: readonly CountFigures[];
  readonly gauges: readonly GaugeFigures[];
  readonly timings: readonly (Named & TimingFigures)[];
}

interface Named {
  readonly node: string;
  readonly name: string;
}

/** One function that clients asked for. Effects and final operations are not counted. */
export interface FunctionFigures {
  readonly f: string;
  readonly asked: number;
  readonly ok: number;
  readonly fail: number;
  readonly info: number;
  /** How many were answered a second, whatever the answer. */
  readonly throughput: number;
  /** How many were done a second. */
  readonly goodput: number;
  /** Of those that were done. */
  readonly latency: TimingFigures;
  readonly series: {
    readonly asked: readonly number[];
    readonly ok: readonly number[];
    readonly p50Ms: readonly (number | null)[];
    readonly p99Ms: readonly (number | null)[];
  };
}

/** `node.count`. */
export interface CountFigures extends Named {
  readonly total: number;
  readonly perSecond: number;
  readonly series: readonly number[];
}

/** `node.gauge`, weighed by how long it was what; while its process was down it was nothing. */
export interface GaugeFigures extends Named {
  readonly mean: number;
  readonly least: number;
  readonly most: number;
  readonly last: number;
  readonly series: {
    readonly mean: readonly (number | null)[];
    readonly most: readonly (number | null)[];
  };
}

/** What figures are made of. */
export interface Measured {
  readonly recorder: FigureRecorder;
  readonly history: readonly Operation[];
  readonly nodes: readonly string[];
  /** Who asks the final operations. */
  readonly finalClient: string;
  readonly nowUs: Micros;
}

export function figuresOf({ recorder, history, nodes, finalClient, nowUs }: Measured): RunFigures {
  const { slotUs, counts, gauges, timings } = recorder;
  const overS = nowUs / 1e6;
  const own = new Set<string>([...nodes, finalClient]);
  const byFunction = new Map<string, Operation[]>();
  for (const operation of history) {
    // After a time-out a client goes on under a new name: c1.1.
    if (own.has(String(operation.process).replace(/\.\d+$/, ''))) continue;
    const f = String((operation.input as { readonly f?: unknown } | null)?.f);
    const same = byFunction.get(f);
    if (same === undefined) byFunction.set(f, [operation]);
    else same.push(operation);
  }
  const each = <T, R>(
    all: readonly (ReadonlyMap<string, T> | undefined)[],
    told: (one: T) => R,
  ): (Named & R)[] =>
    nodes.flatMap((node, index) =>
      [...(all[index] ?? [])].map(([name, one]) => ({ node, name, ...told(one) })),
    );
  return {
    slotMs: toMs(slotUs),
    functions: [...byFunction].map(([f, operations]) => functionFigures(f, operations, slotUs, overS)),
    counts: each(counts, ({ total, slots }) => ({ total, perSecond: total / overS, series: [...slots] })),
    gauges: each(gauges, (running) => {
      const gauge = copyGauge(running);
      passGauge(gauge, nowUs, slotUs);
      const { area, knownUs, least, most, last, areas, knowns, mosts } = gauge;
      const mean = areas.map((sum, slot) =>
        (knowns[slot] as number) > 0 ? sum / (knowns[slot] as number) : null,
      );
      const highest = mosts.map((value) => (value === -Infinity ? null : value));
      return { mean: area / knownUs, least, most, last, series: { mean, most: highest } };
    }),
    timings: each(timings, ({ values, count }) => timingOf(values.subarray(0, count))),
  };
}

function functionFigures(
  f: string,
  operations: readonly Operation[],
  slotUs: Micros,
  overS: number,
): FunctionFigures {
  const slotMs = toMs(slotUs);
  const counts = { ok: 0, fail: 0, info: 0 };
  const asked: number[] = [];
  const ok: number[] = [];
  const bySlot: number[][] = [];
  for (const { type, invokedAtMs = 0, completedAtMs } of operations) {
    counts[type]++;
    addTo(asked, Math.floor(invokedAtMs / slotMs), 1);
    if (type !== 'ok' || completedAtMs === undefined) continue;
    const slot = Math.floor(completedAtMs / slotMs);
    addTo(ok, slot, 1);
    (bySlot[slot] ??= []).push(completedAtMs - invokedAtMs);
  }
  const timings = Array.from(bySlot, (times) => times && timingOf(Float64Array.from(times)));
  return {
    f,
    asked: operations.length,
    ...counts,
    throughput: (counts.ok + counts.fail) / overS,
    goodput: counts.ok / overS,
    latency: timingOf(Float64Array.from(bySlot.flatMap((times) => times ?? []))),
    series: {
      asked,
      ok,
      p50Ms: timings.map((timing) => timing?.p50Ms ?? null),
      p99Ms: timings.map((timing) => timing?.p99Ms ?? null),
    },
  };
}
