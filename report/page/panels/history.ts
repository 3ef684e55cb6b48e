/** What clients saw: operations as bars, one row for each process, and for each failed claim why it fails. */
import type { ReportCheck } from '../../data/contract.js';
import { operationText } from '../diagram/paint-ground.js';
import { button, fill, foreign, h } from '../dom.js';
import type { RunModel } from '../model/run-model.js';
import type { Store } from '../store.js';
import { texts } from '../texts.js';
import { Bars } from './bars.js';
import { checkView } from './checks.js';
import { longText } from './json-view.js';
import type { Ways } from './ways.js';

export function historyPanel(
  model: RunModel,
  store: Store,
  checks: readonly ReportCheck[],
  { toDiagram, toEvent }: Pick<Ways, 'toDiagram' | 'toEvent'>,
): HTMLElement {
  const involved = involvedOf(checks);
  const details = h('div', { class: 'operation', 'aria-live': 'polite' });
  let onlyInvolved = involved.size > 0;
  const choice = button('', () => {
    onlyInvolved = !onlyInvolved;
    draw();
  });
  const choose = (operation: number): void => {
    const { invoked, completed } = model.operations[operation] ?? { invoked: 0, completed: 0 };
    store.set({ operation, event: completed || invoked, message: -1, focus: 'off' });
  };
  const bars = new Bars(model, involved, choose);
  const draw = (): void => {
    choice.textContent = onlyInvolved ? texts.history.all : texts.history.onlyInvolved;
    bars.list(onlyInvolved);
  };
  draw();
  const show = (): void => {
    const { operation } = store.view;
    bars.mark(operation);
    fill(
      details,
      ...(operation < 0
        ? [h('p', { class: 'quiet' }, texts.history.select)]
        : operationDetails(model, operation, toDiagram)),
    );
  };
  show();
  store.listen((view, before) => view.operation !== before.operation && show());
  choice.addEventListener('click', show);
  return h(
    'section',
    { class: 'history' },
    h('div', { class: 'panel-head' }, h('h2', {}, texts.history.title), involved.size > 0 && choice),
    model.operations.length === 0 ? h('p', { class: 'quiet' }, texts.history.none) : bars.element,
    details,
    h('h2', {}, texts.history.checks),
    // What fails is what the reader is here for.
    ...[...checks]
      .sort((a, b) => Number(a.verdict === 'valid') - Number(b.verdict === 'valid'))
      .map((check) => checkView(check, { model, store, choose, toEvent })),
  );
}

/** Operations that some failed claim speaks of. */
export function involvedOf(checks: readonly ReportCheck[]): Set<number> {
  return new Set(
    checks.flatMap(({ verdict, anomalies, core, attempt }) =>
      verdict === 'valid'
        ? []
        : [
            ...anomalies.flatMap(({ operations }) => operations),
            ...core,
            ...(attempt === undefined ? [] : [attempt.failing, ...attempt.open]),
          ],
    ),
  );
}

function operationDetails(model: RunModel, number: number, toDiagram: () => void): HTMLElement[] {
  const its = model.operations[number];
  if (its === undefined) return [];
  const took = its.completed === 0 ? '' : ` – ${texts.ms(model.timeUs[its.completed] ?? 0)}`;
  return [
    h(
      'p',
      {},
      h('strong', {}, foreign(its.process)),
      ' ',
      foreign(operationText(its.f, its.input)),
      ' ',
      h('span', { class: `outcome ${its.type}` }, texts.history.outcome[its.type]),
      ' ',
      longText(its.output ?? its.error ?? ''),
    ),
    h('p', { class: 'quiet' }, `${texts.ms(model.timeUs[its.invoked] ?? 0)}${took}`),
    button(texts.history.toMessages, toDiagram),
  ];
}
