/**
 * The ladder of consistency: which levels a history of reads and writes keeps, and which it breaks.
 *
 * Levels are only partly ordered (real time on one side, sessions on the other; the two strong causal levels
 * side by side), so several can be the strongest kept or the weakest broken. What one level's verdict implies
 * for another is not computed again: the cheap, weak levels are judged first, and refute the costly ones.
 */
import type { Budget, Checker, History, Input, Operation, VerdictKind } from '../history.js';
import { linearizable } from '../linearizable.js';
import type { Model } from '../model.js';
import { casRegisterModel } from '../models/register.js';
import { fieldsOf } from '../selectors.js';
import { causal, causalConvergence, causalMemory } from './causal.js';
import { regular, safe } from './freshness.js';
import { pram } from './pram.js';
import type { RegisterOptions } from './registers.js';
import { sequential } from './sequential.js';
import { monotonicReads, monotonicWrites, readYourWrites, writesFollowReads } from './session-guarantees.js';

/** A level of consistency, as the literature names it. */
export type Level =
  | 'linearizable'
  | 'sequential'
  | 'causal-memory'
  | 'causal-convergence'
  | 'causal'
  | 'pram'
  | 'read-your-writes'
  | 'monotonic-reads'
  | 'monotonic-writes'
  | 'writes-follow-reads'
  | 'regular'
  | 'safe';

/** One level of consistency, and its verdict. */
export interface Rung {
  readonly level: Level;
  readonly verdict: VerdictKind;
  readonly reason: string;
  /** The levels that this one directly implies. */
  readonly implies: readonly Level[];
}

/** The verdict of every level of consistency on one history. */
export interface Ladder {
  /** All levels, strongest first. */
  readonly rungs: readonly Rung[];
  /** Levels kept that no stronger kept level implies. */
  readonly strongestKept: readonly Level[];
  /** Levels broken that imply no other broken level. */
  readonly weakestBroken: readonly Level[];
}

/** The object that is judged, and what each level may spend. */
export interface LadderOptions extends RegisterOptions {
  /** For linearizability and sequential consistency of other objects than read-write registers with cas. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a model of any state and output will do
  readonly model?: Model<any, any, any>;
  /** For each level. */
  readonly budget?: Budget;
}

/**
 * Direct implications, strongest first. Ahamad et al. 1995 (causal memory), Bouajjani et al. 2017 (the causal
 * levels), Brzeziński et al. 2003 (PRAM and the session guarantees), Lamport 1986 (regular and safe). Causal
 * convergence does not imply PRAM, nor weak causal consistency monotonic reads.
 */
export const IMPLICATIONS: Readonly<Record<Level, readonly Level[]>> = {
  linearizable: ['sequential', 'regular'],
  sequential: ['causal-memory', 'causal-convergence'],
  'causal-memory': ['causal', 'pram'],
  'causal-convergence': ['causal', 'monotonic-reads'],
  causal: ['read-your-writes', 'monotonic-writes', 'writes-follow-reads'],
  pram: ['read-your-writes', 'monotonic-reads', 'monotonic-writes'],
  'read-your-writes': [],
  'monotonic-reads': [],
  'monotonic-writes': [],
  'writes-follow-reads': [],
  regular: ['safe'],
  safe: [],
};

/** Judges a history at every level. */
export function ladder(history: History, options: LadderOptions = {}): Ladder {
  const normal = history.map(asRegister);
  const verdicts = new Map<Level, { verdict: VerdictKind; reason: string }>();
  for (const level of costOrder) {
    const known = impliedVerdict(level, verdicts);
    verdicts.set(level, known ?? judge(level, normal, options));
  }
  // A level whose budget was spent may still follow from a stronger one that was decided after it.
  for (const [level, { verdict }] of verdicts) {
    const known = verdict === 'unknown' ? impliedVerdict(level, verdicts) : undefined;
    if (known) verdicts.set(level, known);
  }
  const levels = Object.keys(IMPLICATIONS) as Level[];
  const where = (verdict: VerdictKind) => levels.filter((level) => verdicts.get(level)!.verdict === verdict);
  const [kept, broken] = [where('valid'), where('invalid')];
  return {
    rungs: levels.map((level) => ({ level, ...verdicts.get(level)!, implies: IMPLICATIONS[level] })),
    strongestKept: kept.filter((level) => !kept.some((other) => implies(other, level))),
    weakestBroken: broken.filter((level) => !broken.some((other) => implies(level, other))),
  };
}

/** Cheap and weak levels first; the two that need a search last, the one with the better algorithms before the other. */
const costOrder: readonly Level[] = [
  'safe',
  'regular',
  'read-your-writes',
  'monotonic-reads',
  'monotonic-writes',
  'writes-follow-reads',
  'causal',
  'pram',
  'causal-convergence',
  'causal-memory',
  'linearizable',
  'sequential',
];

function judge(
  level: Level,
  history: History,
  options: LadderOptions,
): { verdict: VerdictKind; reason: string } {
  const foreign = options.model
    ? undefined
    : history.find(({ input }) => !registerFunctions.has(fieldsOf({ input } as Operation).f));
  if (foreign && (level === 'linearizable' || level === 'sequential')) {
    const { f } = fieldsOf(foreign);
    return {
      verdict: 'unknown',
      reason: `${level} needs a model for ${f || 'operations without a function name'}`,
    };
  }
  const { verdict, reason } = checkerOf(level, options).check(history, options.budget);
  return { verdict, reason };
}

const registerFunctions = new Set(['read', 'write', 'cas']);

function checkerOf(level: Level, options: LadderOptions): Checker {
  const model = (options.model ?? casRegisterModel({ initial: options.initial ?? null })) as Model<
    unknown,
    Input
  >;
  switch (level) {
    case 'linearizable':
      return linearizable(model);
    case 'sequential':
      return options.model ? sequential({ model }) : sequentialRegisters(options, model);
    case 'causal-memory':
      return causalMemory(options);
    case 'causal-convergence':
      return causalConvergence(options);
    case 'causal':
      return causal(options);
    case 'pram':
      return pram(options);
    case 'read-your-writes':
      return readYourWrites(options);
    case 'monotonic-reads':
      return monotonicReads(options);
    case 'monotonic-writes':
      return monotonicWrites(options);
    case 'writes-follow-reads':
      return writesFollowReads(options);
    case 'regular':
      return regular(options);
    case 'safe':
      return safe(options);
  }
}

/** Reads and writes alone have the better algorithm; cas needs the model. */
function sequentialRegisters(options: LadderOptions, model: Model<unknown, Input>): Checker {
  const plain = sequential(options);
  return {
    name: plain.name,
    check: (history, budget) => {
      const hasCas = history.some((operation) => fieldsOf(operation).f === 'cas');
      return (hasCas ? sequential({ model }) : plain).check(history, budget);
    },
  };
}

/** What the levels judged so far say of this one. */
function impliedVerdict(level: Level, verdicts: ReadonlyMap<Level, { verdict: VerdictKind }>) {
  for (const [other, { verdict }] of verdicts) {
    if (verdict === 'valid' && implies(other, level)) return { verdict, reason: `implied by ${other}` };
    if (verdict === 'invalid' && implies(level, other))
      return { verdict, reason: `it implies ${other}, which is broken` };
  }
  return undefined;
}

/** Whether one level implies another, directly or not. */
function implies(stronger: Level, weaker: Level): boolean {
  return IMPLICATIONS[stronger].some((level) => level === weaker || implies(level, weaker));
}

/** `get` and `put` are other names of `read` and `write`. */
function asRegister(operation: Operation): Operation {
  const { f } = fieldsOf(operation);
  const name = f === 'get' ? 'read' : f === 'put' ? 'write' : f;
  return name === f ? operation : { ...operation, input: { ...(operation.input as object), f: name } };
}
