/** Search: what fits stands out in the diagram, and one steps from match to match. */
import { button, h } from '../dom.js';
import type { Masks } from '../model/mask.js';
import type { Store } from '../store.js';
import { texts } from '../texts.js';

const WAIT_MS = 120;

export interface SearchBox {
  readonly element: HTMLElement;
  focus(): void;
  step(forward: boolean): void;
}

export function searchBox(masks: Masks, store: Store): SearchBox {
  const input = h('input', {
    type: 'search',
    placeholder: texts.search.placeholder,
    'aria-label': texts.search.label,
    value: store.view.search,
  });
  const found = h('span', { class: 'found', role: 'status' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => store.set({ search: input.value.trim() }), WAIT_MS);
  });
  const step = (forward: boolean): void => {
    const matches = masks.matches(store.view.search);
    if (matches === undefined) return;
    const event = forward
      ? matches.indexOf(1, store.view.event + 1)
      : matches.lastIndexOf(1, Math.max(0, store.view.event - 1));
    const wrapped = event > 0 ? event : forward ? matches.indexOf(1) : matches.lastIndexOf(1);
    if (wrapped > 0) store.set({ event: wrapped, message: -1 });
  };
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    clearTimeout(timer);
    store.set({ search: input.value.trim() });
    step(!event.shiftKey);
  });
  const show = (search: string): void => {
    const matches = masks.matches(search);
    found.textContent =
      matches === undefined ? '' : texts.search.found(matches.reduce((sum, value) => sum + value, 0));
    if (document.activeElement !== input) input.value = search;
  };
  show(store.view.search);
  store.listen(({ search }, before) => search !== before.search && show(search));
  const element = h(
    'div',
    { class: 'search', role: 'search' },
    input,
    found,
    button('↑', () => step(false), { title: texts.search.previous, 'aria-label': texts.search.previous }),
    button('↓', () => step(true), { title: texts.search.next, 'aria-label': texts.search.next }),
  );
  return { element, focus: () => input.focus(), step };
}
