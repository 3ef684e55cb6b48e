/** The figures of a run, drawn with uPlot, and what it exercised. */
import uPlot from 'uplot';
import { Fate, type ReportSite } from '../../data/contract.js';
import { foreign, h } from '../dom.js';
import { paletteOf, type Palette } from '../diagram/palette.js';
import { latencyHistogram, messagesInFlight, operationRates, type Series } from '../model/figures.js';
import type { RunModel } from '../model/run-model.js';
import { texts } from '../texts.js';
import { onThemeChange } from '../theme.js';

const HEIGHT = 220;

/** The panel, and what draws it once it is seen: figures need to know how wide they are. */
export function figuresPanel(
  model: RunModel,
  sites: readonly ReportSite[],
): { element: HTMLElement; draw: () => void } {
  const latency = h('div', { class: 'figure' });
  const rates = h('div', { class: 'figure' });
  const flight = h('div', { class: 'figure' });
  const element = h(
    'section',
    { class: 'figures' },
    figure(texts.figures.latency, latency),
    figure(texts.figures.rates, rates),
    figure(texts.figures.flight, flight),
    h('figure', {}, h('figcaption', {}, texts.figures.coverage), coverage(model, sites)),
  );
  const draw = (): void => {
    const palette = paletteOf(element);
    drawHistogram(latency, model, palette);
    drawSeries(rates, operationRates(model), palette);
    drawSeries(flight, messagesInFlight(model), palette);
  };
  onThemeChange(() => element.offsetParent !== null && draw());
  return { element, draw };
}

function figure(title: string, place: HTMLElement): HTMLElement {
  place.setAttribute('role', 'img');
  place.setAttribute('aria-label', title);
  return h('figure', {}, h('figcaption', {}, title), place);
}

function drawHistogram(place: HTMLElement, model: RunModel, palette: Palette): void {
  const { toMs, counts } = latencyHistogram(model);
  place.replaceChildren();
  if (toMs.length === 0) {
    place.append(h('p', { class: 'quiet' }, texts.figures.none));
    return;
  }
  const width = (toMs[1] ?? (toMs[0] as number) * 2) - (toMs[0] as number);
  const bars = uPlot.paths.bars?.({ size: [0.9, 60], align: 1 });
  new uPlot(
    {
      ...common(place, palette, texts.figures.latencyAxis),
      scales: { x: { time: false }, y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.05)] } },
      series: [
        { label: texts.figures.latencyAxis },
        {
          label: texts.figures.operations,
          fill: palette.accent,
          stroke: palette.accent,
          width: 0,
          points: { show: false },
          ...(bars === undefined ? {} : { paths: bars }),
        },
      ],
    },
    [
      [...toMs.map((ms) => ms - width), toMs.at(-1) ?? 0],
      [...counts, null],
    ],
    place,
  );
}

function drawSeries(place: HTMLElement, { x, lines }: Series, palette: Palette): void {
  place.replaceChildren();
  const shown = lines.filter(
    ({ name, y }) => name === 'ok' || name === 'in flight' || y.some((value) => value > 0),
  );
  const colours = { ok: palette.ok, fail: palette.fail, info: palette.info, 'in flight': palette.accent };
  const dashes = { ok: [], fail: [6, 4], info: [2, 3], 'in flight': [] };
  const labels = { ...texts.history.outcome, 'in flight': texts.figures.fates };
  new uPlot(
    {
      ...common(place, palette, texts.figures.seconds),
      scales: { x: { time: false }, y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.08)] } },
      series: [
        { label: 's', value: (_plot, value) => (value === null ? '' : value.toFixed(3)) },
        ...shown.map(({ name }) => ({
          label: labels[name],
          stroke: colours[name],
          dash: dashes[name],
          width: 1.6,
          points: { show: false },
          value: (_plot: uPlot, value: number | null) => (value === null ? '' : value.toFixed(1)),
        })),
      ],
    },
    [[...x], ...shown.map(({ y }) => [...y])],
    place,
  );
}

function common(
  place: HTMLElement,
  palette: Palette,
  label: string,
): Pick<uPlot.Options, 'width' | 'height' | 'axes' | 'legend' | 'cursor'> {
  const axis = {
    stroke: palette.muted,
    grid: { stroke: palette.line, width: 1 },
    ticks: { stroke: palette.line, width: 1 },
    font: `11px ${palette.font}`,
    labelFont: `11px ${palette.font}`,
  };
  return {
    width: Math.max(260, place.clientWidth),
    height: HEIGHT,
    axes: [
      { ...axis, label, labelSize: 18, size: 34 },
      { ...axis, size: 46 },
    ],
    legend: { show: true },
    cursor: { drag: { x: true, y: false } },
  };
}

/** How often what happened: kinds of events, and fates of messages. */
function coverage(model: RunModel, sites: readonly ReportSite[]): HTMLElement {
  const counts = new Map<string, number>();
  const count = (name: string, by = 1): void => void counts.set(name, (counts.get(name) ?? 0) + by);
  for (let event = 1; event <= model.count; event++)
    count(model.recording.kinds[model.kind[event] as number] ?? '');
  const fates: readonly [number, string][] = [
    [Fate.Lost, texts.legend.lost],
    [Fate.Copy, texts.legend.copy],
    [Fate.Delayed, texts.legend.delayed],
    [Fate.Damaged, texts.legend.damaged],
    [Fate.Unheard, texts.legend.unheard],
  ];
  for (let row = 0; row < model.messageCount; row++)
    for (const [bit, name] of fates)
      if (((model.fate[row] as number) & bit) !== 0) count(`${texts.figures.fates}: ${name}`);
  for (const { kind } of model.faults) if (kind !== 'heal') count(`${texts.story.profile}: ${kind}`);
  for (const { is, name, reached } of sites) count(`${is}: ${name}`, reached);
  const rows = [...counts].sort(([, a], [, b]) => b - a);
  const most = Math.max(1, ...rows.map(([, times]) => times));
  return h(
    'table',
    { class: 'coverage' },
    ...rows.map(([name, times]) => {
      const meter = h('div', { class: 'meter' });
      meter.style.width = `${Math.max(1, (times / most) * 100)}%`;
      return h(
        'tr',
        {},
        h('th', { scope: 'row' }, foreign(name)),
        h('td', {}, times.toLocaleString('en')),
        h('td', { class: 'meter-cell' }, meter),
      );
    }),
  );
}
