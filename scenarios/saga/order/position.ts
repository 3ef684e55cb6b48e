/** Where a saga stands and where it goes from there: pure, so that it can be logged and gone on from after a crash. */
import type { SagaOutcome, StepAnswer } from './messages.js';
import type { SagaRules } from './rules.js';
import { steps } from './steps.js';

export type Position =
  /** This step is to be done. */
  | { readonly at: 'act'; readonly step: number }
  /** These steps are to be taken back, in this order. */
  | { readonly at: 'undo'; readonly left: readonly [number, ...number[]] }
  | { readonly at: 'ended'; readonly outcome: SagaOutcome };

export const beginning: Position = { at: 'act', step: 0 };

/** Where a saga goes when a service has answered. */
export function afterAnswer(position: Position, answer: StepAnswer, rules: SagaRules): Position {
  if (position.at === 'ended') return position;
  if (position.at === 'undo') return undo(position.left.slice(1));
  if (answer.kind === 'refused') return takeBack(position.step, rules);
  const step = position.step + 1;
  return step < steps.length ? { at: 'act', step } : { at: 'ended', outcome: 'completed' };
}

/** Where a saga goes when a service did not answer and is not asked again. */
export function afterSilence(position: Position, rules: SagaRules): Position {
  if (position.at === 'ended') return position;
  if (position.at === 'undo') return undo(position.left.slice(1));
  return takeBack(position.step + (rules.compensateUncertain ? 1 : 0), rules);
}

/** The first so many steps are to be taken back. */
function takeBack(count: number, rules: SagaRules): Position {
  const left = Array.from({ length: count }, (_, step) => step);
  return undo(rules.compensationOrder === 'reverse' ? left.reverse() : left);
}

function undo([next, ...others]: readonly number[]): Position {
  return next === undefined
    ? { at: 'ended', outcome: 'compensated' }
    : { at: 'undo', left: [next, ...others] };
}
