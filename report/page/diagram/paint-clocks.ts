/** Draws beside each lane how wrong the clock of its node is: ahead on one side, behind on the other. */
import { LEAST_CLOCK_ERROR_US, type ClockSpan } from '../model/spans.js';
import { texts } from '../texts.js';
import { across } from './frame.js';
import { placeOf, type Pen, type Scene } from './scene.js';

/** Drift is straight in time, but not by order, nor where errors are drawn by their size. */
const POINTS = 24;
const MOST_REACH = 18;
const LABELLED_SPANS = 40;
const LABEL_ROOM = 56;

/** A place on the curve, along time and across lanes. */
interface Point {
  readonly x: number;
  readonly y: number;
  readonly errorUs: number;
}

export function paintClocks(pen: Pen, scene: Scene): void {
  const { clocks, palette, first, last } = scene;
  const inView = clocks.filter(({ from, to }) => to >= first && from <= last);
  const mostUs = clocks.reduce(
    (most, { beginUs, endUs }) => Math.max(most, Math.abs(beginUs), Math.abs(endUs)),
    1,
  );
  for (const span of inView) {
    const curve = curveOf(scene, span, mostUs);
    const at = across(scene.frame, span.lane);
    const [begin, end] = [curve[0], curve.at(-1)];
    if (begin === undefined || end === undefined) continue;
    pen.beginPath();
    pen.moveTo(begin.x, at);
    for (const { x, y } of curve) pen.lineTo(x, y);
    pen.lineTo(end.x, at);
    pen.fillStyle = palette.clock;
    pen.globalAlpha = 0.14;
    pen.fill();
    pen.globalAlpha = 0.9;
    pen.strokeStyle = palette.clock;
    pen.lineWidth = 1.2;
    pen.setLineDash([2, 2]);
    pen.stroke();
    pen.setLineDash([]);
    pen.globalAlpha = 1;
    if (inView.length <= LABELLED_SPANS && end.x - Math.max(0, begin.x) > LABEL_ROOM)
      label(scene, span, begin);
  }
}

/** How wrong it is where the stretch begins to be seen. */
function label(scene: Scene, { lane, endUs }: ClockSpan, { x, y, errorUs }: Point): void {
  const { frame, palette, labels } = scene;
  const words =
    Math.abs(errorUs) < LEAST_CLOCK_ERROR_US
      ? texts.diagram.drifts
      : texts.diagram.clock(Math.round(errorUs / 100) / 10);
  const side = Math.sign(y - across(frame, lane)) || -Math.sign(endUs);
  labels.put(words, Math.max(0, x) + 4, y + side * 7, palette.clock, 'left');
}

/** Errors of milliseconds and of hours in one picture: by the logarithm of their size. */
function curveOf(scene: Scene, { lane, from, to, beginUs, endUs }: ClockSpan, mostUs: number): Point[] {
  const { frame, model, first, last } = scene;
  const reach = Math.min(MOST_REACH, frame.spacing * 0.38);
  const [begin, end] = [Math.max(from, first), Math.min(to, last + 1, model.count + 1)];
  const time = (event: number): number => model.timeUs[Math.min(event, model.count)] ?? 0;
  const tookUs = time(to) - time(from);
  const points = beginUs === endUs ? 1 : Math.max(1, Math.min(POINTS, end - begin));
  return Array.from({ length: points + 1 }, (_point, index): Point => {
    const event = Math.round(begin + ((end - begin) * index) / points);
    const part = tookUs === 0 ? 0 : (time(event) - time(from)) / tookUs;
    const errorUs = beginUs + (endUs - beginUs) * part;
    const size = Math.log1p(Math.abs(errorUs) / 1000) / Math.log1p(mostUs / 1000);
    const y = across(frame, lane) - Math.sign(errorUs) * size * reach;
    return { x: placeOf(scene, event), y, errorUs };
  });
}
