/**
 * Random histories: legal by construction, legal but for one change, or arbitrary. Small ones are compared with the
 * brute-force twin; large ones are for benchmarks.
 */
import type { Input, Operation, Outcome } from '../../../checkers/history.js';
import type { Random } from './random.js';

/** A sequential object that executes operations, and what may be asked of it. */
export interface Workload {
  /** The next input; `serial` grows with every call, for values that should differ. */
  draw(random: Random, serial: number): Input;
  /** Executes an input on a fresh object and those that follow on the same; answers the output. */
  object(): (input: Input) => unknown;
  /** Any output at all, right or wrong. */
  guess(random: Random, input: Input, serial: number): unknown;
}

interface HistoryShape {
  readonly operations: number;
  readonly processes: number;
  /** Chance of an operation to end without an answer, in percent. */
  readonly infoPercent: number;
}

interface Draft {
  process: number;
  input: Input;
  output: unknown;
  type: Outcome;
  invoke: number;
  complete: number;
}

/** Runs a workload on a correct object: each operation takes effect at a moment between its ends. */
function legalHistory(random: Random, workload: Workload, shape: HistoryShape): Draft[] {
  const execute = workload.object();
  const drafts: Draft[] = [];
  /** By process: what it does, and whether it has taken effect. */
  const open: ({ draft: Draft; done: boolean } | undefined)[] = new Array(shape.processes).fill(undefined);
  let clock = 0;
  let process = shape.processes;
  while (drafts.length < shape.operations || open.some((running) => running && running.draft.type === 'ok')) {
    const at = random.below(open.length);
    const running = open[at];
    if (!running) {
      if (drafts.length >= shape.operations) continue;
      const input = workload.draw(random, drafts.length);
      const draft: Draft = {
        process: at,
        input,
        output: undefined,
        type: 'ok',
        invoke: clock++,
        complete: Infinity,
      };
      open[at] = { draft, done: false };
      drafts.push(draft);
    } else if (!running.done) {
      // What crashes may never take effect; here it does so before it is given up, or not at all.
      if (running.draft.type === 'info' && random.chance(50)) open[at] = undefined;
      else {
        running.draft.output = execute(running.draft.input);
        running.done = true;
        if (running.draft.type === 'info') open[at] = undefined;
      }
    } else {
      running.draft.complete = clock++;
      open[at] = undefined;
    }
    const started = open[at];
    if (started && !started.done && started.draft.type === 'ok' && random.chance(shape.infoPercent)) {
      started.draft.type = 'info';
      started.draft.process = process++;
    }
  }
  for (const draft of drafts) if (draft.type === 'info') draft.output = undefined;
  return drafts;
}

/** Changes an answer, exchanges two, or moves the end of an operation. */
function perturb(random: Random, workload: Workload, drafts: Draft[]): void {
  const certain = drafts.filter(({ type }) => type === 'ok');
  if (certain.length === 0) return;
  const one = random.pick(certain);
  const other = random.pick(certain);
  switch (random.below(4)) {
    case 0:
      one.output = workload.guess(random, one.input, drafts.length);
      break;
    case 1:
      if (one.input.f === other.input.f) [one.output, other.output] = [other.output, one.output];
      break;
    case 2:
      one.complete = one.invoke + (one.complete - one.invoke) / (2 + random.below(8));
      break;
    default:
      one.invoke = one.complete - (one.complete - one.invoke) / (2 + random.below(8));
  }
}

/** Random ends and random answers. */
function arbitraryHistory(random: Random, workload: Workload, shape: HistoryShape): Draft[] {
  const drafts = legalHistory(random, workload, shape);
  for (const draft of drafts) {
    if (draft.type === 'ok' && random.chance(60)) {
      draft.output = workload.guess(random, draft.input, drafts.length);
    }
  }
  return drafts;
}

/** Operations in order of invocation; now and then their positions are far apart, or some of them coincide. */
function finish(random: Random, drafts: readonly Draft[]): Operation[] {
  const kind = random.below(6);
  const place = (position: number): number => {
    if (kind === 0) return position * 1e6 + 0.5;
    return kind === 1 ? Math.floor(position / 2) : position;
  };
  return drafts
    .map(({ process, input, output, type, invoke, complete }) => ({
      process,
      input,
      type,
      ...(output === undefined ? {} : { output }),
      invoke: place(invoke),
      // Some recorders note when a client gave up; the operation stays open all the same.
      complete: complete !== Infinity ? place(complete) : random.chance(50) ? Infinity : place(invoke) + 3,
    }))
    .sort((a, b) => a.invoke - b.invoke);
}

/** One history: a third each legal, legal but for one or two changes, and arbitrary. */
export function anyHistory(random: Random, workload: Workload, shape: HistoryShape): Operation[] {
  const kind = random.below(3);
  if (kind === 2) return finish(random, arbitraryHistory(random, workload, shape));
  const drafts = legalHistory(random, workload, shape);
  if (kind === 1) for (let i = random.below(2); i >= 0; i--) perturb(random, workload, drafts);
  return finish(random, drafts);
}
