/** What a parser makes of a text, whatever the chunks it comes in. */
import { expect } from 'vitest';
import { HistoryError } from '../../../checkers/formats/events.js';
import type { Emit, EventParser, HistoryEvent } from '../../../checkers/formats/events.js';

type Parser = (emit: Emit) => EventParser;

export function eventsOf(parser: Parser, text: string, chunkLength = Infinity): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  const parse = parser((event) => void events.push(event));
  for (let at = 0; at < text.length; at += chunkLength) parse.feed(text.slice(at, at + chunkLength));
  parse.end();
  return events;
}

/** The same events, or the same refusal, however the text is cut. */
export function expectCutsDoNotMatter(parser: Parser, text: string): void {
  const outcome = (length?: number): unknown => {
    try {
      return eventsOf(parser, text, length);
    } catch (error) {
      expect(error).toBeInstanceOf(HistoryError);
      return (error as HistoryError).message;
    }
  };
  const whole = outcome();
  for (const length of [1, 2, 3, 7, 64]) expect(outcome(length)).toEqual(whole);
}

/** The event, with what is usually absent left out. */
export const brief = ({
  key,
  timeMs,
  error,
  index,
  more,
  ...event
}: HistoryEvent): Partial<HistoryEvent> => ({
  ...event,
  ...(key === undefined ? {} : { key }),
  ...(timeMs === undefined ? {} : { timeMs }),
  ...(error === undefined ? {} : { error }),
  ...(index === undefined ? {} : { index }),
  ...(more === undefined ? {} : { more }),
});
