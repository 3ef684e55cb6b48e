/** What becomes of the claims of a run that is over. */
import {
  nothingToJudge,
  type Anomaly,
  type Budget,
  type History,
  type Verdict,
  type VerdictKind,
} from '../../checkers/history.js';
import { callersCode, ScenarioError } from '../input/callers-code.js';
import { toMicros } from '../kernel/time.js';
import { liveness } from './liveness.js';
import { nothingHappened, unlessEmpty } from './nothing-to-judge.js';
import { unreadAt } from '../node/reading.js';
import type { Prepared } from './prepare.js';
import { withFailures } from '../scenario/failures.js';
import { checkedVerdict } from './verdict-shape.js';
import type { World } from '../world/world.js';
import type { WorldSetup } from '../world/setup.js';

/** One claim and what became of it. */
export interface CheckResult {
  readonly name: string;
  readonly verdict: VerdictKind;
  readonly reason: string;
  readonly anomalies: readonly Anomaly[];
  /** It is undecided because there was nothing that it is about. */
  readonly nothingToJudge?: true;
  /** The checker's whole answer: core or witness included. */
  readonly full: Verdict;
}

/** All claims of a run, the engine's own first: `runtime`, then what is looked at on the way, then checkers and liveness. */
export function judgements(
  { scenario, setup, checks }: Prepared,
  world: World,
  history: History,
  budget: Budget,
): CheckResult[] {
  const threw = world.threw === undefined ? [] : [world.threw];
  const results: CheckResult[] = [];
  if (
    scenario.coverage?.unreachable !== undefined ||
    world.incidents.all.some(({ kind }) => kind === 'unreachable')
  )
    results.push(result('unreachable', world.incidents.verdict('unreachable')));
  for (const name of Object.keys(setup.invariants)) results.push(result(name, invariantVerdict(world, name)));
  const { unseen } = world.coverage;
  if (unseen !== undefined) results.push(result('coverage', nothingToJudge(unseen)));
  for (const [name, checker] of Object.entries(checks)) {
    const verdict = judged(world, name, () => {
      try {
        return callersCode(`check.${name}`, () =>
          unlessEmpty(history, checkedVerdict(name, checker.check(history, budget))),
        );
      } catch (error) {
        if (error instanceof ScenarioError) threw.push(error);
        else throw error;
        return notJudged('the checker failed');
      }
    });
    results.push(result(name, verdict));
  }
  const live = livenessClaim(scenario, setup);
  if (live !== undefined)
    results.push(
      result(
        'liveness',
        judged(world, 'liveness', () => live(history)),
      ),
    );
  results.unshift(result('runtime', withFailures(runtimeVerdict(world), threw)));
  // What ended early, or badly, is told by what ended it.
  if (results.some(({ verdict }) => verdict === 'invalid')) return results;
  const nothing = nothingHappened(world.history.counts, looksAround(world, history, results));
  if (nothing !== undefined) results.splice(1, 0, result('operations', nothing));
  return results;
}

/** What is claimed of answers, if anything is. A plan that somebody wrote without healing leaves nothing to claim. */
function livenessClaim(
  { liveWithinMs, settleMs }: Prepared['scenario'],
  { plan, clients }: WorldSetup,
): ((history: History) => Verdict) | undefined {
  const { healAtMs } = plan;
  if (liveWithinMs === undefined) return undefined;
  if (healAtMs !== undefined) return (history) => liveness(history, clients, healAtMs + liveWithinMs);
  return settleMs === 0
    ? () => nothingToJudge('settleMs is 0: nothing is ever healed, and answers are claimed from then on')
    : undefined;
}

/** Whether anything was looked at but operations and runtime errors. */
function looksAround(world: World, history: History, results: readonly CheckResult[]): boolean {
  const declared = results.some(({ name }) => name === 'unreachable');
  return history.length > 0 || world.invariants.size > 0 || declared;
}

/** What was never read in half of the run is not going to be: nothing is broken, and nobody looked. */
function runtimeVerdict(world: World): Verdict {
  const verdict = world.incidents.verdict('runtime');
  if (verdict.verdict !== 'valid') return verdict;
  const message = unreadAt(world.nodes, world.now, toMicros(world.setup.durationMs) / 2);
  return message === undefined ? verdict : { verdict: 'unknown', reason: message };
}

/** That nothing was seen to break an invariant counts only where it saw what it looked at. */
function invariantVerdict(world: World, name: string): Verdict {
  if (world.threw?.path === `invariants.${name}`) return notJudged('it threw');
  const verdict = world.incidents.verdict(name);
  const unseen = verdict.verdict === 'valid' ? world.invariants.unseen(name) : undefined;
  return unseen === undefined ? verdict : nothingToJudge(unseen);
}

/** A run that was ended early says nothing about the other claims: half a run proves no loss. */
function judged(world: World, name: string, check: () => Verdict): Verdict {
  if (world.incidents.builtinsChanged) return notJudged('the run changed a built-in object');
  if (world.threw !== undefined) return notJudged(`the run ended when ${world.threw.path} failed`);
  if (world.stoppedBy === undefined || world.stoppedBy === name) return check();
  return notJudged(`the run was stopped when ${world.stoppedBy} was violated`);
}

function notJudged(why: string): Verdict {
  return { verdict: 'unknown', reason: `not judged: ${why}` };
}

function result(name: string, full: Verdict): CheckResult {
  const anomalies = full.verdict === 'invalid' ? full.anomalies : [];
  const { verdict, reason } = full;
  const nothing = verdict === 'unknown' && full.nothingToJudge === true;
  return { name, verdict, reason, anomalies, ...(nothing ? { nothingToJudge: true } : {}), full };
}
