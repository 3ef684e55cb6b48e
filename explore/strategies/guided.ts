/**
 * Guided exploration: plans that showed something new are kept and mutated, as coverage-guided fuzzers do with inputs.
 * It goes in generations: a whole generation is drawn before any run of it is looked at, and results are looked at in
 * order of their numbers. So what is explored follows from seed and generation size alone, whatever the number of
 * workers.
 */
import { isDeepStrictEqual } from 'node:util';
import type { RunCoverage } from '../../sim/coverage/recorder.js';
import type { Plan } from '../../sim/faults/plan.js';
import { ScenarioError } from '../../sim/input/callers-code.js';
import { stream, type Random, type Seed } from '../../sim/kernel/random.js';
import { prepare, type Prepared } from '../../sim/run/prepare.js';
import type { RunOptions } from '../../sim/run/options.js';
import { load } from '../../sim/run/run.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import type { StrategyName } from '../../sim/schedule/schedule.js';
import { campaignSeeds } from '../seeds.js';
import { mutated } from './mutate.js';

/** A run to be made: `simulate(scenario, run.options)` does. */
export interface GuidedRun {
  /** From 0, in order. */
  readonly number: number;
  /** Everything said; the plan too, so that the run can be made anywhere. */
  readonly options: RunOptions & { readonly seed: Seed } & Partial<Drawn>;
  /** Number of the run whose plan was changed; absent: drawn anew. */
  readonly parent?: number;
}

/** Absent where no plan could be drawn, because a function of the scenario failed: so will the run. */
interface Drawn {
  readonly params: Params;
  readonly plan: Plan;
}

type Params = Readonly<Record<string, unknown>>;

/** What became of a run, as far as the search wants to know. */
export interface GuidedResult {
  readonly number: number;
  readonly coverage: Pick<RunCoverage, 'states' | 'transitions' | 'sometimes' | 'reachable' | 'buggify'>;
}

export interface GuidedOptions {
  /** Seed of the whole campaign; the first runs have the seeds that an unguided campaign would have. */
  readonly seed: Seed;
  /** Runs of a generation. Default 64. The same for the same results. */
  readonly generation?: number;
  /** Runs in all; the last generation may be smaller. Default: no end. */
  readonly runs?: number;
}

export interface GuidedSearch {
  /** The next generation; empty when all runs were made. Each is asked for once, after `learn` of the one before. */
  next(): readonly GuidedRun[];
  /** The results of the whole generation, in any order. */
  learn(results: readonly GuidedResult[]): void;
  /** How many plans were kept for what they showed. */
  readonly kept: number;
}

const GENERATION = 64;
/** Of a generation, from the second on: others are mutants. Fresh plans keep the search from going in circles. */
const FRESH = 0.5;
/** Latencies as drawn find most of the planted bugs soonest (bench/seeds-to-find.ts): half of the runs. */
const usual: readonly StrategyName[] = ['random', 'random', 'pct', 'delay-bounded'];
/** The oldest go first. */
const MAX_KEPT = 512;

interface Kept extends Drawn {
  readonly number: number;
  readonly seed: Seed;
  readonly novelty: number;
  /** How often it became a parent. */
  chosen: number;
}

/**
 * Begins a guided campaign. States are counted by shape where the scenario nominates none.
 * @throws InputError as `simulate` does
 */
export async function guidedSearch<P>(
  scenario: Scenario<P>,
  options: Omit<RunOptions, 'seed' | 'plan'>,
  { seed, generation = GENERATION, runs = Infinity }: GuidedOptions,
): Promise<GuidedSearch> {
  const loaded = await load(scenario);
  const known = new Set<string>();
  const corpus: Kept[] = [];
  const open = new Map<number, GuidedRun>();
  let count = 0;

  const claimed = usual.filter((strategy) => scenario.strategies?.includes(strategy) ?? true);
  const strategies = options.strategy === undefined ? claimed : [options.strategy];
  const counted: typeof options = { ...options, countStates: true };
  const prepared = (of: Seed, more: Partial<RunOptions> = {}): Prepared =>
    prepare(scenario, { ...counted, ...more, seed: of }, loaded);

  /** A run as an unguided campaign would draw it, of any strategy unless one is asked for. */
  function fresh(of: Seed, random: Random): Prepared {
    return prepared(of, { strategy: random.pick(strategies) });
  }

  function drawn(number: number): GuidedRun {
    const random = stream(seed, `guided/${number}`);
    const own = campaignSeeds(seed, number + 1, { index: number, of: number + 1 }).next().value?.seed ?? seed;
    try {
      return drawnFor(number, own, random);
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      return { number, options: { ...counted, seed: own } };
    }
  }

  function drawnFor(number: number, own: Seed, random: Random): GuidedRun {
    const drawnAnew = fresh(own, random);
    const mine = { params: drawnAnew.params, plan: drawnAnew.setup.plan };
    if (corpus.length === 0 || random.chance(FRESH))
      return { number, options: { ...counted, ...mine, seed: own } };
    const parent = chosenParent(random);
    const { params, plan } = parent;
    const other = random.chance(0.5) ? mine : random.pick(corpus);
    // A plan for other parameters may name nodes that are not there.
    const donor = isDeepStrictEqual(other.params, params) ? other.plan : plan;
    // The parent's own draws, mostly: then the mutant differs by what was changed alone.
    const from = random.chance(0.75) ? parent.seed : own;
    const child = mutated(prepared(from, { params, plan }), donor, random, strategies);
    return { number, options: { ...counted, params, seed: from, plan: child }, parent: parent.number };
  }

  /** Of three, the one that showed most for how often it was chosen. */
  function chosenParent(random: Random): Kept {
    const [first, ...others] = [random.pick(corpus), random.pick(corpus), random.pick(corpus)];
    const worth = ({ novelty, chosen }: Kept): number => novelty / (1 + chosen);
    const best = others.reduce((a, b) => (worth(b) > worth(a) ? b : a), first as Kept);
    best.chosen++;
    return best;
  }

  return {
    get kept() {
      return corpus.length;
    },
    next() {
      const batch: GuidedRun[] = [];
      for (; batch.length < generation && count < runs; count++) batch.push(drawn(count));
      for (const run of batch) open.set(run.number, run);
      return batch;
    },
    learn(results) {
      for (const { number, coverage } of [...results].sort((a, b) => a.number - b.number)) {
        const run = open.get(number);
        if (run === undefined) continue;
        open.delete(number);
        const novelty = learned(known, coverage);
        const { params, plan, seed: its } = run.options;
        if (novelty > 0 && params !== undefined && plan !== undefined)
          corpus.push({ number, seed: its, params, plan, novelty, chosen: 0 });
      }
      if (corpus.length > MAX_KEPT) corpus.splice(0, corpus.length - MAX_KEPT);
    },
  };
}

/** How much of it was new. */
function learned(known: Set<string>, coverage: GuidedResult['coverage']): number {
  const before = known.size;
  for (const state of coverage.states) known.add(`state ${state}`);
  for (const transition of coverage.transitions) known.add(`transition ${transition}`);
  for (const kind of ['sometimes', 'reachable', 'buggify'] as const) {
    for (const [name, { held }] of Object.entries(coverage[kind])) if (held > 0) known.add(`${kind} ${name}`);
  }
  return known.size - before;
}
