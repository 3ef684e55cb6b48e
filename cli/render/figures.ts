/** The figures of a run for people: a line for each function and for each thing that nodes measured. */
import type { RunFigures } from '../../sim/record/figures.js';
import type { TimingFigures } from '../../sim/record/samples.js';
import type { Terminal } from '../terminal.js';
import { clip } from './text.js';

const BARS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

export function renderFigures(
  { functions, counts, gauges, timings }: RunFigures,
  { colours, unicode, columns }: Terminal,
): string[] {
  const spark = (series: readonly (number | null)[]): string[] =>
    unicode ? [`  ${colours.dim(sparkline(series))}`] : [];
  const lines = [
    ...functions.flatMap(({ f, throughput, goodput, latency, series }) => [
      `${f}  ${short(throughput)} answered a second, ${short(goodput)} ok; ${took(latency)}`,
      ...spark(series.ok),
    ]),
    ...counts.flatMap(({ node, name, total, perSecond, series }) => [
      `${node} ${name}  ${short(total)}, ${short(perSecond)} a second`,
      ...spark(series),
    ]),
    ...gauges.flatMap(({ node, name, mean, most, last, series }) => [
      `${node} ${name}  mean ${short(mean)}, most ${short(most)}, at the end ${short(last)}`,
      ...spark(series.mean),
    ]),
    ...timings.map(({ node, name, ...timing }) => `${node} ${name}  ${took(timing)}`),
  ];
  if (lines.length === 0) return ['Nothing was measured.'];
  return ['Figures:', ...lines.map((line) => clip(`  ${line}`, columns, unicode))];
}

const took = ({ count, meanMs, p50Ms, p99Ms, mostMs }: TimingFigures): string =>
  count === 0
    ? 'none was done'
    : `${short(meanMs)} ms mean, ${short(p50Ms)} half, ${short(p99Ms)} of 99 %, ${short(mostMs)} most`;

const short = (value: number): string =>
  Number.isNaN(value)
    ? '-'
    : Number.isInteger(value) || Math.abs(value) >= 1000
      ? String(Math.round(value))
      : String(Number(value.toPrecision(3)));

/** Each stretch as high as its share of the highest. */
function sparkline(series: readonly (number | null)[]): string {
  const most = Math.max(0, ...series.map((value) => value ?? 0));
  return series
    .map((value) => (value === null ? '·' : (BARS[most > 0 ? Math.ceil((value / most) * 8) : 0] ?? ' ')))
    .join('');
}
