/** How wrong the clocks of nodes are, over virtual time. */
import uPlot from 'uplot';
import type { Palette } from '../diagram/palette.js';
import { clip, visible } from '../dom.js';
import type { ClockErrors } from '../model/figures.js';
import { texts } from '../texts.js';
import { common } from './chart.js';

/** Clocks that are more wrong than this are measured in seconds. */
const LONG_MS = 10_000;

/** A line for each node, told apart by dashes as well as by colour. */
export function drawClocks(place: HTMLElement, { x, lines }: ClockErrors, palette: Palette): void {
  place.replaceChildren();
  const { accent, client, info, fault, bad, ok } = palette;
  const colours = [accent, client, info, fault, bad, ok];
  const dashes = [[], [6, 4], [2, 3], [10, 3, 2, 3]];
  const most = lines.reduce((high, { y }) => y.reduce((a, b) => Math.max(a, Math.abs(b)), high), 0);
  const inSeconds = most >= LONG_MS;
  const unit = inSeconds ? 1000 : 1;
  const label = inSeconds ? texts.figures.clocksAxisSeconds : texts.figures.clocksAxis;
  const base = common(place, palette, texts.figures.seconds);
  const [across = {}, up = {}] = base.axes ?? [];
  new uPlot(
    {
      ...base,
      axes: [across, { ...up, label, labelSize: 16 }],
      scales: { x: { time: false } },
      series: [
        { label: 's', value: (_plot, value) => (value === null ? '' : value.toFixed(3)) },
        ...lines.map(({ name }, index) => ({
          label: clip(visible(name), 24),
          stroke: colours[index % colours.length] ?? accent,
          dash: dashes[index % dashes.length] ?? [],
          width: 1.6,
          points: { show: false },
          value: (_plot: uPlot, value: number | null) =>
            value === null ? '' : value.toFixed(inSeconds ? 3 : 1),
        })),
      ],
    },
    [[...x], ...lines.map(({ y }) => y.map((ms) => ms / unit))],
    place,
  );
}
