/**
 * Jepsen's independent tests run one test per key and put key and value into a tuple: `:value [key value]`, which looks
 * like any other vector. This stage tells by the invocations whether values are such tuples, and takes them apart.
 */
import { HistoryError, shown } from './events.js';
import type { Emit, HistoryEvent, Value } from './events.js';
import { keyOf } from './fields.js';

export interface Stage {
  event: Emit;
  end(): void;
}

/** Passes events on, with key and value taken apart where the history is one of independent tests. */
export function independentKeys(next: Emit): Stage {
  let tuples: boolean | undefined;
  let waiting: HistoryEvent[] = [];

  const pass = (event: HistoryEvent): void => next(tuples ? split(event) : event);
  const settle = (answer: boolean): void => {
    tuples = answer;
    for (const event of waiting) pass(event);
    waiting = [];
  };
  return {
    event(event) {
      if (tuples !== undefined) return pass(event);
      waiting.push(event);
      const answer = event.type === 'invoke' ? isTuple(event) : undefined;
      if (answer !== undefined) settle(answer);
    },
    end() {
      if (tuples === undefined) settle(waiting.some((event) => event.type === 'invoke'));
    },
  };
}

/** Whether an invocation proves that values are tuples (true), that they are not (false), or neither. */
function isTuple({ f, key, value }: HistoryEvent): boolean | undefined {
  if (key !== undefined || !isPair(value) || Array.isArray(value[0])) return false;
  if (f === 'cas') return isPair(value[1]);
  return value[1] === null ? true : undefined; // nobody asks for a pair with nothing in it, but of some key
}

function split(event: HistoryEvent): HistoryEvent {
  const { value } = event;
  if (isPair(value)) return { ...event, key: keyOf(value[0]), value: value[1] };
  if (event.type === 'invoke')
    throw new HistoryError(
      `values of this history are [key value], but here it is ${shown(value)}`,
      event.line,
    );
  return event;
}

const isPair = (value: Value): value is readonly [Value, Value] => Array.isArray(value) && value.length === 2;
