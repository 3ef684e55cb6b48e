/** What nodes measured, over virtual time: a chart for each gauge and count by name, and latency of each function. */
import uPlot from 'uplot';
import type { RunReport } from '../../data/contract.js';
import type { Palette } from '../diagram/palette.js';
import { clip, foreign, h, visible } from '../dom.js';
import { texts } from '../texts.js';
import { common } from './chart.js';

/** A chart, and what draws it once it is seen. */
export interface MeasuredChart {
  readonly title: string;
  readonly place: HTMLElement;
  readonly draw: (palette: Palette) => void;
}

type RunFigures = RunReport['measured'];

interface Line {
  readonly label: string;
  readonly y: readonly (number | null)[];
}

/** More than these no eye tells apart. */
const MOST_LINES = 8;

export function measuredCharts({ slotMs, functions, gauges, counts }: RunFigures): MeasuredChart[] {
  const chart = (title: string, lines: readonly Line[]): MeasuredChart => {
    const place = h('div', { class: 'figure' });
    return {
      title: visible(title),
      place,
      draw: (palette) => drawLines(place, slotMs, lines.slice(0, MOST_LINES), palette),
    };
  };
  const latencies = functions
    .filter(({ latency }) => latency.count > 0)
    .map(({ f, series }) =>
      chart(texts.figures.latencyOver(f), [
        { label: texts.figures.percentile(50), y: series.p50Ms },
        { label: texts.figures.percentile(99), y: series.p99Ms },
      ]),
    );
  const levels = grouped(gauges).map(([name, [first, ...others]]) =>
    chart(
      texts.figures.gauge(name),
      // One node leaves room for its highest value.
      others.length === 0
        ? [
            { label: first.node, y: first.series.mean },
            { label: texts.figures.most(first.node), y: first.series.most },
          ]
        : [first, ...others].map(({ node, series }) => ({ label: node, y: series.mean })),
    ),
  );
  const rates = grouped(counts).map(([name, all]) =>
    chart(
      texts.figures.counted(name),
      all.map(({ node, series }) => ({ label: node, y: series.map((number) => (number * 1000) / slotMs) })),
    ),
  );
  return [...latencies, ...levels, ...rates];
}

/** @returns undefined where no node measured a time */
export function timingTable({ timings }: RunFigures): HTMLElement | undefined {
  if (timings.length === 0) return undefined;
  const number = (value: number | null): string =>
    value === null ? '' : String(Number(value.toPrecision(4)));
  return h(
    'table',
    { class: 'timings' },
    h('tr', {}, ...texts.figures.timingColumns.map((title) => h('th', { scope: 'col' }, title))),
    ...timings.map(({ node, name, count, meanMs, p50Ms, p90Ms, p99Ms, p999Ms, mostMs }) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, foreign(`${node} ${name}`)),
        ...[count, meanMs, p50Ms, p90Ms, p99Ms, p999Ms, mostMs].map((value) => h('td', {}, number(value))),
      ),
    ),
  );
}

/** Those of one name together, whichever node measured them. */
function grouped<T extends { readonly name: string }>(all: readonly T[]): [name: string, of: [T, ...T[]]][] {
  const byName = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const same = byName.get(one.name);
    if (same === undefined) byName.set(one.name, [one]);
    else same.push(one);
  }
  return [...byName];
}

/** Lines over virtual time, told apart by dashes as well as by colour. */
function drawLines(place: HTMLElement, slotMs: number, lines: readonly Line[], palette: Palette): void {
  place.replaceChildren();
  const { accent, client, info, fault, bad, ok } = palette;
  const colours = [accent, client, info, fault, bad, ok];
  const dashes = [[], [6, 4], [2, 3], [10, 3, 2, 3]];
  const length = Math.max(0, ...lines.map(({ y }) => y.length));
  // The middle of each stretch.
  const x = Array.from({ length }, (_, slot) => ((slot + 0.5) * slotMs) / 1000);
  new uPlot(
    {
      ...common(place, palette, texts.figures.seconds),
      scales: { x: { time: false }, y: { range: (_plot, _low, high) => [0, high > 0 ? high * 1.08 : 1] } },
      series: [
        { label: 's', value: (_plot, value) => (value === null ? '' : value.toFixed(3)) },
        ...lines.map(({ label }, index) => ({
          label: clip(visible(label), 24),
          stroke: colours[index % colours.length] ?? accent,
          dash: dashes[index % dashes.length] ?? [],
          width: 1.6,
          points: { show: false },
          value: (_plot: uPlot, value: number | null) => (value === null ? '' : value.toPrecision(3)),
        })),
      ],
    },
    [x, ...lines.map(({ y }) => x.map((_, slot) => y[slot] ?? null))],
    place,
  );
}
