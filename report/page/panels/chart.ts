/** What the charts of a run share: size, axes and legend. */
import type uPlot from 'uplot';
import type { Palette } from '../diagram/palette.js';

const HEIGHT = 220;

export function common(
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
      { ...axis, size: (_plot, values) => sizeOf(values) },
    ],
    legend: { show: true },
    cursor: { drag: { x: true, y: false } },
  };
}

/** Room for the longest number on an axis, in CSS pixels. */
function sizeOf(values: readonly (string | null)[] | null): number {
  const longest = Math.max(0, ...(values ?? []).map((value) => value?.length ?? 0));
  return Math.max(46, 18 + 7 * longest);
}
