/** One card for each node: what its process does, what it holds in memory, and what of its disk would survive. */
import { patchBetween } from '../../data/patch.js';
import { fill, foreign, h } from '../dom.js';
import type { RunModel } from '../model/run-model.js';
import { clockErrorUs, statusAt } from '../model/spans.js';
import { States, type NodeParts } from '../model/states.js';
import { texts } from '../texts.js';
import { jsonView } from './json-view.js';

/** So many are all open at once. */
const FEW_NODES = 3;
const NOTHING: NodeParts = [undefined, undefined, undefined];

interface Card {
  readonly element: HTMLDetailsElement;
  readonly title: HTMLElement;
  readonly body: HTMLElement;
  shown: readonly [NodeParts, NodeParts, string, number] | undefined;
  /** Opened because the event at hand is its node's, to be closed again. */
  lent: boolean;
}

export class NodeCards {
  readonly element = h('div', { class: 'cards' });
  private readonly states: States;
  private readonly cards: readonly Card[];
  private event = 0;

  constructor(private readonly model: RunModel) {
    this.states = new States(model);
    const nodes = model.lanes.filter(({ is }) => is === 'node');
    this.cards = nodes.map(({ name }, lane) => {
      const [title, body] = [h('summary'), h('div', { class: 'parts' })];
      const element = h('details', { class: 'card', 'data-node': name.slice(0, 200) }, title, body);
      element.open = nodes.length <= FEW_NODES;
      const card: Card = { element, title, body, shown: undefined, lent: false };
      element.addEventListener('toggle', () => this.showCard(lane, card));
      return card;
    });
    this.element.append(...this.cards.map(({ element }) => element));
  }

  show(event: number): void {
    this.event = event;
    const lane = this.model.lane[event] ?? -1;
    for (const [index, card] of this.cards.entries()) {
      if (index === lane && !card.element.open) card.element.open = card.lent = true;
      else if (index !== lane && card.lent) card.element.open = card.lent = false;
      card.element.classList.toggle('here', index === lane);
      this.showCard(index, card);
    }
  }

  private showCard(lane: number, card: Card): void {
    const { model, event } = this;
    const before = this.states.after(Math.max(0, event - 1))[lane] ?? NOTHING;
    const now = this.states.after(event)[lane] ?? NOTHING;
    const status = statusAt(model, lane, event);
    const clock = clockErrorUs(model, lane, event);
    const { shown } = card;
    const isOpen = card.element.open && card.body.childElementCount > 0;
    if (
      shown?.[0] === before &&
      shown[1] === now &&
      shown[2] === status &&
      shown[3] === clock &&
      (isOpen || !card.element.open)
    )
      return;
    card.shown = [before, now, status, clock];
    card.element.classList.toggle('fresh', before !== now);
    fill(
      card.title,
      foreign(model.lanes[lane]?.name ?? '', 'lane-name'),
      h('span', { class: `status ${status}` }, texts.state.status[status] ?? status),
      Math.abs(clock) >= 1 && h('span', { class: 'clock' }, texts.state.clock(clock / 1000)),
      before !== now && h('span', { class: 'changed-mark' }, texts.state.changed),
    );
    if (!card.element.open) return fill(card.body);
    const disk = diskView(now, before);
    fill(
      card.body,
      h('div', { class: 'part-title' }, texts.state.memory),
      now[0] === undefined ? h('p', { class: 'quiet' }, texts.state.opaque) : jsonView(now[0], before[0]),
      disk !== undefined && h('div', { class: 'part-title' }, texts.state.disk),
      disk,
    );
  }
}

/** Files as they would be after a power cut, and beside them what is written but not synced. */
function diskView(
  [, durable, cache]: NodeParts,
  [, durableBefore, cacheBefore]: NodeParts,
): HTMLElement | undefined {
  const [kept, read] = [durable ?? {}, cache ?? {}] as [Record<string, unknown>, Record<string, unknown>];
  const [keptBefore, readBefore] = [durableBefore ?? {}, cacheBefore ?? {}] as [
    Record<string, unknown>,
    Record<string, unknown>,
  ];
  const paths = [...new Set([...Object.keys(kept), ...Object.keys(read)])].sort();
  if (paths.length === 0) return undefined;
  return h(
    'div',
    { class: 'disk' },
    ...paths.map((path) => {
      // Not by their text: fields may stand in another order.
      const isSynced = patchBetween(kept[path], read[path]).length === 0;
      return h(
        'div',
        { class: isSynced ? 'file' : 'file unsynced' },
        foreign(path, 'name'),
        h('span', { class: 'durable' }, texts.state.durable),
        kept[path] === undefined
          ? h('span', { class: 'quiet' }, texts.state.nothing)
          : jsonView(kept[path], keptBefore[path]),
        !isSynced && h('span', { class: 'volatile' }, texts.state.unsynced),
        !isSynced &&
          (read[path] === undefined
            ? h('span', { class: 'quiet' }, texts.state.gone)
            : jsonView(read[path], readBefore[path])),
      );
    }),
  );
}
