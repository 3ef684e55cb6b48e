/** The buttons of the diagram. */
import { button } from '../dom.js';
import type { Store } from '../store.js';
import { texts } from '../texts.js';
import type { Diagram } from './diagram.js';

/** Buttons that move over the run. */
export function zoomButtons(diagram: Diagram): HTMLElement[] {
  return [
    button('−', () => diagram.zoom(1.6), {
      title: texts.diagram.zoomOut,
      'aria-label': texts.diagram.zoomOut,
    }),
    button('+', () => diagram.zoom(1 / 1.6), {
      title: texts.diagram.zoomIn,
      'aria-label': texts.diagram.zoomIn,
    }),
    button(texts.diagram.fit, () => diagram.fit(), { title: texts.diagram.fitHint }),
  ];
}

/** Buttons that lay the diagram out in another way. */
export function layoutButtons(store: Store): HTMLElement[] {
  const turn = button('', () => store.set({ turned: !store.view.turned }), { title: texts.diagram.turn });
  const scale = button('', () => store.set({ byOrder: !store.view.byOrder }), { title: texts.diagram.scale });
  const name = (): void => {
    turn.textContent = store.view.turned ? `↓ ${texts.diagram.down}` : `→ ${texts.diagram.across}`;
    scale.textContent = store.view.byOrder ? texts.diagram.order : texts.diagram.time;
  };
  name();
  store.listen(name);
  return [turn, scale];
}
