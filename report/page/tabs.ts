/** Tabs as the ARIA practices want them: arrow keys move, one panel shows. */
import { h } from './dom.js';
import type { Store } from './store.js';

export interface Tab {
  readonly name: string;
  readonly title: string;
  readonly panel: HTMLElement;
  /** Called whenever it is shown. */
  readonly shown?: () => void;
}

export function tabs(list: readonly Tab[], store: Store): { bar: HTMLElement; panels: HTMLElement } {
  const buttons = list.map(({ name, title }) =>
    h(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${name}`,
        'aria-controls': `panel-${name}`,
        onclick: () => store.set({ tab: name }),
      },
      title,
    ),
  );
  const panels = list.map(({ name, panel }) =>
    h(
      'div',
      { class: 'panel', role: 'tabpanel', id: `panel-${name}`, 'aria-labelledby': `tab-${name}` },
      panel,
    ),
  );
  const show = (chosen: string): void => {
    const index = Math.max(
      0,
      list.findIndex(({ name }) => name === chosen),
    );
    for (const [place, button] of buttons.entries()) {
      button.setAttribute('aria-selected', String(place === index));
      button.tabIndex = place === index ? 0 : -1;
    }
    for (const [place, panel] of panels.entries()) panel.hidden = place !== index;
    document.body.dataset['tab'] = list[index]?.name ?? '';
    list[index]?.shown?.();
  };
  const bar = h('div', { class: 'tabs', role: 'tablist' }, ...buttons);
  bar.addEventListener('keydown', (event) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const index = buttons.findIndex((button) => button === document.activeElement);
    const next = (index + by + buttons.length) % buttons.length;
    buttons[next]?.focus();
    store.set({ tab: list[next]?.name ?? '' });
  });
  store.listen(({ tab }, before) => tab !== before.tab && show(tab));
  const element = h('div', { class: 'panels' }, ...panels);
  queueMicrotask(() => show(store.view.tab));
  return { bar, panels: element };
}
