/**
 * From what a scan found to a verdict: counts per kind, examples, and a core that is checked again.
 *
 * Checkers that look for named anomalies (delivery, agreement, sagas …) share this: they write a pure function
 * that walks a history and reports, and get a `Checker` with counts, capped examples and a confirmed core.
 */
import { counted } from './counted.js';
import { BudgetMeter, BudgetSpent } from './budget.js';
import {
  nothingToJudge,
  type Anomaly,
  type Budget,
  type Checker,
  type History,
  type Operation,
  type Verdict,
} from './history.js';
import { fieldsOf } from './selectors.js';
import { smallestCore } from './shrink-core.js';
import { assertWellFormed } from './well-formed.js';

/** Examples kept per kind: enough to see a pattern, few enough to print. */
const EXAMPLES_PER_KIND = 32;

/** The operations of an anomaly; those that were not found are left out. */
type Involved = readonly (Operation | undefined)[];

/** Where a scan reports what it finds. */
export interface Reporter {
  /** `message`, and `operations` where finding them takes work, are functions: a million anomalies need no million sentences. */
  add(kind: string, operations: Involved | (() => Involved), message: () => string): void;
}

/** Collects anomalies: counts all of them, keeps the first of each kind. */
export class Findings implements Reporter {
  readonly anomalies: Anomaly[] = [];
  private readonly counts = new Map<string, number>();
  private readonly openQuestions: string[] = [];

  add(kind: string, operations: Involved | (() => Involved), message: () => string): void {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    if (count > EXAMPLES_PER_KIND) return;
    const listed = typeof operations === 'function' ? operations() : operations;
    const involved = [...new Set(listed.filter((operation) => operation !== undefined))];
    this.anomalies.push({ kind, message: message(), operations: involved });
  }

  /** Something this history cannot decide: without an anomaly the verdict becomes `unknown`. */
  undecided(reason: string): void {
    this.openQuestions.push(reason);
  }

  /** Nothing was found, and no question is open. */
  get silent(): boolean {
    return this.empty && this.openQuestions.length === 0;
  }

  get empty(): boolean {
    return this.counts.size === 0;
  }

  /** Turns the findings into a verdict, without a core. */
  verdict(validReason: string): Verdict {
    if (!this.empty) {
      const totals = [...this.counts].map(([kind, count]) => `${count} × ${kind}`).join(', ');
      return {
        verdict: 'invalid',
        reason: `${totals}: ${this.anomalies[0]!.message}`,
        anomalies: this.anomalies,
      };
    }
    const open = this.openQuestions[0];
    return open === undefined
      ? { verdict: 'valid', reason: validReason }
      : { verdict: 'unknown', reason: open };
  }
}

/** What a scanning checker is made of. */
export interface Scan {
  readonly name: string;
  /** What it looks at, in words: `send and process`. */
  readonly looksFor: string;
  /**
   * The operations of an anomaly prove it as they are, though more may be wrong with them alone (a read shows elements
   * that other operations added): they are the core, and are not judged again.
   */
  readonly anomaliesProve?: boolean;
  /**
   * What of a history belongs to an anomaly beside its own operations: the rest of its saga, say. Without it a part may
   * fail for another reason, and the core would be most of the history.
   */
  readonly around?: (history: History, operations: readonly Operation[]) => readonly Operation[];
  /** Walks the history and reports to `findings`. */
  scan(history: History, findings: Findings, meter: BudgetMeter): Judged;
}

/** What a scan looked at, and what it says of it if nothing is wrong. */
export interface Judged {
  /** How much there was to judge. Nothing: then the verdict is `unknown`, since nobody looked at anything. */
  readonly judged: number;
  /** The sentence for a valid history. */
  readonly reason: string;
}

/** Makes a checker of a scan: keeps the budget and adds the smallest confirmed core. */
export function scanning({ name, looksFor, anomaliesProve = false, around, scan }: Scan): Checker {
  const judge = (history: History, budget?: Budget): Verdict => {
    const findings = new Findings();
    const meter = new BudgetMeter(budget);
    try {
      const { judged, reason } = scan(history, findings, meter);
      if (findings.empty && nothingSucceeded(history)) return nothingToJudge(failures(history));
      if (judged === 0 && findings.silent) return nothingToJudge(nothingOf(looksFor, history));
      return findings.verdict(reason);
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      // What was found before the budget ran out may rest on half of the history, so it is not a verdict.
      const reason = `stopped at ${error.detail}, ${meter.steps} steps into a history of ${counted(history.length, 'operation')}`;
      return { verdict: 'unknown', reason };
    }
  };
  return {
    name,
    check: (history, budget) =>
      anomaliesProve
        ? checkByAnomalies(judge, history, budget)
        : checkWithCore(judge, history, budget, around),
  };
}

const SHOWN_FUNCTIONS = 8;

/** A misspelt function or field: all that was found, by name. */
function nothingOf(looksFor: string, history: History): string {
  const found = history.length === 0 ? 'it is empty' : `it has ${callsIn(history)}`;
  return `nothing to judge: this looks for ${looksFor}, and the history shows none of it; ${found}`;
}

/** Operations that failed, or of which nobody knows how they ended, show nothing of what they met. */
const nothingSucceeded = (history: History): boolean =>
  history.length > 0 && !history.some(({ type }) => type === 'ok');

const failures = (history: History): string =>
  `nothing to judge: ${history.length === 1 ? 'the only operation did not succeed' : `none of the ${history.length} operations succeeded`}; the history has ${callsIn(history)}`;

function callsIn(history: History): string {
  const counts = new Map<string, number>();
  for (const operation of history) {
    const name = `${fieldsOf(operation).f || 'nothing'} ${operation.type}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const all = [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${count} × ${name}`);
  const more = all.length > SHOWN_FUNCTIONS ? ` and ${all.length - SHOWN_FUNCTIONS} more` : '';
  return all.slice(0, SHOWN_FUNCTIONS).join(', ') + more;
}

/** What looking for a core may cost per attempt: a search that needs more is not worth repeating. */
const STEPS_PER_ATTEMPT = 200_000;

/** Histories known to be well-formed, and how long they were: several checkers judge the same one. */
const wellFormed = new WeakMap<History, number>();

function assertOnce(history: History): void {
  if (wellFormed.get(history) !== history.length) assertWellFormed(history);
  wellFormed.set(history, history.length);
}

/** Judges, and takes the operations of the smallest anomaly for the core. */
function checkByAnomalies(
  judge: (history: History, budget?: Budget) => Verdict,
  history: History,
  budget: Budget | undefined,
): Verdict {
  assertOnce(history);
  const verdict = judge(history, budget);
  if (verdict.verdict !== 'invalid') return verdict;
  const [smallest] = [...verdict.anomalies].sort((a, b) => a.operations.length - b.operations.length);
  return { ...verdict, core: [...smallest!.operations].sort((a, b) => a.invoke - b.invoke) };
}

/**
 * Judges, and gives an `invalid` verdict a core, which is looked for when somebody reads it, within what is left of the
 * time: looking may take a hundred times as long as judging, and most verdicts only count. It is the smallest part found
 * that shows what the reason tells of. A part may fail for another reason than the whole (an effect whose send was left out was sent
 * by nobody): such a part is not a core of this failure.
 *
 * @throws MalformedHistory
 */
export function checkWithCore(
  judge: (history: History, budget?: Budget) => Verdict,
  history: History,
  budget: Budget | undefined,
  around?: Scan['around'],
): Verdict {
  const began = performance.now();
  assertOnce(history);
  const verdict = judge(history, budget);
  if (verdict.verdict !== 'invalid') return verdict;
  const leftMs = (budget?.timeMs ?? Infinity) - (performance.now() - began);
  let found: { readonly core: History | undefined } | undefined;
  const lazy = {
    ...verdict,
    get core() {
      found ??= { core: coreOf(verdict, judge, history, { budget, leftMs, around }) };
      return found.core;
    },
  };
  return lazy as Verdict;
}

function coreOf(
  { anomalies }: { readonly anomalies: readonly Anomaly[] },
  judge: (history: History, budget?: Budget) => Verdict,
  history: History,
  {
    budget,
    leftMs,
    around,
  }: {
    readonly budget: Budget | undefined;
    readonly leftMs: number;
    readonly around: Scan['around'] | undefined;
  },
): History | undefined {
  const deadline = performance.now() + leftMs;
  const kinds = new Set(anomalies.map(({ kind }) => kind));
  // What the reason tells of.
  const told = anomalies[0]!.kind;
  const fails = (part: History): boolean => {
    const now = performance.now();
    if (now >= deadline) return false;
    const timeMs = deadline < Infinity ? { timeMs: Math.max(0, Math.floor(deadline - now)) } : {};
    const again = judge(part, { ...budget, ...timeMs, steps: Math.max(STEPS_PER_ATTEMPT, 2 * part.length) });
    if (again.verdict !== 'invalid') return false;
    const shown = again.anomalies.map(({ kind }) => kind);
    return shown.includes(told) && shown.every((kind) => kinds.has(kind));
  };
  return smallestCore(history, anomalies, fails, around && ((operations) => around(history, operations)));
}
