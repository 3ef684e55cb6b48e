/** The claims of a run, and for each that fails the explanation: anomalies, cycles, lives, and the attempt at an order. */
import type { Place } from './place.js';
import type { Attempt, ReportCheck, Subject } from '../../data/contract.js';
import { operationText } from '../diagram/paint-ground.js';
import { button, foreign, h } from '../dom.js';
import type { RunModel } from '../model/run-model.js';
import { texts } from '../texts.js';
import { cycleView } from './cycle.js';
import { lifeView } from './life.js';

const MOST_ANOMALIES = 8;
const SHOWN_PREFIX = 12;

const MARKS = { valid: '✓', invalid: '✗', unknown: '?' } as const;

export function checkView(check: ReportCheck, place: Place): HTMLElement {
  const { model, choose } = place;
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
  for (const [index, anomaly] of anomalies.slice(0, MOST_ANOMALIES).entries()) {
    const { kind, message, operations, cycle, subject, event } = anomaly;
    const isSaid = reason.includes(message);
    element.append(
      h(
        'div',
        { class: 'anomaly' },
        h('p', {}, foreign(kind, 'kind'), !isSaid && ' ', !isSaid && foreign(message)),
        cycle === undefined ? operationList(model, operations, choose) : cycleView(model, cycle, choose),
        event !== undefined && button(texts.history.toMoment, () => place.toEvent(event)),
        // Where several speak of the same thing, its life is told once.
        subject !== undefined &&
          !anomalies.slice(0, index).some((other) => isSame(other.subject, subject)) &&
          lifeView(subject, place, index === 0),
      ),
    );
  }
  if (anomalies.length > MOST_ANOMALIES)
    element.append(
      h('p', { class: 'quiet' }, texts.history.moreAnomalies(anomalies.length - MOST_ANOMALIES)),
    );
  const isTold = new Set([
    ...(anomalies[0]?.operations ?? []),
    ...(anomalies[0]?.cycle ?? []).flatMap(({ from, via }) => [from, via ?? from]),
  ]);
  if (core.some((operation) => !isTold.has(operation)))
    element.append(
      h('p', { class: 'label' }, texts.history.core(core.length)),
      operationList(model, core, choose),
    );
  if (attempt !== undefined) element.append(attemptView(model, attempt, choose));
  return element;
}

function isSame(one: Subject | undefined, other: Subject): boolean {
  return one !== undefined && one.value === other.value && one.names.join() === other.names.join();
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
