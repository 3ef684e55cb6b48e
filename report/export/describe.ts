/** Events and operations in a few words, for the labels of exports. */
import type { ReportOperation } from '../data/contract.js';
import { shortJson } from './one-line.js';
import type { Timeline, TimelineEvent, TimelineMark, TimelineMessage } from '../data/timeline.js';

const DATA_LENGTH = 120;

export const laneName = ({ lanes }: Timeline, lane: number): string => lanes[lane]?.name ?? 'world';

export function eventWords(timeline: Timeline, { kind, timer, message, data }: TimelineEvent): string {
  const carried = message === undefined ? data : message.data;
  return [
    kind,
    ...(timer === undefined ? [] : [timer]),
    ...(message === undefined ? [] : [`from ${laneName(timeline, message.from)}`]),
    ...(carried === undefined ? [] : [shortJson(carried, DATA_LENGTH)]),
  ].join(' ');
}

/** What a message is, and what the network did to it. */
export function messageWords({ kind, marks, data }: TimelineMessage, limit = DATA_LENGTH): string {
  const told = data === undefined ? kind : `${kind} ${shortJson(data, limit)}`;
  return marks.length === 0 ? told : `${told} (${marks.join(', ')})`;
}

export const markWords = ({ text, data }: TimelineMark): string =>
  data === undefined ? text : `${text} ${shortJson(data, DATA_LENGTH)}`;

export function operationWords({ process, input }: ReportOperation): string {
  return `${process}: ${shortJson(input, DATA_LENGTH)}`;
}

export function outcomeWords({ type, output, error }: ReportOperation): string {
  return [
    type,
    ...(output === undefined ? [] : [shortJson(output, DATA_LENGTH)]),
    ...(error === undefined ? [] : [error]),
  ].join(' ');
}
