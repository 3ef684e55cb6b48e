/** Draws messages as arrows. What became of each shows in line, head and sign, not in colour alone. */
import { Fate } from '../../data/contract.js';
import { isLostAtOnce } from '../model/in-flight.js';
import { textOf } from '../model/run-model.js';
import { across } from './frame.js';
import { hintOf } from './hint.js';
import { isOfPair } from './paint-pair.js';
import { messageStrength, placeOf, type Pen, type Scene } from './scene.js';

/** An arrow as it lies on the canvas. */
export interface Arrow {
  readonly row: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly isLost: boolean;
}

const LOST_AT_ONCE = 0.42;
const LABELLED = 70;

function arrowOf(scene: Scene, row: number): Arrow {
  const { model, frame } = scene;
  const { sent, arrived, from, to, fate } = model;
  const isLost = ((fate[row] as number) & Fate.Lost) !== 0;
  const [x1, y1, y2] = [
    placeOf(scene, sent[row] as number),
    across(frame, from[row] as number),
    across(frame, to[row] as number),
  ];
  if (isLostAtOnce(model, fate, row)) {
    const reach = Math.min(46, Math.max(14, 0.5 * Math.abs(y2 - y1)));
    return { row, x1, y1, x2: x1 + reach * 0.5, y2: y1 + (y2 - y1) * LOST_AT_ONCE, isLost };
  }
  const end = arrived[row] as number;
  const x2 = end > 0 ? placeOf(scene, end) : placeOf(scene, model.count + 1);
  return { row, x1, y1, x2, y2, isLost };
}

/** @returns what was drawn, for whoever wants to know what lies under the pointer */
export function paintMessages(pen: Pen, scene: Scene, rows: readonly number[]): Arrow[] {
  const arrows = rows.map((row) => arrowOf(scene, row));
  // What is dimmed lies below what stands out.
  for (const bright of [false, true])
    for (const arrow of arrows)
      if ((messageStrength(scene, arrow.row) === 1) === bright) paintArrow(pen, scene, arrow);
  if (rows.length <= LABELLED) for (const arrow of arrows) label(scene, arrow);
  return arrows;
}

function paintArrow(pen: Pen, scene: Scene, arrow: Arrow): void {
  const { model, palette } = scene;
  const { row, x1, y1, x2, y2, isLost } = arrow;
  const fate = model.fate[row] as number;
  pen.globalAlpha = messageStrength(scene, row);
  const isClients =
    model.lanes[model.from[row] as number]?.is === 'client' ||
    model.lanes[model.to[row] as number]?.is === 'client';
  const colour =
    isLost || (fate & Fate.Damaged) !== 0 ? palette.bad : isClients ? palette.client : palette.accent;
  pen.strokeStyle = colour;
  pen.fillStyle = colour;
  pen.lineWidth = row === scene.message || isOfPair(scene, row) ? 2.6 : 1.2;
  const angle = Math.atan2(y2 - y1, x2 - x1);
  if (y1 === y2) return paintLoop(pen, arrow);
  pen.setLineDash(isLost ? [4, 3] : (fate & Fate.Delayed) !== 0 ? [10, 3, 2, 3] : []);
  if ((fate & Fate.Copy) !== 0) {
    // Two thin lines side by side: it is the second of two.
    const [dx, dy] = [Math.sin(angle) * 1.6, -Math.cos(angle) * 1.6];
    for (const side of [-1, 1]) line(pen, x1 + dx * side, y1 + dy * side, x2 + dx * side, y2 + dy * side);
  } else line(pen, x1, y1, x2, y2);
  pen.setLineDash([]);
  if ((fate & Fate.Damaged) !== 0) zigzag(pen, (x1 + x2) / 2, (y1 + y2) / 2, angle);
  if (isLost) cross(pen, x2, y2);
  else head(pen, x2, y2, angle, (fate & Fate.Unheard) !== 0);
  pen.globalAlpha = 1;
}

function line(pen: Pen, x1: number, y1: number, x2: number, y2: number): void {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}

/** A message of a node to itself. */
function paintLoop(pen: Pen, { x1, x2, y1 }: Arrow): void {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.bezierCurveTo(x1, y1 - 12, Math.max(x2, x1 + 6), y1 - 12, Math.max(x2, x1 + 3), y1);
  pen.stroke();
  pen.globalAlpha = 1;
}

function head(pen: Pen, x: number, y: number, angle: number, isHollow: boolean): void {
  const [size, wide] = [7, 0.42];
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(x - size * Math.cos(angle - wide), y - size * Math.sin(angle - wide));
  if (isHollow) pen.moveTo(x, y);
  pen.lineTo(x - size * Math.cos(angle + wide), y - size * Math.sin(angle + wide));
  if (isHollow) {
    pen.stroke();
    pen.beginPath();
    pen.arc(x, y, 3.5, 0, 2 * Math.PI);
    pen.stroke();
  } else {
    pen.closePath();
    pen.fill();
  }
}

function cross(pen: Pen, x: number, y: number): void {
  pen.lineWidth = 1.8;
  line(pen, x - 4, y - 4, x + 4, y + 4);
  line(pen, x - 4, y + 4, x + 4, y - 4);
}

function zigzag(pen: Pen, x: number, y: number, angle: number): void {
  pen.save();
  pen.translate(x, y);
  pen.rotate(angle);
  pen.beginPath();
  pen.moveTo(-9, 0);
  for (let tooth = 0; tooth < 4; tooth++) pen.lineTo(-6 + tooth * 4.5, tooth % 2 === 0 ? -5 : 5);
  pen.lineTo(9, 0);
  pen.stroke();
  pen.restore();
}

function label(scene: Scene, { row, x1, y1, x2, y2, isLost }: Arrow): void {
  if (messageStrength(scene, row) < 1 || y1 === y2) return;
  const { model, palette, labels } = scene;
  if (Math.hypot(x2 - x1, y2 - y1) < 26) return;
  const text = hintOf(
    textOf(model, model.recording.messages.data[row]),
    model.recording.kinds[model.recording.messages.kind[row] ?? -1] ?? '',
  );
  const part = 0.38;
  labels.put(text, x1 + (x2 - x1) * part, y1 + (y2 - y1) * part, isLost ? palette.bad : palette.muted);
}
