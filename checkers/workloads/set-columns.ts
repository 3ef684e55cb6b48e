/** The history of a set in columns: who added which element, and what was read. Shared by the judges of sets. */
import type { BudgetMeter } from '../budget.js';
import { ValueIndex } from '../fast-paths/value-index.js';
import type { Reporter } from '../findings.js';
import type { History } from '../history.js';
import { show } from '../identity.js';
import { fieldsOf, whoWhen } from '../selectors.js';
import { MalformedHistory } from '../well-formed.js';

/** What a history of a set calls its functions. */
export interface SetFunctions {
  /** Adds one element, its `value`. Default: `add`, and Maelstrom's `broadcast`. */
  readonly add?: string;
  /** Answers all elements. Default: `read`. */
  readonly read?: string;
}

export const NONE = -1;
const BYTES_PER_OPERATION = 64;

/** Elements are numbered in order of their first addition; those that nobody added come after `added`. */
export interface SetColumns {
  readonly history: History;
  readonly added: number;
  readonly values: readonly unknown[];
  /** By element: its addition that was acknowledged first, … */
  readonly acknowledged: Int32Array;
  /** … the one that began first of those that may have happened, … */
  readonly begun: Int32Array;
  /** … and one that failed. */
  readonly refused: Int32Array;
  /** Reads that answered, in order of invocation. */
  readonly reads: readonly number[];
  /** Operations that are additions or reads, whatever became of them. */
  readonly known: number;
  elementIn(value: unknown): number;
}

export function setColumns(history: History, options: SetFunctions, meter: BudgetMeter): SetColumns {
  meter.hold(BYTES_PER_OPERATION * history.length);
  const adds = new Set(options.add === undefined ? ['add', 'broadcast'] : [options.add]);
  const read = options.read ?? 'read';
  const column = (): Int32Array => new Int32Array(history.length).fill(NONE);
  const [acknowledged, begun, refused] = [column(), column(), column()];
  const reads: number[] = [];
  const values: unknown[] = [];
  const index = new ValueIndex(history.length);
  let known = 0;
  for (let op = 0; op < history.length; op++) {
    meter.spend();
    const operation = history[op]!;
    const { f, value } = fieldsOf(operation);
    if (adds.has(f)) {
      known++;
      const element = index.intern(value);
      values[element] ??= value;
      const one = operation.type === 'fail' ? refused : begun;
      if (one[element] === NONE) one[element] = op;
      const first = acknowledged[element]!;
      if (operation.type === 'ok' && (first === NONE || operation.complete < history[first]!.complete))
        acknowledged[element] = op;
    } else if (f === read) {
      known++;
      if (operation.type !== 'ok' || operation.output === undefined || operation.output === null) continue;
      if (!isElements(operation.output))
        throw new MalformedHistory(
          op,
          `${f} of a set answers all its elements, a list, not ${show(operation.output)}`,
        );
      reads.push(op);
    }
  }
  const elementIn = (value: unknown): number => index.intern(value);
  return { history, added: index.size, values, acknowledged, begun, refused, reads, known, elementIn };
}

const isElements = (output: unknown): output is Iterable<unknown> =>
  Array.isArray(output) || output instanceof Set;

/** What one read shows. */
export interface Shown {
  readonly op: number;
  /** Its elements, each once. */
  readonly elements: Int32Array;
}

/**
 * What each read shows, in the order of `reads`; one at a time, so that they need no memory. Elements that nobody had
 * begun to add when the read completed are reported as `unexpected` and left out; those shown more than once in a read
 * as `duplicate`.
 */
export function* shownBy(
  columns: SetColumns,
  reads: Iterable<number>,
  findings: Reporter,
  meter: BudgetMeter,
): Generator<Shown> {
  const { history, added } = columns;
  const metIn = new Int32Array(added).fill(NONE);
  for (const op of reads) {
    const operation = history[op]!;
    const answer = [...(operation.output as Iterable<unknown>)];
    meter.spend(answer.length);
    const elements = new Int32Array(answer.length);
    let count = 0;
    for (const value of answer) {
      const element = columns.elementIn(value);
      const begun = element < added ? columns.begun[element]! : NONE;
      if (begun === NONE || history[begun]!.invoke > operation.complete) {
        const refused = element < added ? columns.refused[element]! : NONE;
        const known = begun === NONE ? refused : begun;
        findings.add('unexpected', [history[known], operation], () => {
          const flaw =
            begun !== NONE
              ? 'before anyone began to add it'
              : refused === NONE
                ? 'which nobody added'
                : 'although its addition failed';
          return `${whoWhen(operation)} read ${show(value)}, ${flaw}`;
        });
      } else if (metIn[element] !== op) elements[count++] = element;
      else
        findings.add('duplicate', [history[begun], operation], () => {
          return `${whoWhen(operation)} read ${show(value)} more than once in one answer`;
        });
      if (element < added) metIn[element] = op;
    }
    yield { op, elements: elements.subarray(0, count) };
  }
}
