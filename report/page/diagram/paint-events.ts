/** Draws events as signs on their lanes, what programs say beside them, and many events as density. */
import { Fate, MarkKind } from '../../data/contract.js';
import { diskLossOf } from '../model/disk-loss.js';
import { kindOf, textOf } from '../model/run-model.js';
import { across } from './frame.js';
import { texts } from '../texts.js';
import { placeOf, strength, type Pen, type Scene } from './scene.js';

const LABELLED_MARKS = 60;
const BIN = 2;

export function paintEvents(pen: Pen, scene: Scene): void {
  const { model, frame, palette } = scene;
  for (let event = Math.max(1, scene.first); event <= scene.last; event++) {
    const lane = model.lane[event] as number;
    if (lane < 0) continue;
    pen.globalAlpha = strength(scene, event);
    const [x, y] = [placeOf(scene, event), across(frame, lane)];
    sign(pen, scene, event, x, y);
    if (scene.marked?.[event] === 1) {
      pen.strokeStyle = palette.fault;
      pen.lineWidth = 1.6;
      pen.beginPath();
      pen.arc(x, y, 6, 0, 2 * Math.PI);
      pen.stroke();
    }
  }
  pen.globalAlpha = 1;
  paintMarks(pen, scene);
}

function sign(pen: Pen, { model, palette }: Scene, event: number, x: number, y: number): void {
  pen.fillStyle = palette.ink;
  pen.strokeStyle = palette.ink;
  pen.lineWidth = 1.1;
  pen.beginPath();
  switch (kindOf(model, event)) {
    case 'timer':
    case 'stream-timer':
      pen.rect(x - 2.6, y - 2.6, 5.2, 5.2);
      pen.fillStyle = palette.surface;
      pen.fill();
      pen.stroke();
      return;
    case 'sync':
      pen.moveTo(x, y - 4.6);
      pen.lineTo(x + 4.6, y);
      pen.lineTo(x, y + 4.6);
      pen.lineTo(x - 4.6, y);
      pen.closePath();
      pen.fill();
      return;
    case 'start':
      pen.moveTo(x - 3, y - 5);
      pen.lineTo(x + 5, y);
      pen.lineTo(x - 3, y + 5);
      pen.closePath();
      pen.fillStyle = palette.ok;
      pen.fill();
      return;
    case 'call-timeout':
    case 'client-timeout':
      pen.moveTo(x - 3, y - 3);
      pen.lineTo(x + 3, y + 3);
      pen.moveTo(x - 3, y + 3);
      pen.lineTo(x + 3, y - 3);
      pen.stroke();
      return;
    default:
      pen.arc(x, y, (model.message[event] as number) >= 0 ? 2.2 : 1.6, 0, 2 * Math.PI);
      pen.fill();
  }
}

/** Log lines as small flags, with their words where there is room. */
function paintMarks(pen: Pen, scene: Scene): void {
  const { model, frame, palette, labels } = scene;
  const { marks } = model.recording;
  const [begin, end] = [model.firstMark[Math.max(0, scene.first)] ?? 0, model.firstMark[scene.last + 1] ?? 0];
  const isFew = end - begin <= LABELLED_MARKS;
  for (let row = begin; row < end; row++) {
    const [event = 0, lane = -1] = [marks.event[row], marks.lane[row]];
    if (lane < 0) continue;
    const [x, y] = [placeOf(scene, event), across(frame, lane)];
    pen.globalAlpha = strength(scene, event);
    if (marks.is[row] === MarkKind.Note) {
      const loss = diskLossOf(model, row);
      if (loss === undefined) continue;
      diskLoss(pen, scene, x, y + 9);
      if (isFew && strength(scene, event) === 1)
        labels.put(texts.diagram.diskLoss[loss], x + 8, y + 10, palette.bad, 'left');
      continue;
    }
    pen.fillStyle = marks.is[row] === MarkKind.Log ? palette.info : palette.ok;
    pen.fillRect(x - 0.5, y - 12, 1, 10);
    pen.fillRect(x - 0.5, y - 12, 6, 4);
    if (isFew && strength(scene, event) === 1)
      labels.put(textOf(model, marks.text[row]).split('\n')[0] ?? '', x + 8, y - 11, palette.info, 'left');
  }
  pen.globalAlpha = 1;
}

/** A crossed diamond: that of a sync, undone. */
function diskLoss(pen: Pen, { palette }: Scene, x: number, y: number): void {
  pen.strokeStyle = palette.bad;
  pen.lineWidth = 1.4;
  pen.beginPath();
  pen.moveTo(x, y - 5);
  pen.lineTo(x + 5, y);
  pen.lineTo(x, y + 5);
  pen.lineTo(x - 5, y);
  pen.closePath();
  pen.moveTo(x - 5, y + 5);
  pen.lineTo(x + 5, y - 5);
  pen.stroke();
}

/** Too many to tell apart: how many events there are, as the thickness of the lane; losses as ticks. */
export function paintDensity(pen: Pen, scene: Scene): void {
  const { model, frame, palette, mask } = scene;
  const bins = Math.ceil(frame.length / BIN) + 1;
  const lanes = model.lanes.length;
  const all = new Uint32Array(bins * lanes);
  const bright = new Uint32Array(bins * lanes);
  const factor = frame.length / (frame.to - frame.from) / BIN;
  const { byOrder } = frame.scale;
  for (let event = Math.max(1, scene.first); event <= scene.last; event++) {
    const lane = model.lane[event] as number;
    if (lane < 0) continue;
    const bin = Math.floor(((byOrder ? event : (model.timeUs[event] as number)) - frame.from) * factor);
    if (bin < 0 || bin >= bins) continue;
    const cell = lane * bins + bin;
    all[cell] = (all[cell] as number) + 1;
    if (mask?.[event] === 1) bright[cell] = (bright[cell] as number) + 1;
  }
  const most = Math.sqrt(all.reduce((high, value) => Math.max(high, value), 1));
  const reach = Math.min(30, frame.spacing * 0.42);
  for (let lane = 0; lane < lanes; lane++) {
    const y = across(frame, lane);
    const colour = model.lanes[lane]?.is === 'node' ? palette.accent : palette.client;
    for (const [counts, alpha] of [
      [all, mask === undefined ? 0.55 : 0.15],
      [bright, 0.95],
    ] as const) {
      pen.fillStyle = colour;
      pen.globalAlpha = alpha;
      for (let bin = 0; bin < bins; bin++) {
        const value = counts[lane * bins + bin] as number;
        if (value === 0) continue;
        const size = Math.max(1, (Math.sqrt(value) / most) * reach);
        pen.fillRect(bin * BIN, y - size, BIN, 2 * size);
      }
    }
  }
  pen.globalAlpha = 1;
  paintLosses(pen, scene, bins, factor);
}

function paintLosses(
  pen: Pen,
  { model, frame, palette, first, last }: Scene,
  bins: number,
  factor: number,
): void {
  const seen = new Uint8Array(bins * model.lanes.length);
  pen.fillStyle = palette.bad;
  const { byOrder } = frame.scale;
  for (let row = model.firstSent[Math.max(0, first)] ?? 0; row < (model.firstSent[last + 1] ?? 0); row++) {
    if (((model.fate[row] as number) & Fate.Lost) === 0) continue;
    const [event, lane] = [model.sent[row] as number, model.from[row] as number];
    const bin = Math.floor(((byOrder ? event : (model.timeUs[event] as number)) - frame.from) * factor);
    if (bin < 0 || bin >= bins || seen[lane * bins + bin] === 1) continue;
    seen[lane * bins + bin] = 1;
    pen.fillRect(bin * BIN, across(frame, lane) + Math.min(30, frame.spacing * 0.42) - 1, BIN, 3);
  }
}
