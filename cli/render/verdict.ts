/** A verdict as text for people: what it is, how far the history goes well, and the operations to blame. */
import type { Anomaly, History, Input, Operation, Verdict } from '../../checkers/history.js';
import { show } from '../../checkers/identity.js';
import type { Explanation } from '../../checkers/linearizability/explanation.js';
import type { NotLinearizable } from '../../checkers/linearizability/invalid.js';
import type { Terminal } from '../terminal.js';
import { drawOperations } from './diagram.js';
import { counted } from '../../checkers/counted.js';
import { clip, duration, wrap } from './text.js';

export interface Judged {
  readonly name: string;
  readonly verdict: Verdict & { readonly explanation?: Explanation | undefined };
  readonly history: History;
  readonly ms: number;
  print(operation: Operation): string;
}

/** How much is shown of each thing. */
interface Room {
  /** Operations of the prefix: its end is what matters. */
  readonly prefix: number;
  readonly open: number;
  readonly anomalies: number;
  readonly because: number;
  readonly core: number;
  /** Characters of a sentence. */
  readonly sentence: number;
}

/** From ample to scarce: the first in which all fits on a screen is taken. */
const ROOMS: readonly Room[] = [
  { prefix: 8, open: 8, anomalies: 6, because: 12, core: 24, sentence: 600 },
  { prefix: 4, open: 4, anomalies: 4, because: 8, core: 12, sentence: 500 },
  { prefix: 3, open: 2, anomalies: 3, because: 6, core: 8, sentence: 400 },
  { prefix: 1, open: 1, anomalies: 2, because: 4, core: 4, sentence: 240 },
];
const ALL: Room = {
  prefix: Infinity,
  open: Infinity,
  anomalies: Infinity,
  because: Infinity,
  core: Infinity,
  sentence: Infinity,
};
const MOST_LINES = 40;
/** Larger cores explain nothing by themselves. */
const LARGE_CORE = 24;
const LABEL_LENGTH = 36;

/** @param all everything, however long; else at most forty lines */
export function renderVerdict(judged: Judged, terminal: Terminal, all = false): string {
  let lines: readonly string[] = [];
  for (const room of all ? [ALL] : ROOMS) {
    lines = linesOf(judged, room, terminal);
    if (lines.length <= MOST_LINES) break;
  }
  return `${lines.join('\n')}\n`;
}

function linesOf(judged: Judged, room: Room, terminal: Terminal): readonly string[] {
  const { name, verdict, history, ms } = judged;
  const { colours, unicode, columns } = terminal;
  const marks = {
    valid: colours.green(unicode ? '✓' : 'ok'),
    invalid: colours.red(unicode ? '✗' : 'x'),
    unknown: colours.yellow('?'),
  };
  const lines = wrap(
    `${name}  ${verdict.verdict}: ${clip(verdict.reason, room.sentence, unicode)}`,
    columns - 4,
    '    ',
  );
  lines[0] = `${marks[verdict.verdict]} ${lines[0]?.trimStart() ?? ''}`;
  if (verdict.verdict === 'invalid') {
    if (verdict.explanation) lines.push('', ...explain(verdict.explanation, judged, room, terminal));
    else if (!('explanation' in verdict)) lines.push('', ...named(verdict.anomalies, room, terminal));
    if ('because' in verdict) lines.push(...because(verdict as NotLinearizable, room, terminal));
    if (verdict.core) lines.push('', ...core(verdict.core, judged, room, terminal));
  }
  lines.push('', colours.dim(`${counted(history.length, 'operation')}, judged in ${duration(ms)}`));
  return lines;
}

/** The anomalies, each kind's first before any kind's second. */
function named(anomalies: readonly Anomaly[], room: Room, { columns, unicode, colours }: Terminal): string[] {
  const seen = new Map<string, number>();
  const ranked = anomalies.map((anomaly) => {
    const rank = seen.get(anomaly.kind) ?? 0;
    seen.set(anomaly.kind, rank + 1);
    return { ...anomaly, rank };
  });
  const shown = ranked.sort((a, b) => a.rank - b.rank).slice(0, room.anomalies);
  const width = Math.max(...shown.map(({ kind }) => kind.length));
  return [
    ...shown.flatMap(({ kind, message }) =>
      wrap(clip(message, room.sentence, unicode), columns - width - 4, ' '.repeat(width + 4)).map(
        (line, index) => (index === 0 ? `  ${colours.red(kind.padEnd(width))}  ${line.trimStart()}` : line),
      ),
    ),
    ...(anomalies.length > shown.length ? [`  ${unicode ? '…' : '...'} and more`] : []),
  ];
}

/** The sentences that prove it. */
function because(verdict: NotLinearizable, room: Room, { columns, unicode }: Terminal): string[] {
  const shown = verdict.because.slice(0, room.because);
  const hidden = verdict.because.length - shown.length;
  const sentences = shown.flatMap((sentence) => {
    const lines = wrap(clip(sentence, room.sentence, unicode), columns - 6, '    ');
    return lines.map((line, index) => (index === 0 ? `  ${unicode ? '→' : '->'} ${line.trimStart()}` : line));
  });
  return [
    ...(sentences.length > 0 ? [''] : []),
    ...sentences,
    ...(hidden > 0 ? [`  ${unicode ? '…' : '...'} and ${hidden} more; --all shows them`] : []),
  ];
}

function explain(explanation: Explanation, judged: Judged, room: Room, terminal: Terminal): string[] {
  const { prefix, open, failing, why } = explanation;
  const { colours, unicode, columns } = terminal;
  const tail = room.prefix === Infinity ? prefix : prefix.slice(-room.prefix);
  const hidden = prefix.length - tail.length;
  const numbers = String(prefix.length).length;
  const placed = new Set(prefix);
  const others = open.filter((operation) => operation !== failing && !placed.has(operation));
  const line = (mark: string, operation: Operation): string =>
    `  ${mark.padStart(numbers)}  ${listed(operation, judged, terminal)}`;
  const isOnly = explanation.among === 'core' && explanation.count === 1;
  return [
    ...(isOnly ? [] : [howFar(explanation, hidden > 0, judged)]),
    ...(hidden > 0 ? [colours.dim(`  ${unicode ? '⋮' : '...'}  ${hidden} before`)] : []),
    ...tail.map((operation, index) => line(String(hidden + index + 1), operation)),
    ...(others.length > 0 ? ['Open then, and free to come next or later:'] : []),
    ...others.slice(0, room.open).map((operation) => line('', operation)),
    ...(others.length > room.open ? [`  ${others.length - room.open} more`] : []),
    'What cannot be placed:',
    colours.red(line(unicode ? '✗' : 'x', failing)),
    ...wrap(clip(why, room.sentence, unicode), columns - 4, '    '),
  ];
}

/** How much can be put in order, and of what. */
function howFar({ prefix, failing, among, count }: Explanation, isCut: boolean, { history }: Judged): string {
  const { key } = failing.input as Input;
  const others = key === undefined ? 'on the same keys' : `on ${key}`;
  const whole =
    among === 'core'
      ? ' of the core below'
      : count < history.filter(({ type }) => type !== 'fail').length
        ? ` of the ${count} ${others}`
        : '';
  if (prefix.length === 0) return `No operation${whole} completed before it.`;
  const ends = isCut ? 'ends' : 'is';
  return `The longest part that can be put in order, ${counted(prefix.length, 'operation')}${whole}, ${ends}:`;
}

function core(operations: readonly Operation[], judged: Judged, room: Room, terminal: Terminal): string[] {
  const { columns, unicode, colours } = terminal;
  const shown = operations.slice(0, room.core);
  const hidden = operations.length - shown.length;
  const drawing =
    hidden > 0 || operations.length > LARGE_CORE
      ? undefined
      : drawOperations(operations, {
          columns: columns - 2,
          unicode,
          label: (operation) => label(operation, judged, terminal),
          highlight: colours.red,
          culprit: judged.verdict.explanation?.failing,
        });
  const numbered = !drawing || !drawing.some((row) => /[a-z]/i.test(row.replace(/^\S+/, '')));
  const list = shown.map(
    (operation, index) =>
      `  ${String(index + 1).padStart(String(operations.length).length)}  ${listed(operation, judged, terminal)}`,
  );
  const title = coreTitle(operations, judged);
  return [
    ...wrap(title, columns, ''),
    ...(drawing ? ['', ...drawing.map((row) => `  ${row}`)] : []),
    ...(numbered ? ['', ...list] : []),
    ...(hidden > 0 ? [`  ${unicode ? '…' : '...'} and ${hidden} more; --all shows them`] : []),
  ];
}

/** What is said of the core is what was found of it. */
function coreTitle({ length }: readonly Operation[], { verdict }: Judged): string {
  if (length > LARGE_CORE)
    return `No part smaller than these ${length} operations was found that fails; it begins:`;
  const time = 'time runs to the right';
  if (!('explanation' in verdict))
    return length === 1
      ? `This operation alone shows it (${time}):`
      : `These ${length} operations alone show it (${time}):`;
  const { coreAlone, coreLacks } = verdict as NotLinearizable;
  if (coreAlone)
    return length === 1
      ? 'This operation alone is impossible:'
      : `These ${length} operations alone cannot be put in order (${time}):`;
  const whichever = 'whichever of the others took effect';
  const lacks =
    coreLacks === 0 || coreLacks === Infinity
      ? ''
      : `; what they show is made up of ${coreLacks} others, too many to list`;
  return length === 1
    ? `This operation is impossible, ${whichever}${lacks.replace('they show', 'it shows')}:`
    : `These ${length} operations cannot be put in order, ${whichever}${lacks} (${time}):`;
}

/** One operation on a line of its own, with its process and times. */
function listed(operation: Operation, judged: Judged, terminal: Terminal): string {
  const { process, invokedAtMs, completedAtMs, error, line } = operation;
  const text = clip(withKey(operation, judged), Math.max(24, terminal.columns - 40), terminal.unicode);
  const arrow = terminal.unicode ? '…' : '..';
  const times =
    invokedAtMs === undefined
      ? ''
      : `  ${tenth(invokedAtMs)} ${arrow} ${completedAtMs === undefined ? '' : tenth(completedAtMs)} ms`;
  const lost =
    operation.type === 'info'
      ? `  (outcome unknown${error === undefined ? '' : `: ${clip(error, 30, terminal.unicode)}`})`
      : '';
  const where = line === undefined ? '' : terminal.colours.dim(`  line ${line}`);
  return `${show(process).padEnd(4)} ${text}${terminal.colours.dim(times)}${lost}${where}`;
}

const tenth = (ms: number): number => Math.round(ms * 10) / 10;

const label = (operation: Operation, judged: Judged, { unicode }: Terminal): string =>
  clip(withKey(operation, judged), LABEL_LENGTH, unicode);

function withKey(operation: Operation, { print }: Judged): string {
  const { key } = operation.input as Input;
  return key === undefined ? print(operation) : `${show(key)}: ${print(operation)}`;
}
