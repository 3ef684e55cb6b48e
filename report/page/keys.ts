/** The keys of the page. Fields and lists keep theirs. */
import type { Diagram } from './diagram/diagram.js';
import type { RunModel } from './model/run-model.js';
import type { SearchBox } from './panels/search-box.js';
import { stepped, type Step } from './panels/step.js';
import type { Store } from './store.js';

export function listenToKeys(model: RunModel, store: Store, diagram: Diagram, search: SearchBox): void {
  const step = (its: Step): void => store.set({ event: stepped(model, store.view.event, its), message: -1 });
  const keys: Readonly<Record<string, (isShifted: boolean) => void>> = {
    ArrowRight: (isShifted) => step(isShifted ? 'nextHere' : 'next'),
    ArrowLeft: (isShifted) => step(isShifted ? 'previousHere' : 'previous'),
    ArrowDown: (isShifted) => step(isShifted ? 'nextHere' : 'next'),
    ArrowUp: (isShifted) => step(isShifted ? 'previousHere' : 'previous'),
    Home: () => step('first'),
    End: () => step('last'),
    '+': () => diagram.zoom(1 / 1.6),
    '=': () => diagram.zoom(1 / 1.6),
    '-': () => diagram.zoom(1.6),
    f: () => diagram.fit(),
    n: () => search.step(true),
    p: () => search.step(false),
    '/': () => search.focus(),
    Escape: () => store.set({ focus: 'off', operation: -1, search: '', message: -1 }),
  };
  addEventListener('keydown', (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isField = target.matches('input, select, textarea');
    if (isField && event.key === 'Escape') target.blur();
    if (isField && event.key !== 'Escape') return;
    // Up and down scroll the page, but where the diagram has the focus.
    if (/^Arrow(Up|Down)$/.test(event.key) && !target.classList.contains('surface')) return;
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (act === undefined) return;
    event.preventDefault();
    act(event.shiftKey);
  });
}
