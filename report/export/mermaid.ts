/**
 * A Mermaid sequence diagram, for pasting into an issue. A message stands where it is heard; a lost one where it left.
 * Long runs are cut to what matters, and the diagram says so.
 */
import type { ReportOperation } from '../data/contract.js';
import { messageWords, operationWords, outcomeWords } from './describe.js';
import { oneLine } from './one-line.js';
import { scopes, type Scope } from './scopes.js';
import type { Timeline, TimelineMessage } from '../data/timeline.js';

const LABEL_LENGTH = 70;
const REASON_LENGTH = 400;

export interface MermaidOptions {
  readonly title: string;
  /** Operations that a failed check names, by place. */
  readonly suspects: readonly number[];
  /** Statements at most, besides head, participants and what was left out. */
  readonly maxLines: number;
  /** What failed, in a sentence each. */
  readonly reasons: readonly string[];
}

export function* mermaidLines(
  timeline: Timeline,
  { title, suspects, maxLines, reasons }: MermaidOptions,
): Generator<string> {
  const drawn = firstThatFits(timeline, suspects, maxLines);
  const isLate = suspects.length > 0;
  const cut = Math.max(0, drawn.steps.length - maxLines);
  // What failed is at the end of what led to it.
  const steps = isLate ? drawn.steps.slice(cut) : drawn.steps.slice(0, maxLines);
  const shown = new Set(steps.flatMap(({ lanes }) => lanes));
  const isWhole = drawn.scope.isWhole || shown.size === 0;
  const lanes = [...timeline.lanes.keys()].filter(
    (lane) => shown.has(lane) || (isWhole && timeline.lanes[lane]?.is === 'node'),
  );
  const [first = 0, last = first] = [lanes[0], lanes.at(-1)];
  yield 'sequenceDiagram';
  yield `  %% ${oneLine(title, 200).replace(/[{}%]/g, '')}`;
  for (const lane of lanes)
    yield `  participant p${lane} as ${escaped(timeline.lanes[lane]?.name || '(no name)', 40)}`;
  const said = [
    ...(drawn.scope.isWhole ? [] : [`Only ${drawn.scope.words}`]),
    ...(cut > 0
      ? [`${cut} ${isLate ? 'earlier' : 'later'} of ${drawn.steps.length} lines are left out`]
      : []),
  ];
  if (said.length > 0) yield `  ${note(first, last, said.join('. '))}`;
  for (const { line } of steps) yield `  ${line(first, last)}`;
  for (const reason of reasons) yield `  ${note(first, last, reason, REASON_LENGTH)}`;
}

interface Step {
  readonly atUs: number;
  /** Event during which it happens; 0: a fault, before everything of its time. */
  readonly event: number;
  /** Order of what happens during one event. */
  readonly phase: number;
  readonly lanes: readonly number[];
  /** Notes about all stretch from the first participant to the last. */
  line(first: number, last: number): string;
}

function firstThatFits(
  timeline: Timeline,
  suspects: readonly number[],
  maxLines: number,
): { readonly scope: Scope; readonly steps: readonly Step[] } {
  let drawn: { scope: Scope; steps: Step[] } | undefined;
  for (const scope of scopes(timeline, suspects)) {
    drawn = { scope, steps: stepsOf(timeline, scope) };
    if (drawn.steps.length <= maxLines) break;
  }
  if (drawn === undefined) throw new Error('there is always the whole run');
  return drawn;
}

/** During one event something is heard, which ends an operation, which lets the next begin. */
const Phase = { Status: 0, Heard: 1, Completion: 2, Invocation: 3, Lost: 4 } as const;

function stepsOf(timeline: Timeline, scope: Scope): Step[] {
  const steps = faultSteps(timeline);
  for (const { lane, status, begin, end } of timeline.statuses) {
    // Until it starts a node is not up, which is no news.
    if (begin <= 1) continue;
    steps.push(noteAt(timeline, begin, Phase.Status, lane, status));
    if (end > 0) steps.push(noteAt(timeline, end, Phase.Status, lane, 'up again'));
  }
  for (const [place, operation] of timeline.operations.entries())
    if (scope.operation(place)) steps.push(...operationSteps(timeline, operation));
  for (const message of timeline.messages) {
    if (!scope.message(message)) continue;
    const isLost = message.heard === 0;
    const event = isLost ? message.sent : message.heard;
    const atUs = timeline.atUs(event);
    const phase = isLost ? Phase.Lost : Phase.Heard;
    steps.push({ atUs, event, phase, lanes: [message.from, message.to], line: () => arrow(message, atUs) });
  }
  return steps.sort((a, b) => a.atUs - b.atUs || a.event - b.event || a.phase - b.phase);
}

function faultSteps({ faults, endUs }: Timeline): Step[] {
  const step = (atUs: number, words: string): Step => ({
    ...{ atUs, event: 0, phase: 0, lanes: [] },
    line: (first, last) => note(first, last, `${ms(atUs)} ${words}`),
  });
  return faults.flatMap(({ what, kind, atMs, endMs }) => [
    step(Math.round(atMs * 1000), what),
    ...(endMs !== undefined && endMs * 1000 < endUs ? [step(Math.round(endMs * 1000), `${kind} ends`)] : []),
  ]);
}

function operationSteps(timeline: Timeline, operation: ReportOperation): Step[] {
  const { lane, invoked, completed, process } = operation;
  const at = (event: number, phase: number, words: string): Step =>
    noteAt(timeline, event, phase, lane, `${ms(timeline.atUs(event))} ${words}`);
  if (invoked === completed) return [at(invoked, Phase.Completion, `reports ${operationWords(operation)}`)];
  const begin = at(invoked, Phase.Invocation, operationWords(operation));
  if (completed === 0) return [begin];
  return [begin, at(completed, Phase.Completion, `${process}: ${outcomeWords(operation)}`)];
}

const noteAt = (timeline: Timeline, event: number, phase: number, lane: number, words: string): Step => ({
  ...{ atUs: timeline.atUs(event), event, phase, lanes: [lane] },
  line: () => note(lane, lane, words),
});

/** Solid for what asks, dashed for what answers, open for what wants no answer, a cross for what is lost. */
function arrow(message: TimelineMessage, atUs: number): string {
  const { kind, from, to, unheard } = message;
  const isAnswer = kind === 'answer' || kind === 'refusal';
  const line = isAnswer ? '--' : '-';
  const head = unheard !== undefined ? 'x' : kind === 'request' || kind === 'call' || isAnswer ? '>>' : ')';
  const words = `${messageWords(message, LABEL_LENGTH)}${unheard === undefined ? '' : ` (${unheard})`}`;
  return `p${from}${line}${head}p${to}: ${escaped(`${ms(atUs)} ${words}`, 2 * LABEL_LENGTH)}`;
}

function note(first: number, last: number, words: string, limit = 2 * LABEL_LENGTH): string {
  const over = first === last ? `p${first}` : `p${first},p${last}`;
  return `Note over ${over}: ${escaped(words, limit)}`;
}

const ms = (us: number): string => `${(us / 1000).toFixed(1)} ms`;

/** Mermaid's own entities for whatever may mean something to its grammar or to HTML. */
function escaped(text: string, limit: number): string {
  return oneLine(text, limit)
    .replaceAll('"', "'")
    .replace(/[^\p{L}\p{N} .,_()'=+*!?|/[\]{}:%…↔-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`)
    .replace(/%(?=%)|(?<=%)%/g, '#37;')
    .replace(/\b(e)(?=nd\b)/gi, (letter) => `#${letter.charCodeAt(0)};`);
}
