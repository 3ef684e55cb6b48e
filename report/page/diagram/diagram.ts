/** The space-time diagram: a lane for each node and client, drawn anew for each part of the run that is looked at. */
import { fill, foreign, h } from '../dom.js';
import { Flights } from '../model/in-flight.js';
import type { Masks } from '../model/mask.js';
import { eventAt, type RunModel } from '../model/run-model.js';
import { orderScale, timeScale, type Scale } from '../model/scale.js';
import { clockErrorUs, clockSpans, cutBands, LEAST_CLOCK_ERROR_US, statusSpans } from '../model/spans.js';
import type { Store } from '../store.js';
import { texts } from '../texts.js';
import { across, frameOf, valueAt, windowAround, type Frame } from './frame.js';
import { faultRowsOf } from './fault-rows.js';
import { hitAt, tipOf } from './hit.js';
import { onThemeChange } from '../theme.js';
import { Labels } from './labels.js';
import { Overview } from './overview.js';
import { paletteOf } from './palette.js';
import { paintCursor, paintGround } from './paint-ground.js';
import { paintDensity, paintEvents } from './paint-events.js';
import { paintMessages, type Arrow } from './paint-messages.js';
import { paintPair } from './paint-pair.js';
import { penOf } from './pen.js';
import { listenToPointer } from './pointer.js';
import type { Scene } from './scene.js';

/** More messages or events than this are shown as density. */
const MOST_MESSAGES = 600;
const MOST_EVENTS = 1500;

export interface DiagramOptions {
  readonly model: RunModel;
  readonly store: Store;
  readonly masks?: Masks;
  /** By event: what the other of two runs does not have. */
  readonly marked?: Uint8Array;
  /** Events of the critical pair, in the order of the run. */
  readonly pair?: readonly [first: number, second: number] | undefined;
  /** End of the axis of time, where two runs share one. */
  readonly endUs?: number;
  /** How much of the screen's height it may take; default 0.56. */
  readonly share?: number;
  /** Told when another part of the run is looked at. */
  readonly moved?: (window: { from: number; to: number }) => void;
}

export class Diagram {
  readonly element: HTMLElement;
  readonly model: RunModel;
  private readonly canvas = h('canvas');
  /** The line of the event at hand, over the drawing: most steps move nothing else. */
  private readonly overlay = h('canvas', { class: 'overlay', 'aria-hidden': 'true' });
  private readonly surface: HTMLElement;
  private readonly laneLabels = h('div', { class: 'lane-labels' });
  private readonly stage: HTMLElement;
  private readonly tip = h('div', { class: 'tip', role: 'tooltip', hidden: true });
  private readonly note = h('p', { class: 'note', role: 'status' });
  private readonly overview: Overview;
  private readonly flights: Flights;
  private readonly spans;
  private readonly bands;
  private readonly clocks;
  private readonly faultRows: readonly number[];
  private scale: Scale;
  private window: { from: number; to: number };
  private drawn: { scene: Scene; arrows: readonly Arrow[] } | undefined;
  private asked = false;
  private painted: readonly unknown[] = [];

  constructor(private readonly options: DiagramOptions) {
    const { model, store } = options;
    this.model = model;
    this.flights = new Flights(model);
    this.spans = statusSpans(model);
    this.bands = cutBands(model);
    this.clocks = clockSpans(model);
    this.faultRows = faultRowsOf(model);
    this.scale = this.scaleOf(store.view.byOrder);
    this.window = { from: this.scale.from, to: this.scale.to };
    const label = texts.diagram.label(model.shown.length, model.messageCount, model.count);
    this.surface = h(
      'div',
      { class: 'surface', tabindex: 0, role: 'application', 'aria-label': label },
      this.canvas,
      this.overlay,
    );
    this.stage = h('div', { class: 'stage' }, this.laneLabels, this.surface, this.tip);
    this.overview = new Overview(model, this.scale, (from, to) => this.show(from, to));
    this.element = h('div', { class: 'diagram' }, this.stage, this.overview.element, this.note);
    this.element.dataset['lanes'] = String(model.shown.length);
    for (const index of model.shown) {
      const lane = model.lanes[index];
      if (lane === undefined) continue;
      const its = h('div', { class: `lane ${lane.is}`, 'data-lane': index }, foreign(lane.name));
      its.title = lane.name.slice(0, 500);
      this.laneLabels.append(its);
    }
    listenToPointer(this.surface, this);
    new ResizeObserver(() => this.redraw()).observe(this.stage);
    onThemeChange(() => this.redraw());
    this.showClocks(store.view.event);
    store.listen((view, before) => {
      if (view.event !== before.event) this.showClocks(view.event);
      if (view.byOrder !== before.byOrder) this.changeScale(view.byOrder);
      if (view.event !== before.event) this.follow(view.event);
      this.redraw();
    });
  }

  /** Below the name of each node: how wrong its clock is at the event at hand, where it is. */
  private showClocks(event: number): void {
    for (const label of this.laneLabels.querySelectorAll<HTMLElement>('.lane.node')) {
      const errorUs = clockErrorUs(this.model, Number(label.dataset['lane']), event);
      if (Math.abs(errorUs) < LEAST_CLOCK_ERROR_US) delete label.dataset['clock'];
      else label.dataset['clock'] = texts.diagram.clock(Math.round(errorUs / 100) / 10);
    }
  }

  get frame(): Frame | undefined {
    return this.drawn?.scene.frame;
  }

  /** Looks at a part of the run. */
  show(from: number, to: number, quietly = false): void {
    this.window = windowAround(this.scale, (from + to) / 2, to - from);
    if (!quietly) this.options.moved?.(this.window);
    this.redraw();
  }

  fit(): void {
    this.show(this.scale.from, this.scale.to);
  }

  /** @param centre value that stays where it is; default: the event at hand, if it is in view */
  zoom(factor: number, centre?: number): void {
    const { from, to } = this.window;
    const cursor = this.scale.of(this.options.store.view.event);
    const at = centre ?? (cursor > from && cursor < to ? cursor : (from + to) / 2);
    this.show(at - (at - from) * factor, at + (to - at) * factor);
  }

  pan(pixels: number): void {
    const { from, to } = this.window;
    const frame = this.frame;
    if (frame === undefined) return;
    const by = (pixels / frame.length) * (to - from);
    this.show(from + by, to + by);
  }

  /** Looks at some events from near. */
  showEvents(first: number, last: number): void {
    const [from, to] = [this.scale.of(first), this.scale.of(last)];
    const margin = Math.max((to - from) * 0.12, this.scale.least);
    this.show(from - margin, to + margin);
  }

  pointAt(time: number, place: number): void {
    const hit =
      this.drawn === undefined ? undefined : hitAt(this.drawn.scene, this.drawn.arrows, time, place);
    if (hit === undefined || this.drawn === undefined) {
      this.tip.hidden = true;
      return;
    }
    fill(
      this.tip,
      ...tipOf(this.model, hit).map((line, index) => h(index === 0 ? 'strong' : 'div', {}, foreign(line))),
    );
    this.tip.hidden = false;
    const { frame } = this.drawn.scene;
    const [x, y] = frame.turned ? [place, time] : [time, place];
    const base = this.surface.getBoundingClientRect();
    this.tip.style.left = `${Math.min(base.left + x + 14, innerWidth - 300)}px`;
    this.tip.style.top = `${Math.min(base.top + y + 14, innerHeight - 90)}px`;
  }

  leave(): void {
    this.tip.hidden = true;
  }

  choose(time: number, place: number): void {
    if (this.drawn === undefined) return;
    const hit = hitAt(this.drawn.scene, this.drawn.arrows, time, place);
    const { store } = this.options;
    if (hit === undefined) {
      // Nothing there: the last event before that moment.
      store.set({
        event: Math.max(1, this.scale.eventAt(valueAt(this.drawn.scene.frame, time))),
        message: -1,
      });
    } else if (hit.is === 'operation') {
      store.set({
        operation: hit.operation,
        event: this.model.operations[hit.operation]?.invoked ?? 0,
        message: -1,
        focus: 'off',
      });
    } else store.set({ event: hit.event, message: hit.is === 'message' ? hit.row : -1 });
  }

  redraw(): void {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.draw();
    });
  }

  private scaleOf(byOrder: boolean): Scale {
    return byOrder ? orderScale(this.model) : timeScale(this.model, this.options.endUs);
  }

  private changeScale(byOrder: boolean): void {
    const { from, to } = this.window;
    const isWhole = from <= this.scale.from && to >= this.scale.to;
    const [fromUs, toUs] = [this.scale.usAt(from), this.scale.usAt(to)];
    this.scale = this.scaleOf(byOrder);
    this.overview.rescale(this.scale);
    if (isWhole) this.fit();
    else this.show(this.scale.ofUs(fromUs), this.scale.ofUs(toUs));
  }

  /** Keeps the event at hand in view. */
  private follow(event: number): void {
    const { from, to } = this.window;
    const at = this.scale.of(event);
    const margin = (to - from) * 0.08;
    if (event <= 0 || (at >= from + margin && at <= to - margin)) return;
    if (from <= this.scale.from && to >= this.scale.to) return;
    this.show(at - (to - from) / 2, at + (to - from) / 2);
  }

  private draw(): void {
    const { stage, surface, canvas, model } = this;
    const { turned } = this.options.store.view;
    stage.classList.toggle('turned', turned);
    const length = turned
      ? stage.clientHeight - this.laneLabels.offsetHeight
      : stage.clientWidth - this.laneLabels.offsetWidth;
    if (length < 40) return;
    const room = turned ? stage.clientWidth : Math.max(220, innerHeight * (this.options.share ?? 0.56));
    const frame = frameOf(
      { scale: this.scale, ...this.window, turned },
      {
        shown: model.shown,
        lanes: model.lanes.length,
        length,
        room,
        faultRows: Math.max(0, ...this.faultRows.map((row) => row + 1)),
      },
    );
    const ratio = Math.min(2, devicePixelRatio || 1);
    const [width, height] = turned ? [frame.breadth, length] : [length, frame.breadth];
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      for (const { style } of [canvas, this.overlay]) {
        style.width = `${width}px`;
        style.height = `${height}px`;
      }
      surface.style.height = `${height}px`;
    }
    const scene = this.sceneOf(frame);
    this.paint(scene, ratio);
    const over = penOf(this.overlay, canvas.width, canvas.height, ratio, turned);
    if (over !== null) paintCursor(over, scene);
    this.overview.draw(this.window, scene.palette, this.options.store.view.event);
    canvas.dataset['drawn'] = String(Number(canvas.dataset['drawn'] ?? 0) + 1);
  }

  /** Paints the run anew, unless all that it depends on is as it was. */
  private paint(scene: Scene, ratio: number): void {
    const { canvas } = this;
    const { frame, palette, mask, message, operation } = scene;
    const key = [
      this.scale,
      frame.from,
      frame.to,
      frame.turned,
      canvas.width,
      canvas.height,
      ratio,
      mask,
      message,
      operation,
      palette.ink,
      palette.surface,
    ];
    if (
      key.length === this.painted.length &&
      key.every((part, index) => part === this.painted[index]) &&
      this.drawn !== undefined
    ) {
      this.drawn = { scene, arrows: this.drawn.arrows };
      return;
    }
    this.painted = key;
    const pen = penOf(canvas, canvas.width, canvas.height, ratio, frame.turned);
    if (pen === null) return;
    paintGround(pen, scene);
    const arrows = this.paintRun(pen, scene);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    scene.labels.write(pen, frame, palette.surface, palette.font);
    this.drawn = { scene, arrows };
    this.placeLabels(frame);
    canvas.dataset['arrows'] = String(arrows.length);
  }

  private paintRun(pen: CanvasRenderingContext2D, scene: Scene): readonly Arrow[] {
    const { model } = this;
    const leave =
      (model.firstSent[Math.min(scene.last, model.count) + 1] ?? 0) -
      (model.firstSent[Math.max(0, scene.first)] ?? 0);
    const isDense = leave > MOST_MESSAGES || scene.last - scene.first > MOST_EVENTS;
    this.note.textContent = isDense ? texts.diagram.dense(leave) : texts.diagram.hint;
    this.canvas.dataset['dense'] = String(isDense);
    if (isDense) {
      paintDensity(pen, scene);
      paintPair(pen, scene);
      return [];
    }
    const arrows = paintMessages(pen, scene, [...this.flights.between(scene.first, scene.last)]);
    paintEvents(pen, scene);
    paintPair(pen, scene);
    return arrows;
  }

  private sceneOf(frame: Frame): Scene {
    const { model, flights, spans, bands, clocks, faultRows, scale } = this;
    const { store, masks, marked, pair } = this.options;
    const { event, message, operation } = store.view;
    return {
      ...{ model, flights, spans, bands, clocks, faultRows, frame, marked, pair, event, message, operation },
      palette: paletteOf(this.element),
      mask: masks?.of(store.view),
      labels: new Labels(frame.turned),
      first: Math.max(0, scale.byOrder ? scale.eventAt(frame.from) : eventAt(model, frame.from)),
      last: Math.min(model.count, scale.eventAt(frame.to) + 1),
    };
  }

  private placeLabels(frame: Frame): void {
    const { laneLabels } = this;
    if (frame.turned) {
      laneLabels.style.width = `${frame.breadth}px`;
      laneLabels.style.height = '';
    } else {
      laneLabels.style.width = '';
      laneLabels.style.height = `${frame.breadth}px`;
    }
    for (const its of laneLabels.children as Iterable<Element> as Iterable<HTMLElement>) {
      const at = across(frame, Number(its.dataset['lane']));
      if (frame.turned) {
        its.style.top = '';
        its.style.left = `${at - frame.spacing / 2}px`;
        its.style.width = `${frame.spacing}px`;
      } else {
        its.style.left = '';
        its.style.width = '';
        its.style.top = `${at - 9}px`;
      }
    }
  }
}
