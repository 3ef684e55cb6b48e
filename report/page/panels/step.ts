/** Steps through the run: event by event, or from one event of a node to its next. */
import { button, h } from '../dom.js';
import type { RunModel } from '../model/run-model.js';
import type { Store } from '../store.js';
import { texts } from '../texts.js';

export type Step = 'first' | 'previous' | 'next' | 'last' | 'previousHere' | 'nextHere';

/** The event a step leads to. */
export function stepped({ count, lane, before }: RunModel, event: number, step: Step): number {
  switch (step) {
    case 'first':
      return Math.min(1, count);
    case 'last':
      return count;
    case 'previous':
      return Math.max(Math.min(1, count), event - 1);
    case 'next':
      return Math.min(count, event + 1);
    case 'previousHere':
      return (before[event] as number) || event;
    case 'nextHere':
      for (let next = event + 1; next <= count; next++) if (lane[next] === lane[event]) return next;
      return event;
  }
}

export function stepButtons(model: RunModel, store: Store): HTMLElement {
  const go = (step: Step) => (): void =>
    store.set({ event: stepped(model, store.view.event, step), message: -1 });
  const number = h('input', { type: 'number', min: 0, max: model.count, 'aria-label': texts.step.event });
  number.addEventListener('change', () => {
    const event = Math.trunc(Number(number.value));
    store.set({ event: Math.max(0, Math.min(model.count, Number.isFinite(event) ? event : 0)), message: -1 });
  });
  const slider = h('input', { type: 'range', min: 0, max: model.count, 'aria-label': texts.step.slider });
  slider.addEventListener('input', () => store.set({ event: Number(slider.value), message: -1 }));
  const of = h('span', { class: 'of' });
  const show = (event: number): void => {
    number.value = String(event);
    slider.value = String(event);
    slider.setAttribute('aria-valuetext', texts.step.of(event, model.count));
    of.textContent = `/ ${model.count.toLocaleString('en')}`;
  };
  show(store.view.event);
  store.listen(({ event }, before) => event !== before.event && show(event));
  const signs: readonly [Step, string][] = [
    ['first', '|‹'],
    ['previousHere', '«'],
    ['previous', '‹'],
    ['next', '›'],
    ['nextHere', '»'],
    ['last', '›|'],
  ];
  return h(
    'div',
    { class: 'steps' },
    h(
      'div',
      { class: 'step-row', role: 'toolbar' },
      ...signs.map(([step, sign]) =>
        button(sign, go(step), { title: texts.step[step], 'aria-label': texts.step[step] }),
      ),
      number,
      of,
    ),
    slider,
  );
}
