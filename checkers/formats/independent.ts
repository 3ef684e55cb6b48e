/**
 * Jepsen's independent tests run one test per key and put key and value into a tuple: `:value [key value]`, which looks
 * like any other vector. This stage tells by the invocations whether values are such tuples, and takes them apart.
 * A compare-and-set is written `[key [from to]]`, or `[key from to]`.
 */
import type { ProcessId } from '../history.js';
import { HistoryError, shown } from './events.js';
import type { Emit, HistoryEvent, Stage, Value } from './events.js';
import { keyOf } from './fields.js';

/**
 * Passes events on, with key and value taken apart where the history is one of independent tests. `modelName` tells what a
 * function is that the history calls otherwise.
 */
export function independentKeys(next: Emit, modelName: (f: string) => string | undefined = (f) => f): Stage {
  let tuples: boolean | undefined;
  let waiting: HistoryEvent[] = [];

  /** What each process asked for last: a completion may leave it out. */
  const asked = new Map<ProcessId, string>();
  const isCas = ({ type, process, f = asked.get(process) }: HistoryEvent): boolean => {
    if (f === undefined) return false;
    if (type === 'invoke') asked.set(process, f);
    return modelName(f) === 'cas';
  };
  const pass = (event: HistoryEvent): void => next(tuples ? split(event, isCas(event)) : event);
  const settle = (answer: boolean): void => {
    tuples = answer;
    for (const event of waiting) pass(event);
    waiting = [];
  };
  return {
    event(event) {
      if (tuples !== undefined) return pass(event);
      waiting.push(event);
      const answer = event.type === 'invoke' ? isTuple(event, isCas(event)) : undefined;
      if (answer !== undefined) settle(answer);
    },
    end() {
      if (tuples === undefined) settle(waiting.some((event) => event.type === 'invoke'));
    },
  };
}

/** Whether an invocation proves that values are tuples (true), that they are not (false), or neither. */
function isTuple({ key, value }: HistoryEvent, isCas: boolean): boolean | undefined {
  if (key === undefined && isCas && isKeyedCas(value)) return true;
  if (key !== undefined || !isPair(value) || Array.isArray(value[0])) return false;
  if (isCas) return isPair(value[1]);
  return value[1] === null ? true : undefined; // nobody asks for a pair with nothing in it, but of some key
}

function split(event: HistoryEvent, isCas: boolean): HistoryEvent {
  const { value } = event;
  if (isCas && isKeyedCas(value)) return { ...event, key: keyOf(value[0]), value: value.slice(1) };
  if (isPair(value)) return { ...event, key: keyOf(value[0]), value: value[1] };
  if (event.type === 'invoke')
    throw new HistoryError(
      `values of this history are [key value], but here it is ${shown(value)}`,
      event.line,
    );
  return event;
}

/** Nothing but a key can be the third of them. */
const isKeyedCas = (value: Value): value is readonly [Value, Value, Value] =>
  Array.isArray(value) && value.length === 3 && !Array.isArray(value[0]);

const isPair = (value: Value): value is readonly [Value, Value] => Array.isArray(value) && value.length === 2;
