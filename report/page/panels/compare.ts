/** Two runs side by side: this one, and the nearest that passes; what happens in one of them only is marked. */
import type { Neighbour } from '../../data/contract.js';
import { zoomButtons } from '../diagram/buttons.js';
import { Diagram } from '../diagram/diagram.js';
import { button, foreign, h } from '../dom.js';
import { runModel, type RunModel } from '../model/run-model.js';
import { Store } from '../store.js';
import { texts } from '../texts.js';

const FEW_OPERATIONS = 40;

export function comparePanel(
  here: RunModel,
  neighbour: Neighbour,
  store: Store,
): { element: HTMLElement; draw: () => void } {
  const there = runModel(neighbour.recording);
  const endUs = Math.max(here.endUs, there.endUs);
  const start = {
    ...store.view,
    event: 0,
    message: -1,
    operation: -1,
    focus: 'off',
    search: '',
    turned: false,
    byOrder: false,
  } as const;
  const diagrams: Diagram[] = [];
  // Both always show the same stretch of time.
  const follow = (index: number) => (window: { from: number; to: number }) =>
    diagrams[1 - index]?.show(window.from, window.to, true);
  diagrams.push(
    new Diagram({
      model: here,
      store: new Store(start),
      marked: maskOf(here, neighbour.onlyHere),
      endUs,
      share: 0.34,
      moved: follow(0),
    }),
    new Diagram({
      model: there,
      store: new Store(start),
      marked: maskOf(there, neighbour.onlyThere),
      endUs,
      share: 0.34,
      moved: follow(1),
    }),
  );
  const [one, other] = diagrams as [Diagram, Diagram];
  const firstUs = Math.min(
    here.timeUs[neighbour.onlyHere[0] ?? 0] ?? 0,
    there.timeUs[neighbour.onlyThere[0] ?? 0] ?? 0,
  );
  const asked = here.operations.filter(({ lane }) => here.lanes[lane]?.is === 'client');
  const begins = asked.map(({ invoked }) => here.timeUs[invoked] ?? 0).concat(firstUs);
  const ends = asked.map(({ completed }) => here.timeUs[completed] ?? 0).concat(firstUs);
  // Short stories are shown whole, from the first operation to the last.
  if (asked.length <= FEW_OPERATIONS && asked.length > 0) {
    const [from, to] = [Math.min(...begins), Math.max(...ends)];
    one.show(from - (to - from) * 0.06, to + (to - from) * 0.1);
  }
  const first = button(texts.compare.first, () => one.show(firstUs - endUs * 0.01, firstUs + endUs * 0.04));
  const element = h(
    'section',
    { class: 'compare' },
    h('p', {}, foreign(texts.compare.intro(neighbour.without))),
    h(
      'p',
      { class: 'quiet' },
      texts.compare.differences(neighbour.onlyHere.length, neighbour.onlyThere.length),
    ),
    h('div', { class: 'toolbar', role: 'toolbar' }, ...zoomButtons(one), first),
    h('h2', {}, texts.compare.here),
    one.element,
    h('h2', {}, foreign(texts.compare.there(neighbour.without))),
    other.element,
  );
  return { element, draw: () => diagrams.forEach((diagram) => diagram.redraw()) };
}

function maskOf({ count }: RunModel, events: readonly number[]): Uint8Array {
  const mask = new Uint8Array(count + 1);
  for (const event of events) mask[event] = 1;
  return mask;
}
