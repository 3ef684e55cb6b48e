/** Sagas end completed or fully compensated (Garcia-Molina & Salem 1987). */
import { counted } from '../counted.js';
import type { Checker, History, Operation } from '../history.js';
import { type Findings, scanning } from '../findings.js';
import { identityOf, nameOf, show } from '../identity.js';
import { named } from '../keyword.js';
import { type Fields, fieldsOf, selector, type Selector, who, whoWhen } from '../selectors.js';

/** One step: the function that acts, and the one that takes it back. A step without one is never taken back. */
export interface SagaStep {
  readonly action: string;
  readonly compensation?: string;
}

/** The steps of a saga, and where saga and end stand. */
export interface SagaOptions {
  /** In any order: the history says in which order they were really applied. */
  readonly steps: readonly SagaStep[];
  /** The saga that an operation starts. Default: `id` (or `saga`) of `order`. */
  readonly start?: string | Selector;
  /** Function name of the end. Default: `saga-end`. */
  readonly end?: string;
  /** The saga an effect belongs to. Default: the field `saga`. */
  readonly saga?: Selector;
  /** Whether compensations must run in reverse order of the actions. Default: true. */
  readonly reverseOrder?: boolean;
  /** Whether every started saga must have ended when the history does. Default: true. */
  readonly mustEnd?: boolean;
}

/** All that happened for one saga. */
interface Saga {
  readonly id: unknown;
  readonly starts: Operation[];
  readonly ends: Operation[];
  /** Applied actions and compensations by step and item. */
  readonly parts: Map<string, Part>;
}

interface Part {
  readonly step: SagaStep;
  readonly item: unknown;
  readonly actions: Operation[];
  readonly compensations: Operation[];
}

/**
 * Every saga ends completed (each step applied once, none taken back) or compensated (each applied step taken back
 * once, after it, in reverse order) (Garcia-Molina & Salem 1987).
 *
 * What it reads. A client starts a saga with `{f: 'order', id}`. A node records what it really applied, after its own
 * deduplication, with `node.effect`: `{f: 'reserve', saga, item?}`, where `steps` say which functions act and which
 * take back. `item` tells apart several applications of one step in one saga. The end is `{f: 'saga-end', saga,
 * outcome: 'completed' | 'compensated'}`.
 *
 * Anomalies: `unfinished`, `contradictory-end`, `missing-action`, `duplicate-action`, `missing-compensation`,
 * `duplicate-compensation`, `phantom-compensation`, `action-after-compensation`, `compensation-of-completed`,
 * `compensation-order`, `wrong-answer`, `phantom-saga`.
 */
export function sagaAtomicity(options: SagaOptions): Checker {
  const startOf = selector(options.start, 'order', (fields: Fields) => fields['id'] ?? fields['saga']);
  const sagaOf: Selector = options.saga ?? ((operation) => fieldsOf(operation)['saga']);
  const belongsTo = (operation: Operation): unknown => startOf(operation) ?? sagaOf(operation);
  return scanning({
    name: 'saga-atomicity',
    looksFor: 'sagas: their orders, steps and ends',
    around(history, [first]) {
      const saga = first === undefined ? undefined : belongsTo(first);
      if (saga === undefined) return [];
      return history.filter((operation) => identityOf(belongsTo(operation)) === identityOf(saga));
    },
    scan(history, findings, meter) {
      const sagas = collect(history, options, { startOf, sagaOf }, (steps) => meter.spend(steps));
      let completed = 0;
      let compensated = 0;
      for (const saga of sagas) {
        const outcome = judge(saga, options, findings);
        if (outcome === 'completed') completed++;
        else if (outcome === 'compensated') compensated++;
      }
      return {
        judged: sagas.length,
        reason: `${counted(sagas.length, 'saga')}: ${completed} completed, ${compensated} compensated`,
      };
    },
  });
}

/** Which saga an operation starts, and to which an effect belongs. */
interface Places {
  readonly startOf: Selector;
  readonly sagaOf: Selector;
}

function collect(
  history: History,
  options: SagaOptions,
  { startOf, sagaOf }: Places,
  spend: (steps: number) => void,
): Saga[] {
  const endName = options.end ?? 'saga-end';
  const sagas = new Map<unknown, Saga>();
  const sagaWith = (id: unknown): Saga => {
    let saga = sagas.get(identityOf(id));
    if (!saga) sagas.set(identityOf(id), (saga = { id, starts: [], ends: [], parts: new Map() }));
    return saga;
  };
  for (const operation of history) {
    spend(1);
    const started = startOf(operation);
    if (started !== undefined) {
      sagaWith(started).starts.push(operation);
      continue;
    }
    const id = sagaOf(operation);
    if (id === undefined || operation.type !== 'ok') continue;
    const { f } = fieldsOf(operation);
    if (f === endName) {
      sagaWith(id).ends.push(operation);
      continue;
    }
    const step = options.steps.find(({ action, compensation }) => action === f || compensation === f);
    if (!step) continue;
    const part = partOf(sagaWith(id), step, fieldsOf(operation)['item']);
    (step.action === f ? part.actions : part.compensations).push(operation);
  }
  return [...sagas.values()];
}

function partOf(saga: Saga, step: SagaStep, item: unknown): Part {
  const name = `${step.action}\u0000${nameOf(item)}`;
  let part = saga.parts.get(name);
  if (!part) saga.parts.set(name, (part = { step, item, actions: [], compensations: [] }));
  return part;
}

function judge(saga: Saga, options: SagaOptions, findings: Findings): unknown {
  const name = `saga ${show(saga.id)}`;
  const parts = [...saga.parts.values()];
  const everything = parts.flatMap((part) => [...part.actions, ...part.compensations]);
  const outcome = endOf(saga, name, everything, options, findings);

  if (saga.starts.length === 0 && (everything.length > 0 || saga.ends.length > 0)) {
    const first = everything[0] ?? saga.ends[0];
    findings.add(
      'phantom-saga',
      [first],
      () => `${name} was never ordered, yet ${whoWhen(first!)} worked on it`,
    );
  }
  for (const part of parts) judgePart(part, saga, name, outcome, findings);
  if (outcome === 'completed') {
    for (const { action } of options.steps) {
      const done = parts.some((part) => part.step.action === action && part.actions.length > 0);
      if (!done)
        findings.add(
          'missing-action',
          [...saga.starts, ...saga.ends],
          () => `${name} completed without ${action}`,
        );
    }
  }
  if (options.reverseOrder ?? true) judgeOrder(parts, name, findings);
  judgeAnswers(saga, name, outcome, findings);
  return outcome;
}

/** How the saga ended, if it did and its ends agree. */
function endOf(
  saga: Saga,
  name: string,
  everything: Operation[],
  options: SagaOptions,
  findings: Findings,
): unknown {
  const outcomes = saga.ends.map((end) => fieldsOf(end)['outcome']);
  const [outcome] = outcomes;
  const other = outcomes.findIndex((candidate) => candidate !== outcome);
  if (other > 0) {
    findings.add('contradictory-end', [saga.ends[0], saga.ends[other]], () => {
      return `${name} ended ${show(outcome)} and ${show(outcomes[other])}`;
    });
    return undefined;
  }
  const began = everything.length > 0 || saga.starts.some((start) => start.type === 'ok');
  if (outcome === undefined && began && (options.mustEnd ?? true)) {
    findings.add('unfinished', [...saga.starts, ...everything], () => {
      return `${name} was begun (${counted(everything.length, 'effect')}) and neither completed nor compensated`;
    });
  }
  return outcome;
}

function judgePart(part: Part, saga: Saga, name: string, outcome: unknown, findings: Findings): void {
  const { step, item, actions, compensations } = part;
  const what = item === undefined ? step.action : `${step.action} of ${show(item)}`;
  const [action, again] = actions;
  const [compensation, compensatedAgain] = compensations;
  const around = [...saga.starts, ...saga.ends];
  if (again) {
    findings.add('duplicate-action', [...saga.starts, action, again], () => {
      return `${name} applied ${what} ${actions.length} times, again by ${whoWhen(again)}`;
    });
  }
  if (compensatedAgain) {
    findings.add('duplicate-compensation', [...saga.starts, action, compensation, compensatedAgain], () => {
      return `${name} ran ${step.compensation} ${compensations.length} times, again by ${whoWhen(compensatedAgain)}`;
    });
  }
  if (compensation && !action) {
    findings.add('phantom-compensation', [...saga.starts, compensation], () => {
      return `${name} ran ${step.compensation}, but ${what} never happened`;
    });
  }
  if (compensation && action && compensation.complete < action.invoke) {
    findings.add('action-after-compensation', [...saga.starts, compensation, action], () => {
      return `${name} applied ${what} after ${step.compensation} had taken it back`;
    });
  }
  if (outcome === 'completed' && compensation) {
    findings.add('compensation-of-completed', [...around, action, compensation], () => {
      return `${name} ended completed, but ${step.compensation} ran`;
    });
  }
  if (outcome === 'compensated' && action && !compensation) {
    findings.add('missing-compensation', [...around, action], () => {
      return `${name} ended compensated, but ${what} was not taken back`;
    });
  }
}

/** Of two steps that were both taken back, the later action must be taken back first. */
function judgeOrder(parts: Part[], name: string, findings: Findings): void {
  const undone = parts
    .filter(({ actions, compensations }) => actions.length > 0 && compensations.length > 0)
    .sort((a, b) => a.actions[0]!.invoke - b.actions[0]!.invoke);
  for (const [i, after] of undone.entries()) {
    for (const before of undone.slice(0, i)) {
      const ordered = before.actions[0]!.complete < after.actions[0]!.invoke;
      const [undoBefore, undoAfter] = [before.compensations[0]!, after.compensations[0]!];
      if (!ordered || undoBefore.complete >= undoAfter.invoke) continue;
      findings.add('compensation-order', [before.actions[0], after.actions[0], undoBefore, undoAfter], () => {
        const [first, second] = [before.step, after.step];
        return `${name} ran ${first.compensation} before ${second.compensation}, though ${first.action} came first`;
      });
    }
  }
}

/** What the client was told (`output.outcome`, or the output itself) must be what happened. */
function judgeAnswers(saga: Saga, name: string, outcome: unknown, findings: Findings): void {
  for (const start of saga.starts) {
    const { output } = start;
    const told =
      typeof output === 'object' && output !== null && 'outcome' in output ? output.outcome : named(output);
    const lied =
      (outcome !== undefined && (told === 'completed' || told === 'compensated') && told !== outcome) ||
      (start.type === 'fail' && outcome === 'completed');
    if (!lied) continue;
    findings.add('wrong-answer', [start, ...saga.ends], () => {
      return `${name} ended ${show(outcome)}, but ${who(start)} was told ${start.type === 'fail' ? 'that it failed' : show(told)}`;
    });
  }
}
