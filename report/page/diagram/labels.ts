/** Texts on the drawing: gathered while it is drawn, written upright at the end, none over another. */
import { clip, visible } from '../dom.js';
import type { Frame } from './frame.js';

interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  readonly align: CanvasTextAlign;
  readonly strong: boolean;
  /** Written in a box of its own colour. */
  readonly boxed: boolean;
}

const SIZE = 11;
const MOST = 60;

export class Labels {
  private readonly wanted: Label[] = [];

  constructor(private readonly turned: boolean) {}

  /** Asks for a text at a place given along time and across lanes; what comes first has precedence. */
  put(
    text: string,
    along: number,
    across: number,
    colour: string,
    align: CanvasTextAlign = 'center',
    strong = false,
  ): void {
    const [x, y] = this.turned ? [across, along] : [along, across];
    this.wanted.push({ text: clip(visible(text), MOST), x, y, colour, align, strong, boxed: false });
  }

  /** Asks for a word in a box, which has precedence over all others. */
  flag(text: string, along: number, across: number, colour: string): void {
    const [x, y] = this.turned ? [across, along] : [along, across];
    this.wanted.push({ text, x, y, colour, align: 'center', strong: true, boxed: true });
  }

  write(pen: CanvasRenderingContext2D, frame: Frame, halo: string, font: string): void {
    const taken: [left: number, top: number, right: number, bottom: number][] = [];
    const [width, height] = frame.turned ? [frame.breadth, frame.length] : [frame.length, frame.breadth];
    pen.textBaseline = 'middle';
    const flagsFirst = [...this.wanted].sort((a, b) => Number(b.boxed) - Number(a.boxed));
    for (const { text, x, y, colour, align, strong, boxed } of flagsFirst) {
      pen.font = `${strong ? '600 ' : ''}${SIZE}px ${font}`;
      const wide = pen.measureText(text).width;
      const wanted = align === 'center' ? x - wide / 2 : align === 'right' ? x - wide : x;
      // What would be cut off at an edge reads as something else: it moves in.
      const left = Math.max(3, Math.min(width - wide - 3, wanted));
      const box: [number, number, number, number] = [left - 2, y - 7, left + wide + 2, y + 7];
      if (Math.abs(left - wanted) > wide / 2 || box[1] < 0 || box[3] > height) continue;
      if (
        taken.some(
          (other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1],
        )
      )
        continue;
      taken.push(box);
      pen.textAlign = 'left';
      if (boxed) {
        pen.fillStyle = colour;
        pen.fillRect(left - 4, y - 8, wide + 8, 16);
        pen.fillStyle = halo;
        pen.fillText(text, left, y);
        continue;
      }
      pen.lineJoin = 'round';
      pen.lineWidth = 3;
      pen.strokeStyle = halo;
      pen.strokeText(text, left, y);
      pen.fillStyle = colour;
      pen.fillText(text, left, y);
    }
  }
}
