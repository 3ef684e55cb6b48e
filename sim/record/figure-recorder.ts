/**
 * What nodes measure: counts, gauges and times. They decide nothing: no draw, no event, no part of the fingerprint. They
 * outlive the process that said them, and go where a world goes that is saved, put back or forked.
 */
import type { Micros } from '../kernel/time.js';
import { newGauge, setGauge, type GaugeState } from './gauge.js';
import { addSample, copySamples, newSamples, type Samples } from './samples.js';
import { addTo, slotLength } from './slots.js';

export interface CountState {
  total: number;
  slots: number[];
}

/** A number for each name, by node: in the order in which nodes and names came up. */
type ByName<T> = Map<string, T>[];

export interface FigureSnapshot {
  readonly counts: ByName<CountState>;
  readonly gauges: ByName<GaugeState>;
  readonly timings: ByName<Samples>;
}

export class FigureRecorder {
  /** Length of the stretches that series are made of. */
  readonly slotUs: Micros;
  counts: ByName<CountState> = [];
  gauges: ByName<GaugeState> = [];
  timings: ByName<Samples> = [];

  constructor(durationUs: Micros) {
    this.slotUs = slotLength(durationUs);
  }

  count(node: number, name: string, by: number, now: Micros): void {
    const count = named(this.counts, node, name, newCount);
    count.total += by;
    addTo(count.slots, Math.floor(now / this.slotUs), by);
  }

  gauge(node: number, name: string, value: number, now: Micros): void {
    setGauge(named(this.gauges, node, name, newGauge), value, now, this.slotUs);
  }

  timing(node: number, name: string, ms: number): void {
    addSample(named(this.timings, node, name, newSamples), ms);
  }

  /** The process of the node is over: nobody knows its gauges any more, until the next one says them. */
  processEnded(node: number, now: Micros): void {
    const gauges = this.gauges[node];
    if (gauges !== undefined)
      for (const gauge of gauges.values()) setGauge(gauge, undefined, now, this.slotUs);
  }

  save(): FigureSnapshot {
    return {
      counts: copied(this.counts, ({ total, slots }) => ({ total, slots: [...slots] })),
      gauges: copied(this.gauges, copyGauge),
      timings: copied(this.timings, copySamples),
    };
  }

  restore({ counts, gauges, timings }: FigureSnapshot): void {
    this.counts = copied(counts, ({ total, slots }) => ({ total, slots: [...slots] }));
    this.gauges = copied(gauges, copyGauge);
    this.timings = copied(timings, copySamples);
  }
}

const newCount = (): CountState => ({ total: 0, slots: [] });

export const copyGauge = (gauge: GaugeState): GaugeState => ({
  ...gauge,
  areas: [...gauge.areas],
  knowns: [...gauge.knowns],
  mosts: [...gauge.mosts],
});

function named<T>(all: ByName<T>, node: number, name: string, make: () => T): T {
  const known = (all[node] ??= new Map<string, T>());
  let one = known.get(name);
  if (one === undefined) known.set(name, (one = make()));
  return one;
}

const copied = <T>(all: ByName<T>, copy: (one: T) => T): ByName<T> =>
  all.map((names) => new Map([...names].map(([name, one]) => [name, copy(one)])));
