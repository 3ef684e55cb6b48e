/** The figures of a run, drawn with uPlot, and what it exercised. */
import uPlot from 'uplot';
import { Fate, type ReportSite, type RunReport } from '../../data/contract.js';
import { foreign, h } from '../dom.js';
import { paletteOf, type Palette } from '../diagram/palette.js';
import {
  clockErrors,
  coverageSteps,
  latencyHistogram,
  messagesInFlight,
  operationRates,
  type Series,
  type Steps,
} from '../model/figures.js';
import { printLink } from '../model/deep-link.js';
import type { RunModel } from '../model/run-model.js';
import { texts } from '../texts.js';
import { onThemeChange } from '../theme.js';
import { common } from './chart.js';
import { drawClocks } from './clock-chart.js';
import { measuredCharts, timingTable } from './measured.js';

/** The panel, and what draws it once it is seen: figures need to know how wide they are. */
export function figuresPanel(
  model: RunModel,
  { sites, measured }: Pick<RunReport, 'sites' | 'measured'>,
): { element: HTMLElement; draw: () => void } {
  const latency = h('div', { class: 'figure' });
  const rates = h('div', { class: 'figure' });
  const flight = h('div', { class: 'figure' });
  const reached = h('div', { class: 'figure' });
  const clocks = h('div', { class: 'figure' });
  const errors = clockErrors(model);
  const charts = measuredCharts(measured);
  const timings = timingTable(measured);
  const element = h(
    'section',
    { class: 'figures' },
    figure(texts.figures.latency, latency),
    figure(texts.figures.rates, rates),
    ...charts.map(({ title, place }) => figure(title, place)),
    timings && h('figure', {}, h('figcaption', {}, texts.figures.timings), timings),
    figure(texts.figures.flight, flight),
    errors.lines.length > 0 && figure(texts.figures.clocks, clocks),
    figure(texts.figures.reached, reached),
    h('figure', {}, h('figcaption', {}, texts.figures.sites), siteTable(model, sites)),
    h('figure', {}, h('figcaption', {}, texts.figures.coverage), coverage(model)),
  );
  const draw = (): void => {
    const palette = paletteOf(element);
    drawHistogram(latency, model, palette);
    drawSeries(rates, operationRates(model), palette);
    for (const { draw: drawChart } of charts) drawChart(palette);
    drawSeries(flight, messagesInFlight(model), palette);
    if (errors.lines.length > 0) drawClocks(clocks, errors, palette);
    drawSteps(reached, coverageSteps(model), palette);
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
  const { toMs, counts, longer } = latencyHistogram(model);
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
        {
          label: texts.figures.latencyAxis,
          value: (_plot, value) => (value === null ? '' : String(value)),
        },
        {
          label: texts.figures.operations,
          fill: palette.accent,
          stroke: palette.accent,
          width: 0,
          value: (_plot, value) => (value === null ? '' : String(value)),
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
  if (longer !== undefined)
    place.append(
      h('p', { class: 'quiet' }, texts.figures.longer(longer.count, longer.thanMs, longer.mostMs)),
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

/** Sites on the left axis; states, which are many more, on one of their own. */
function drawSteps(place: HTMLElement, { x, sites, states, names }: Steps, palette: Palette): void {
  place.replaceChildren();
  const hasStates = (states.at(-1) ?? 0) > 0;
  const hasSites = (sites.at(-1) ?? 0) > 0;
  if (!hasStates && !hasSites) {
    place.append(h('p', { class: 'quiet' }, texts.figures.noSites));
    return;
  }
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const upTo =
    (room: number) =>
    (_plot: uPlot, _low: number, high: number): [number, number] => [0, Math.max(1, high * room)];
  const shared = {
    width: 1.6,
    points: { show: false },
    ...(stepped === undefined ? {} : { paths: stepped }),
  };
  const base = common(place, palette, texts.figures.seconds);
  const [across = {}, up = {}] = base.axes ?? [];
  const axis = (scale: string, label: string): uPlot.Axis => ({
    ...{ ...up, scale, label, labelSize: 16 },
    // There is no half of a site.
    incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
  });
  new uPlot(
    {
      ...base,
      axes: [
        across,
        ...(hasSites ? [axis('y', texts.figures.sitesAxis)] : []),
        ...(hasStates
          ? [
              {
                ...axis('states', texts.figures.statesAxis),
                ...(hasSites ? { side: 1 as const, grid: { show: false } } : {}),
              },
            ]
          : []),
      ],
      // Two lines that end at their greatest value would hide each other.
      scales: { x: { time: false }, y: { range: upTo(1.3) }, states: { range: upTo(1.08) } },
      series: [
        { label: 's', value: (_plot, value) => (value === null ? '' : value.toFixed(3)) },
        ...(hasSites
          ? [
              {
                ...shared,
                label: texts.figures.sitesAxis,
                stroke: palette.accent,
                value: (_plot: uPlot, value: number | null, _series: number, index: number | null) =>
                  value === null ? '' : `${value} ${names[index ?? -1] ?? ''}`.trim(),
              },
            ]
          : []),
        ...(hasStates
          ? [
              {
                ...shared,
                label: texts.figures.statesAxis,
                scale: 'states',
                stroke: palette.client,
                dash: [6, 3],
                value: (_plot: uPlot, value: number | null) => (value === null ? '' : String(value)),
              },
            ]
          : []),
      ],
    },
    [[...x], ...(hasSites ? [[...sites]] : []), ...(hasStates ? [[...states]] : [])],
    place,
  );
}

/** Each named site, and when the run came to it first. */
function siteTable(model: RunModel, sites: readonly ReportSite[]): HTMLElement {
  if (sites.length === 0) return h('p', { class: 'quiet' }, texts.figures.noSites);
  const { event, site } = model.recording.firsts;
  const first = new Map(site.map((name, row) => [name, event[row] ?? 0]));
  const told = sites.map(({ is, name, reached, held }) => ({
    name: `${is}: ${name}`,
    times: is === 'sometimes' || is === 'buggify' ? held : reached,
    event: first.get(`${is}: ${name}`),
  }));
  return h(
    'table',
    { class: 'sites' },
    ...told.map(({ name, times, event: at }) =>
      h(
        'tr',
        { class: times === 0 ? 'never' : '' },
        h('th', { scope: 'row' }, foreign(name)),
        h('td', {}, times === 0 ? texts.figures.never : texts.figures.timesOver(times)),
        h(
          'td',
          {},
          at !== undefined &&
            h(
              'a',
              { href: printLink({ event: at, tab: 'diagram' }) },
              texts.figures.firstAt((model.timeUs[at] ?? 0) / 1000),
            ),
        ),
      ),
    ),
  );
}

/** How often what happened: kinds of events, and fates of messages. */
function coverage(model: RunModel): HTMLElement {
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
