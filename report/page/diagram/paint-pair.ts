/** Draws the critical pair of a shrunk run: a bracket around each of the two deliveries, and a flag with its number. */
import { across } from './frame.js';
import { placeOf, type Pen, type Scene } from './scene.js';

const HALF = 9;
const ARM = 5;

/** Whether a message is one of the two. */
export function isOfPair({ pair, model }: Scene, row: number): boolean {
  const arrived = model.arrived[row] as number;
  return pair !== undefined && arrived > 0 && pair.includes(arrived);
}

export function paintPair(pen: Pen, scene: Scene): void {
  const { pair, model, frame, palette, labels, first, last } = scene;
  for (const [index, event] of (pair ?? []).entries()) {
    if (event < first || event > last) continue;
    const [x, y] = [placeOf(scene, event), across(frame, model.lane[event] as number)];
    // What came first in this run is 1. Beside the line of the event at hand, which may go through it.
    labels.flag(String(index + 1), x + HALF + 1, y + (index === 0 ? -1 : 1) * (HALF + 9), palette.ink);
    pen.strokeStyle = palette.ink;
    pen.lineWidth = 2;
    pen.beginPath();
    for (const side of [-1, 1]) {
      pen.moveTo(x + side * (HALF - ARM), y - HALF);
      pen.lineTo(x + side * HALF, y - HALF);
      pen.lineTo(x + side * HALF, y + HALF);
      pen.lineTo(x + side * (HALF - ARM), y + HALF);
    }
    pen.stroke();
  }
}
