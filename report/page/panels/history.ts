/** What clients saw: operations as bars, one row for each process, and for each failed claim why it fails. */
import type { Attempt, ReportCheck } from '../../data/contract.js';
import { operationText } from '../diagram/paint-ground.js';
import { button, fill, foreign, h } from '../dom.js';
import type { RunModel } from '../model/run-model.js';
import type { Store } from '../store.js';
import { texts } from '../texts.js';
import { longText } from './json-view.js';

const MOST_BARS = 1500;
const FEW_BARS = 40;
const MOST_ANOMALIES = 8;
const SHOWN_PREFIX = 12;

/** @param toDiagram shows the operation at hand in the space-time diagram */
export function historyPanel(
  model: RunModel,
  store: Store,
  checks: readonly ReportCheck[],
  toDiagram: () => void,
): HTMLElement {
  const involved = involvedOf(checks);
  const chart = h('div', { class: 'bars', role: 'group' });
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
  const draw = (): void => {
    choice.textContent = onlyInvolved ? texts.history.all : texts.history.onlyInvolved;
    drawBars(chart, model, onlyInvolved ? involved : undefined, involved, choose);
  };
  draw();
  const show = (): void => {
    const { operation } = store.view;
    for (const bar of chart.querySelectorAll<HTMLElement>('[data-operation]'))
      bar.setAttribute('aria-pressed', String(Number(bar.dataset['operation']) === operation));
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
    model.operations.length === 0 ? h('p', { class: 'quiet' }, texts.history.none) : chart,
    details,
    h('h2', {}, texts.history.checks),
    ...checks.map((check) => checkView(model, check, choose)),
  );
}

/** The operations that show the failure best: those of the first anomaly of the first claim that fails. */
export function keyOperations(checks: readonly ReportCheck[]): readonly number[] {
  const failed = checks.find(({ verdict }) => verdict === 'invalid');
  const [first] = failed?.anomalies ?? [];
  return first === undefined || first.operations.length === 0 ? [...involvedOf(checks)] : first.operations;
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

function drawBars(
  chart: HTMLElement,
  model: RunModel,
  only: ReadonlySet<number> | undefined,
  involved: ReadonlySet<number>,
  choose: (operation: number) => void,
): void {
  const shown = model.operations
    .map((operation, number) => ({ ...operation, number }))
    .filter(({ number }) => only === undefined || only.has(number));
  const listed = shown.slice(-MOST_BARS);
  const endOf = ({ completed }: { completed: number }): number =>
    completed > 0 ? completed : model.count + 1;
  const moments = [...new Set(listed.flatMap((its) => [its.invoked, endOf(its)]))].sort((a, b) => a - b);
  const timeOf = (event: number): number => model.timeUs[event] ?? model.endUs;
  const [from, to] = [timeOf(moments[0] ?? 0), timeOf(moments.at(-1) ?? 0)];
  // A few are spaced evenly, in order: what overlaps what is all that counts.
  const ranks = listed.length <= FEW_BARS ? new Map(moments.map((event, rank) => [event, rank])) : undefined;
  const percent = (event: number): number =>
    100 *
    (ranks === undefined
      ? (timeOf(event) - from) / Math.max(1, to - from)
      : (ranks.get(event) ?? 0) / Math.max(1, ranks.size - 1));
  const processes = [...new Set(listed.map(({ process }) => process))];
  chart.setAttribute('aria-label', texts.history.label(listed.length, processes.length));
  const rows = processes.map((process) => {
    const track = h('div', { class: 'track' });
    for (const { number, invoked, completed, type, f, input, output, error, process: its } of listed) {
      if (its !== process) continue;
      const left = percent(invoked);
      const right = percent(endOf({ completed }));
      const asked = operationText(f, input);
      const answer = type === 'ok' ? (output ?? '') : (error ?? '');
      const bar = h(
        'button',
        {
          type: 'button',
          class: `bar ${type}${involved.has(number) ? ' involved' : ''}`,
          'data-operation': number,
          onclick: () => choose(number),
        },
        foreign(`${asked}${answer === '' ? '' : ` → ${answer}`}`.slice(0, 120)),
      );
      // What begins and ends at once has no room for its words: they stand beside it.
      if (right === left) bar.classList.add('point');
      bar.style.left = `${left}%`;
      bar.style.width = `max(4px, ${right - left}%)`;
      bar.title = `${asked} · ${texts.history.outcome[type]} ${answer}`.slice(0, 300);
      track.append(bar);
    }
    return h('div', { class: 'process' }, foreign(process, 'process-name'), track);
  });
  fill(
    chart,
    shown.length > listed.length &&
      h('p', { class: 'quiet' }, texts.history.earlier(shown.length - listed.length)),
    ...rows,
  );
  chart.append(h('div', { class: 'bars-axis' }, h('span', {}, texts.ms(from)), h('span', {}, texts.ms(to))));
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

const MARKS = { valid: '✓', invalid: '✗', unknown: '?' } as const;

function checkView(model: RunModel, check: ReportCheck, choose: (operation: number) => void): HTMLElement {
  const { name, verdict, reason, anomalies, core, attempt } = check;
  const element = h(
    'details',
    { class: `check ${verdict}`, open: verdict !== 'valid' },
    h(
      'summary',
      {},
      h('span', { class: 'mark' }, MARKS[verdict]),
      ' ',
      h('strong', {}, foreign(name)),
      ' ',
      foreign(reason),
    ),
  );
  for (const { kind, message, operations } of anomalies.slice(0, MOST_ANOMALIES)) {
    element.append(
      h(
        'div',
        { class: 'anomaly' },
        h('p', {}, foreign(kind, 'kind'), message !== reason && ' ', message !== reason && foreign(message)),
        operationList(model, operations, choose),
      ),
    );
  }
  if (core.length > 0 && core.length !== (anomalies[0]?.operations.length ?? 0))
    element.append(
      h('p', { class: 'label' }, texts.history.core(core.length)),
      operationList(model, core, choose),
    );
  if (attempt !== undefined) element.append(attemptView(model, attempt, choose));
  return element;
}

function attemptView(
  model: RunModel,
  { prefix, failing, open, states, why }: Attempt,
  choose: (operation: number) => void,
): HTMLElement {
  const hidden = Math.max(0, prefix.length - SHOWN_PREFIX);
  return h(
    'div',
    { class: 'attempt' },
    h('h3', {}, texts.history.attempt),
    h('p', { class: 'label' }, texts.history.attemptGoes),
    hidden > 0 && h('p', { class: 'quiet' }, texts.history.earlier(hidden)),
    operationList(model, prefix.slice(hidden), choose),
    h('p', { class: 'label stuck' }, texts.history.attemptStuck),
    operationList(model, [failing], choose, 'failing'),
    h('p', {}, foreign(why)),
    states.length > 0 &&
      h('p', {}, `${texts.history.attemptStates} `, foreign(states.slice(0, 6).join(', '))),
    open.length > 1 && h('p', { class: 'label' }, texts.history.attemptOpen),
    open.length > 1 && operationList(model, open, choose),
  );
}

function operationList(
  model: RunModel,
  numbers: readonly number[],
  choose: (operation: number) => void,
  className = '',
): HTMLElement {
  return h(
    'ol',
    { class: `operations ${className}` },
    ...numbers.slice(0, 60).map((number) => {
      const its = model.operations[number];
      if (its === undefined) return h('li');
      const answer =
        its.type === 'ok'
          ? (its.output ?? texts.history.outcome.ok)
          : (its.error ?? texts.history.outcome[its.type]);
      const text = `${its.process}: ${operationText(its.f, its.input)} → ${answer}`;
      return h(
        'li',
        { class: its.type },
        h(
          'button',
          { type: 'button', class: 'linklike', onclick: () => choose(number) },
          foreign(text.slice(0, 200)),
        ),
      );
    }),
  );
}
