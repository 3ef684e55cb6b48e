/** Wheel, drag, shift-drag and clicks on the diagram. */
import { h } from '../dom.js';
import { valueAt, type Frame } from './frame.js';
import { stretch } from './paint-ground.js';

const STILL = 4;

/** What can be done to a diagram by hand. */
interface Diagram {
  readonly frame: Frame | undefined;
  pan(by: number): void;
  zoom(by: number, at: number): void;
  pointAt(time: number, place: number): void;
  choose(time: number, place: number): void;
  show(from: number, to: number): void;
  leave(): void;
}

export function listenToPointer(surface: HTMLElement, diagram: Diagram): void {
  const brush = h('div', { class: 'brush', hidden: true });
  surface.append(brush);
  let held: { time: number; place: number; last: number; isBrush: boolean; isMoved: boolean } | undefined;

  /** Where the pointer is, along time and across lanes. */
  const placeOf = (event: MouseEvent): [time: number, place: number] => {
    const base = surface.getBoundingClientRect();
    const [x, y] = [event.clientX - base.left, event.clientY - base.top];
    return diagram.frame?.turned === true ? [y, x] : [x, y];
  };

  surface.addEventListener(
    'wheel',
    (event) => {
      const { frame } = diagram;
      if (frame === undefined) return;
      const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
      // Where there is more to scroll than the screen shows, plain wheels still scroll the page with alt held.
      if (event.altKey) return;
      event.preventDefault();
      if (isSideways || event.shiftKey) diagram.pan(isSideways ? event.deltaX : event.deltaY);
      else
        diagram.zoom(
          2 ** (Math.max(-120, Math.min(120, event.deltaY)) / 220),
          valueAt(frame, placeOf(event)[0]),
        );
    },
    { passive: false },
  );
  surface.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    const [time, place] = placeOf(event);
    held = { time, place, last: time, isBrush: event.shiftKey, isMoved: false };
    surface.setPointerCapture(event.pointerId);
  });
  surface.addEventListener('pointermove', (event) => {
    const [time, place] = placeOf(event);
    if (held === undefined) return diagram.pointAt(time, place);
    held.isMoved ||= Math.abs(time - held.time) > STILL;
    if (!held.isMoved) return;
    if (held.isBrush) showBrush(brush, diagram, held.time, time);
    else diagram.pan(held.last - time);
    held.last = time;
  });
  surface.addEventListener('pointerup', (event) => {
    const [time, place] = placeOf(event);
    const { frame } = diagram;
    brush.hidden = true;
    if (held !== undefined && frame !== undefined) {
      if (!held.isMoved) diagram.choose(time, place);
      else if (held.isBrush) {
        const { from, to } = stretch(frame, held.time, time);
        diagram.show(from, to);
      }
    }
    held = undefined;
  });
  surface.addEventListener('pointerleave', () => diagram.leave());
}

function showBrush(brush: HTMLElement, { frame }: Diagram, a: number, b: number): void {
  const [low, size] = [`${Math.min(a, b)}px`, `${Math.abs(a - b)}px`];
  const turned = frame?.turned === true;
  brush.hidden = false;
  Object.assign(
    brush.style,
    turned
      ? { top: low, height: size, left: '0', width: '100%' }
      : { left: low, width: size, top: '0', height: '100%' },
  );
}
