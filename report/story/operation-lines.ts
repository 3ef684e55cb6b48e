/** Lines about operations: what a client asked whom, and what it was told by whom. */
import { shorten } from '../../checkers/shorten.js';
import type { ReportOperation } from '../data/contract.js';
import type { Moment, Scene } from './moment.js';
import { requestWords, type Keeps } from './words.js';

const ANSWER_LENGTH = 100;

export function ask({ timeline, nameOf }: Scene, place: number): Moment {
  const { process, invoked, completed, lane, f, input, output } = operationAt(timeline, place);
  const asked = (): string => requestWords(JSON.parse(input));
  const line = { event: invoked, operation: place, raw: () => `${input} ${output ?? ''}` };
  const features = [`operation ${f}`];
  // A node's own report begins and ends at once.
  if (invoked === completed) return { ...line, is: 'report', features, tell: () => `${process}: ${asked()}` };
  const request = timeline.sentDuring(invoked).find(({ from, kind }) => from === lane && kind === 'request');
  const whom = request === undefined ? '' : ` ${nameOf(request.to)}`;
  return {
    ...line,
    is: 'ask',
    client: nameOf(lane),
    features,
    tell: () => `${process} asks${whom}: ${asked()}`,
  };
}

export function answer({ timeline, nameOf, keeps }: Scene, place: number): Moment {
  const operation = operationAt(timeline, place);
  const { completed, f, type, input, output } = operation;
  const message = timeline.events[completed - 1]?.message;
  return {
    event: completed,
    is: 'answer',
    operation: place,
    features: [`${type} ${f}`],
    raw: () => `${input} ${output ?? ''}`,
    tell: () => answerWords(operation, message && nameOf(message.from), shortAnswer(operation.output, keeps)),
  };
}

/**
 * `n2 answers c4: 17  (read x)`.
 * @param by who answered, where somebody did
 * @param output what it answered, short enough for a line
 */
export function answerWords(
  operation: ReportOperation,
  by: string | undefined,
  output: string | undefined,
): string {
  const { process, type, input, error } = operation;
  const asked = `  (${requestWords(JSON.parse(input))})`;
  const what = output ?? 'ok';
  const why = error === undefined ? '' : `: ${error}`;
  if (type === 'info') return `${process} gets no answer${why}${asked}`;
  if (by === undefined) return `${process} ${type === 'ok' ? `gets ${what}` : `is refused${why}`}${asked}`;
  return type === 'ok'
    ? `${by} answers ${process}: ${what}${asked}`
    : `${by} refuses ${process}${why}${asked}`;
}

const shortAnswer = (output: string | undefined, keeps: Keeps | undefined): string | undefined =>
  output === undefined ? undefined : shorten(output, ANSWER_LENGTH, { keeps });

const operationAt = ({ operations }: Scene['timeline'], place: number): ReportOperation =>
  operations[place] as ReportOperation;
