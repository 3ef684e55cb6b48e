/** Incidents: what goes wrong in a run besides what checkers find in the history. Each is one sentence. */
import type { Anomaly, Verdict } from '../../checkers/history.js';
import { hintOf, isError, thrownAt, thrownText } from '../input/thrown.js';
import { toMs, type Micros } from '../kernel/time.js';
import type { Tampering } from '../node/ambient/builtins.js';

/** One incident. `undecided` ones leave the run without a verdict, all others are violations. */
export interface Incident {
  readonly kind:
    | 'uncaught-error'
    | 'stuck'
    | 'invariant'
    | 'real-io'
    /** A program changed a built-in object, which every other run of the process uses too. */
    | 'changed-builtin'
    /** A place was reached that its author calls unreachable. */
    | 'unreachable'
    /** The budget of events was spent. */
    | 'out-of-events';
  /** The check that reports it: `runtime`, or the name of the invariant. */
  readonly check: string;
  readonly message: string;
  readonly atMs: number;
}

export class Incidents {
  private list: Incident[] = [];

  uncaught(node: string, now: Micros, error: unknown): void {
    const atMs = toMs(now);
    this.list.push({
      kind: 'uncaught-error',
      check: 'runtime',
      message: `${node} failed at ${atMs} ms: ${sentence(error)}`,
      atMs,
    });
  }

  stuck(node: string, now: Micros, events: number): void {
    const atMs = toMs(now);
    const who = node === '' ? 'the world' : node;
    const message = `${who} keeps time standing at ${atMs} ms: ${events} events happened there and more follow (a loop of zero delays?)`;
    this.list.push({ kind: 'stuck', check: 'runtime', message, atMs });
  }

  invariantBroken(name: string, atMs: number, message: string): void {
    this.list.push({ kind: 'invariant', check: name, message: `at ${atMs} ms: ${message}`, atMs });
  }

  unreachable(name: string, node: string, now: Micros): void {
    const atMs = toMs(now);
    const message = `${node} reached '${name}' at ${atMs} ms, which is declared unreachable`;
    this.list.push({ kind: 'unreachable', check: 'unreachable', message, atMs });
  }

  realIo(message: string, now: Micros): void {
    this.list.push({ kind: 'real-io', check: 'runtime', message, atMs: toMs(now) });
  }

  /** Nothing else counts: the run went on with built-ins that do something else. */
  changedBuiltins(changes: readonly Tampering[], now: Micros): void {
    this.list = [
      { kind: 'changed-builtin', check: 'runtime', message: whatChanged(changes), atMs: toMs(now) },
    ];
  }

  get builtinsChanged(): boolean {
    return this.list[0]?.kind === 'changed-builtin';
  }

  outOfEvents(now: Micros, events: number): void {
    const atMs = toMs(now);
    const message = `the limit of ${events} events was reached at ${atMs} ms of virtual time; raise it with limits.maxEvents`;
    this.list.push({ kind: 'out-of-events', check: 'runtime', message, atMs });
  }

  get all(): readonly Incident[] {
    return this.list;
  }

  /** The verdict of one built-in check. */
  verdict(check: string): Verdict {
    const incidents = this.list.filter((incident) => incident.check === check);
    const violations = incidents.filter(({ kind }) => kind !== 'out-of-events');
    const [first] = violations;
    if (first !== undefined) {
      const anomalies = violations.map(({ kind, message }): Anomaly => ({ kind, message, operations: [] }));
      return { verdict: 'invalid', reason: first.message, anomalies };
    }
    const [undecided] = incidents;
    if (undecided !== undefined) return { verdict: 'unknown', reason: undecided.message };
    if (check === 'unreachable') return { verdict: 'valid', reason: 'nothing unreachable was reached' };
    return { verdict: 'valid', reason: check === 'runtime' ? 'no node failed' : 'held after every event' };
  }

  save(): readonly Incident[] {
    return [...this.list];
  }

  restore(saved: readonly Incident[]): void {
    this.list = [...saved];
  }
}

function whatChanged(changes: readonly Tampering[]): string {
  const some = changes.slice(0, 3).map(({ what, how }) => `${how} ${what}`);
  const more = changes.length > some.length ? ` and ${changes.length - some.length} more` : '';
  const end = changes.every(({ undone }) => undone)
    ? 'it was put back when the run was over'
    : 'it cannot be put back: what runs later in this process may differ';
  return `a program ${some.join(', ')}${more}, which all code of the process shares; ${end}`;
}

/** An error as one sentence, with the place in the program where it came from. */
function sentence(error: unknown): string {
  return `${isError(error) ? '' : 'threw '}${thrownText(error)}${thrownAt(error)}${hintOf(error)}`;
}
