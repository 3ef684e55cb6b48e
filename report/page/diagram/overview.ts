/** The whole run in one strip, with the part in view framed: drag in it to choose another part. */
import { h } from '../dom.js';
import type { RunModel } from '../model/run-model.js';
import type { Scale } from '../model/scale.js';
import { texts } from '../texts.js';
import type { Palette } from './palette.js';

const HEIGHT = 34;
const BINS = 300;

export class Overview {
  readonly element: HTMLElement;
  private readonly canvas = h('canvas');
  private bins: Float64Array;
  private window = { from: 0, to: 1 };

  constructor(
    private readonly model: RunModel,
    private scale: Scale,
    private readonly choose: (from: number, to: number) => void,
  ) {
    this.element = h('div', { class: 'overview', title: texts.diagram.overview }, this.canvas);
    this.bins = this.count();
    this.listen();
  }

  rescale(scale: Scale): void {
    this.scale = scale;
    this.bins = this.count();
  }

  draw(window: { from: number; to: number }, palette: Palette, event: number): void {
    this.window = window;
    const { canvas, scale, bins } = this;
    const width = this.element.clientWidth;
    const ratio = Math.min(2, devicePixelRatio || 1);
    canvas.width = Math.round(width * ratio);
    canvas.height = HEIGHT * ratio;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${HEIGHT}px`;
    const pen = canvas.getContext('2d');
    if (pen === null) return;
    pen.scale(ratio, ratio);
    const most = bins.reduce((high, value) => Math.max(high, value), 1);
    pen.fillStyle = palette.faint;
    for (const [bin, value] of bins.entries()) {
      const high = Math.sqrt(value / most) * (HEIGHT - 8);
      pen.fillRect((bin / BINS) * width, HEIGHT - 2 - high, width / BINS + 0.5, high);
    }
    const at = (value: number): number => ((value - scale.from) / (scale.to - scale.from)) * width;
    pen.fillStyle = palette.fault;
    for (const { atMs } of this.model.faults) pen.fillRect(at(scale.ofUs(atMs * 1000)), 0, 2, 5);
    const [left, right] = [at(window.from), at(window.to)];
    pen.fillStyle = palette.accent;
    pen.globalAlpha = 0.12;
    pen.fillRect(left, 0, Math.max(3, right - left), HEIGHT);
    pen.globalAlpha = 1;
    pen.strokeStyle = palette.accent;
    pen.strokeRect(left + 0.5, 0.5, Math.max(3, right - left) - 1, HEIGHT - 1);
    pen.fillStyle = palette.cursor;
    if (event > 0) pen.fillRect(at(scale.of(event)) - 0.5, 0, 1.5, HEIGHT);
  }

  private count(): Float64Array {
    const { model, scale } = this;
    const bins = new Float64Array(BINS);
    const factor = BINS / (scale.to - scale.from);
    for (let event = 1; event <= model.count; event++) {
      const bin = Math.min(BINS - 1, Math.max(0, Math.floor((scale.of(event) - scale.from) * factor)));
      bins[bin] = (bins[bin] as number) + 1;
    }
    return bins;
  }

  private listen(): void {
    const { element } = this;
    let begin: number | undefined;
    let isMoved = false;
    const valueOf = (event: PointerEvent): number => {
      const { left, width } = element.getBoundingClientRect();
      const { from, to } = this.scale;
      return from + ((event.clientX - left) / width) * (to - from);
    };
    element.addEventListener('pointerdown', (event) => {
      begin = valueOf(event);
      isMoved = false;
      element.setPointerCapture(event.pointerId);
    });
    element.addEventListener('pointermove', (event) => {
      if (begin === undefined) return;
      const now = valueOf(event);
      isMoved ||= Math.abs(now - begin) > (this.scale.to - this.scale.from) * 0.004;
      if (isMoved) this.choose(Math.min(begin, now), Math.max(begin, now));
    });
    element.addEventListener('pointerup', (event) => {
      const half = (this.window.to - this.window.from) / 2;
      const now = valueOf(event);
      if (!isMoved) this.choose(now - half, now + half);
      begin = undefined;
    });
  }
}
