/**
 * A Mermaid sequence diagram, for pasting into an issue. A message stands where it is heard; a lost one where it left.
 * Of long runs that fail what led to the failure is drawn, with what it changed at the nodes; of others the beginning.
 * Each gap says how many lines are left out there.
 */
import type { ReportOperation } from '../data/contract.js';
import type { Timeline, TimelineMessage } from '../data/timeline.js';
import type { Outline } from '../story/story.js';
import { messageWords, operationWords, outcomeWords } from './describe.js';
import { oneLine } from './one-line.js';

const LABEL_LENGTH = 70;
const REASON_LENGTH = 400;

export interface MermaidOptions {
  readonly title: string;
  /** Statements at most, besides head, participants and what failed. */
  readonly maxLines: number;
  /** What failed, in a sentence each. */
  readonly reasons: readonly string[];
}

export function* mermaidLines(
  outline: Outline,
  { title, maxLines, reasons }: MermaidOptions,
): Generator<string> {
  const { timeline } = outline;
  const all = stepsOf(timeline);
  const drawn = all.length <= maxLines ? all : cutTo(maxLines, all, outline);
  const shown = new Set(drawn.flatMap((step) => (typeof step === 'number' ? [] : step.lanes)));
  const isWhole = drawn === all || shown.size === 0;
  const lanes = [...timeline.lanes.keys()].filter(
    (lane) => shown.has(lane) || (isWhole && timeline.lanes[lane]?.is === 'node'),
  );
  const [first = 0, last = first] = [lanes[0], lanes.at(-1)];
  yield 'sequenceDiagram';
  yield `  %% ${oneLine(title, 200).replace(/[{}%]/g, '')}`;
  for (const lane of lanes)
    yield `  participant p${lane} as ${escaped(timeline.lanes[lane]?.name || '(no name)', 40)}`;
  for (const step of drawn)
    yield `  ${typeof step === 'number' ? note(first, last, leftOut(step)) : step.line(first, last)}`;
  for (const reason of reasons) yield `  ${note(first, last, reason, REASON_LENGTH)}`;
}

const leftOut = (lines: number): string => `${lines} ${lines === 1 ? 'line is' : 'lines are'} left out here`;

/** A number stands for so many steps that are left out. */
type Drawn = Step | number;

function cutTo(maxLines: number, all: readonly Step[], outline: Outline): readonly Drawn[] {
  const { failure, best } = outline;
  if (failure === undefined) return [...all.slice(0, maxLines - 1), all.length - maxLines + 1];
  const changes = changeSteps(outline);
  let drawn: readonly Drawn[] = [];
  for (let count = Math.min(best.length, 2 * maxLines); count > 0; count--) {
    const events = new Set(best.slice(0, count).map(({ event }) => event));
    const times = new Set([...events].map((event) => outline.timeline.atUs(event)));
    // Faults are steps of no event: those are drawn that the story tells.
    const isTold = ({ event, atUs }: Step): boolean => (event === 0 ? times.has(atUs) : events.has(event));
    drawn = withGaps(all, isTold, changes);
    if (drawn.length <= maxLines) break;
  }
  return drawn;
}

function withGaps(
  all: readonly Step[],
  isTold: (step: Step) => boolean,
  changes: ReadonlyMap<number, readonly Step[]>,
): readonly Drawn[] {
  const drawn: Drawn[] = [];
  let left = 0;
  for (const [index, step] of all.entries()) {
    if (!isTold(step)) {
      left++;
      continue;
    }
    if (left > 0) drawn.push(left);
    left = 0;
    drawn.push(step);
    // What an event changed stands after all else of it.
    if (step.event > 0 && all[index + 1]?.event !== step.event)
      drawn.push(...(changes.get(step.event) ?? []));
  }
  return left > 0 ? [...drawn, left] : drawn;
}

/** What events changed at their nodes, as notes. */
function changeSteps({ timeline, best }: Outline): ReadonlyMap<number, readonly Step[]> {
  const steps = new Map<number, readonly Step[]>();
  for (const { event, changed, isOpening } of best) {
    const lane = timeline.events[event - 1]?.lane ?? -1;
    if (changed === undefined || lane < 0 || isOpening === true) continue;
    steps.set(event, [noteAt(timeline, event, Phase.Lost, lane, changed.words(lane))]);
  }
  return steps;
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

/** During one event something is heard, which ends an operation, which lets the next begin. */
const Phase = { Status: 0, Heard: 1, Completion: 2, Invocation: 3, Lost: 4 } as const;

function stepsOf(timeline: Timeline): Step[] {
  const steps = faultSteps(timeline);
  for (const { lane, status, begin, end } of timeline.statuses) {
    // Until it starts a node is not up, which is no news.
    if (begin <= 1) continue;
    steps.push(noteAt(timeline, begin, Phase.Status, lane, status));
    if (end > 0) steps.push(noteAt(timeline, end, Phase.Status, lane, 'up again'));
  }
  for (const operation of timeline.operations) steps.push(...operationSteps(timeline, operation));
  for (const message of timeline.messages) {
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
    .replace(/[^\p{L}\p{N} .,_()'=+*!?|/[\]{}:%…↔→-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`)
    .replace(/%(?=%)|(?<=%)%/g, '#37;')
    .replace(/\b(e)(?=nd\b)/gi, (letter) => `#${letter.charCodeAt(0)};`);
}
