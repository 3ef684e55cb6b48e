/** Draws operations as bars over time, one row per process: enough to see by eye what overlaps what. */
import type { Operation } from '../../checkers/history.js';
import { show } from '../../checkers/identity.js';

export interface DiagramOptions {
  readonly columns: number;
  readonly unicode: boolean;
  /** What stands in an operation's bar. */
  label(operation: Operation): string;
  /** How the operation to look at is set off. */
  highlight?(text: string): string;
  readonly culprit?: Operation | undefined;
}

interface Pens {
  readonly begin: string;
  readonly line: string;
  readonly end: string;
  /** An operation of which nobody knows whether it has ended. */
  readonly open: string;
}

const UNICODE: Pens = { begin: '├', line: '─', end: '┤', open: '╌' };
const ASCII: Pens = { begin: '|', line: '-', end: '|', open: '.' };

interface Bar {
  readonly operation: Operation;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * The drawing, line by line. Where the labels do not fit in the width, bars carry numbers, the places of the
 * operations in `operations`, counted from 1. `undefined` where even that is too wide.
 */
export function drawOperations(
  operations: readonly Operation[],
  options: DiagramOptions,
): string[] | undefined {
  const names = [...new Set(operations.map(({ process }) => show(process)))];
  const margin = Math.max(...names.map((name) => name.length)) + 2;
  const room = options.columns - margin;
  const labels: ((operation: Operation, index: number) => string)[] = [
    (operation) => options.label(operation),
    (_operation, index) => String(index + 1),
  ];
  for (const label of labels) {
    const { bars, width } = layOut(operations, label);
    if (width > room) continue;
    return names.map((name) => {
      const row = bars.filter(({ operation }) => show(operation.process) === name);
      return `${name.padEnd(margin)}${drawRow(row, options)}`.trimEnd();
    });
  }
  return undefined;
}

/** Gives every event a column: in order, and far enough apart for the labels of the bars between. */
function layOut(
  operations: readonly Operation[],
  label: (operation: Operation, index: number) => string,
): { bars: Bar[]; width: number } {
  const positions = [...new Set(operations.flatMap(({ invoke, complete }) => [invoke, complete]))].sort(
    (a, b) => a - b,
  );
  const drafts = operations.map((operation, index) => ({
    operation,
    text: label(operation, index),
    ...reach(operation, operations),
  }));
  const columnOf = new Map<number, number>();
  let column = -1;
  for (const position of positions) {
    column++;
    for (const { operation, text, until, cut } of drafts) {
      const from = columnOf.get(operation.invoke);
      if (until === position && from !== undefined)
        column = Math.max(column, from + text.length + (cut ? 4 : 3));
    }
    columnOf.set(position, column);
  }
  const bars = drafts.map(({ operation, text, until, cut }) => ({
    operation,
    text,
    from: columnOf.get(operation.invoke) ?? 0,
    to: (columnOf.get(until) ?? column) - (cut ? 1 : 0),
  }));
  return { bars, width: column + 1 };
}

/**
 * How far its bar goes. A process may begin its next operation while one that crashed is still open: there is one row
 * for both, so the crashed one is cut.
 */
function reach(
  { process, invoke, complete }: Operation,
  operations: readonly Operation[],
): { until: number; cut: boolean } {
  const later = operations.filter(
    (other) => other.process === process && other.invoke > invoke && other.invoke < complete,
  );
  return later.length === 0
    ? { until: complete, cut: false }
    : { until: Math.min(...later.map((other) => other.invoke)), cut: true };
}

function drawRow(bars: readonly Bar[], { unicode, highlight, culprit }: DiagramOptions): string {
  const pens = unicode ? UNICODE : ASCII;
  let row = '';
  let drawn = 0;
  for (const { operation, from, to, text } of [...bars].sort((a, b) => a.from - b.from)) {
    const unknown = operation.complete === Infinity;
    const line = unknown ? pens.open : pens.line;
    const inner = to - from - 1;
    const before = line.repeat(Math.floor((inner - text.length - 2) / 2));
    const bar = `${pens.begin}${`${before} ${text} `.padEnd(inner, line)}${unknown ? pens.open : pens.end}`;
    row += ' '.repeat(from - drawn) + (operation === culprit && highlight ? highlight(bar) : bar);
    drawn = to + 1;
  }
  return row;
}
