/** Random histories judged by every algorithm and by the naive judge: they must agree, and witnesses must replay. */

import { sawNothing } from '../saw-nothing.js';
import type { History, Operation } from '../../../checkers/history.js';
import { linearizable } from '../../../checkers/linearizable.js';
import { watch } from './feeding.js';
import { isLinearizable } from './naive.js';
import { below, randomFrom, randomHistory } from './random-history.js';
import { replayFault } from './replay.js';
import type { Subject } from './subjects.js';

interface Mismatch {
  readonly seed: number;
  readonly fault: string;
  readonly history: History;
}

export interface FuzzResult {
  readonly valid: number;
  readonly invalid: number;
  readonly mismatches: readonly Mismatch[];
}

const ALGORITHMS = ['auto', 'depth-first', 'breadth-first'] as const;
/** Finding cores costs more than judging. */
const CORE_EVERY = 4;
const ENOUGH_MISMATCHES = 3;

/** Judges `count` histories, beginning with the given seed. */
export function fuzzSearch(subject: Subject, count: number, firstSeed = 1): FuzzResult {
  let valid = 0;
  let invalid = 0;
  const mismatches: Mismatch[] = [];
  for (let seed = firstSeed; seed < firstSeed + count && mismatches.length < ENOUGH_MISMATCHES; seed++) {
    const history = drawHistory(subject, seed);
    const expected = isLinearizable(subject.model, history);
    if (expected) valid++;
    else invalid++;
    const fault = faultOf(subject, history, expected, seed);
    if (fault !== undefined) mismatches.push({ seed, fault, history });
  }
  return { valid, invalid, mismatches };
}

/** A short history of any shape. */
export function drawHistory({ workload, longest }: Subject, seed: number): History {
  const random = randomFrom(Math.imul(seed, 0x9e3779b1));
  const shape = {
    processes: 1 + below(random, 5),
    operations: 1 + below(random, longest),
    crash: [0, 0, 0.1, 0.4][below(random, 4)]!,
    lie: [0, 0.1, 0.3][below(random, 3)]!,
  };
  return randomHistory(workload, shape, random);
}

function faultOf({ model }: Subject, history: History, expected: boolean, seed: number): string | undefined {
  for (const algorithm of ALGORITHMS) {
    const verdict = linearizable(model, { algorithm }).check(history);
    if (expected && sawNothing(verdict)) continue;
    if (verdict.verdict !== (expected ? 'valid' : 'invalid')) {
      return `${algorithm} says ${verdict.verdict} (${verdict.reason})`;
    }
    if (verdict.verdict === 'valid') {
      const fault = verdict.witness ? replayFault(model, history, verdict.witness) : undefined;
      if (fault !== undefined) return `the witness of ${algorithm} does not replay: ${fault}`;
    }
    if (verdict.verdict === 'invalid' && seed % CORE_EVERY === 0) {
      const fault = coreFault(history, verdict.core, model);
      if (fault !== undefined) return `the core of ${algorithm} ${fault}`;
    }
  }
  return onlineFault(model, history, expected);
}

function coreFault(
  history: History,
  core: readonly Operation[],
  model: Subject['model'],
): string | undefined {
  if (core.some((operation) => !history.includes(operation))) return 'is not part of the history';
  if (isLinearizable(model, core)) return 'is linearizable';
  const condemns = !isLinearizable(model, history, new Set(core));
  return condemns ? undefined : 'leaves the rest of the history a way out';
}

/** The online verdict must come with the first completion that cannot be explained. */
function onlineFault(model: Subject['model'], history: History, expected: boolean): string | undefined {
  const { verdict, at } = watch(linearizable(model), history);
  if (expected && sawNothing(verdict)) return undefined;
  if (verdict.verdict !== (expected ? 'valid' : 'invalid')) return `online says ${verdict.verdict}`;
  if (at === undefined) return undefined;
  const before = history.filter(({ invoke }) => invoke < at).map((operation) => until(operation, at));
  return isLinearizable(model, before) ? undefined : 'online noticed the violation too late';
}

/** What was known of an operation before the position. */
function until(operation: Operation, position: number): Operation {
  if (operation.complete < position) return operation;
  const { output: _output, ...rest } = operation;
  return { ...rest, type: 'info', complete: Infinity };
}
