/** What becomes of the claims of a run that is over. */
import type { Anomaly, Budget, History, Verdict, VerdictKind } from '../checkers/history.js';
import { callersCode, ScenarioError } from './input/callers-code.js';
import { liveness } from './liveness.js';
import type { Prepared } from './prepare.js';
import { withFailures } from './scenario-failures.js';
import { checkedVerdict } from './verdict-shape.js';
import type { World } from './world.js';

/** One claim and what became of it. */
export interface CheckResult {
  readonly name: string;
  readonly verdict: VerdictKind;
  readonly reason: string;
  readonly anomalies: readonly Anomaly[];
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
  if (unseen !== undefined) results.push(result('coverage', { verdict: 'unknown', reason: unseen }));
  for (const [name, checker] of Object.entries(checks)) {
    const verdict = judged(world, name, () => {
      try {
        return callersCode(`check.${name}`, () => checkedVerdict(name, checker.check(history, budget)));
      } catch (error) {
        if (error instanceof ScenarioError) threw.push(error);
        else throw error;
        return notJudged('the checker failed');
      }
    });
    results.push(result(name, verdict));
  }
  const { healAtMs } = setup.plan;
  const { liveWithinMs } = scenario;
  if (liveWithinMs !== undefined && healAtMs !== undefined) {
    results.push(
      result(
        'liveness',
        judged(world, 'liveness', () => liveness(history, setup.clients, healAtMs + liveWithinMs)),
      ),
    );
  }
  return [result('runtime', withFailures(world.incidents.verdict('runtime'), threw)), ...results];
}

/** That nothing was seen to break an invariant counts only where it saw what it looked at. */
function invariantVerdict(world: World, name: string): Verdict {
  if (world.threw?.path === `invariants.${name}`) return notJudged('it threw');
  const verdict = world.incidents.verdict(name);
  const unseen = verdict.verdict === 'valid' ? world.invariants.unseen(name) : undefined;
  return unseen === undefined ? verdict : { verdict: 'unknown', reason: unseen };
}

/** A run that was ended early says nothing about the other claims: half a run proves no loss. */
function judged(world: World, name: string, check: () => Verdict): Verdict {
  if (world.threw !== undefined) return notJudged(`the run ended when ${world.threw.path} failed`);
  if (world.stoppedBy === undefined || world.stoppedBy === name) return check();
  return notJudged(`the run was stopped when ${world.stoppedBy} was violated`);
}

function notJudged(why: string): Verdict {
  return { verdict: 'unknown', reason: `not judged: ${why}` };
}

function result(name: string, full: Verdict): CheckResult {
  const anomalies = full.verdict === 'invalid' ? full.anomalies : [];
  return { name, verdict: full.verdict, reason: full.reason, anomalies, full };
}
