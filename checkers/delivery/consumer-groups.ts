/** Consumer groups: who owns a partition, and how far the group has committed. */
import { counted } from '../counted.js';
import { type Findings, scanning } from '../findings.js';
import { getOrMake } from '../grouping.js';
import type { Checker, History, Operation } from '../history.js';
import { identityOf, show } from '../identity.js';
import { fieldsOf, who, whoWhen } from '../selectors.js';
import { MalformedHistory } from '../well-formed.js';

/** What happened in one partition for one group, in order. */
interface Assignment {
  readonly name: string;
  readonly events: GroupEvent[];
}

interface GroupEvent {
  readonly f: string;
  readonly offset: number;
  /** Whose it is: tells members apart. */
  readonly member: unknown;
  readonly operation: Operation;
}

const EVENTS = new Set(['assigned', 'revoked', 'process', 'commit']);

/**
 * A partition has one owner in a group, and the group has processed what it has committed.
 *
 * What it reads. A consumer records, with `node.effect`:
 * - `{f: 'assigned' | 'revoked', group?, partition}`: it takes a partition, or gives it up, or learns that it has lost
 *   it;
 * - `{f: 'process', group?, partition, offset}`: it processed the message there;
 * - `{f: 'commit', group?, partition, offset}`: the coordinator accepted that the group goes on at `offset`: everything
 *   below is processed.
 * Where a coordinator records for a consumer (a commit that it accepted, partitions of a member that it gave up), or a
 * process is one member after another, the field `member` says whose it is; otherwise it is that of the process.
 * Which offsets exist: those that anybody processed, and those that `{f: 'send', partition}` has as output, as a number
 * or as `{offset}`.
 *
 * Anomalies: `two-owners` (a consumer got a partition while another of the group had it), `zombie-commit` (a commit was
 * accepted from a consumer that does not own the partition; only where assignments are recorded), `commit-regression`
 * (the committed offset went back), `commit-skip` (it went past a message that the group had not processed),
 * `redelivery-after-commit` (a message below it was processed again). O(n log n).
 */
export function consumerGroups(): Checker {
  return scanning({
    name: 'consumer-groups',
    looksFor: 'assigned, revoked, process and commit with a partition',
    scan(history, findings, meter) {
      meter.spend(history.length);
      const { assignments, offsets } = collect(history);
      for (const [partition, byGroup] of assignments) {
        const existing = [...(offsets.get(partition) ?? new Map<number, Operation>())].sort(
          ([a], [b]) => a - b,
        );
        for (const assignment of byGroup.values()) {
          reportOwners(assignment, findings);
          reportCommits(assignment, existing, findings);
        }
      }
      return {
        judged: assignments.size,
        reason: `${counted(assignments.size, 'partition')}${assignments.size === 1 ? '' : ', each'} with one owner per group and commits that follow processing`,
      };
    },
  });
}

function collect(history: History) {
  const assignments = new Map<unknown, Map<unknown, Assignment>>();
  const offsets = new Map<unknown, Map<number, Operation>>();
  for (const [index, operation] of history.entries()) {
    const fields = fieldsOf(operation);
    const { f, partition, group } = fields;
    if (operation.type !== 'ok' || partition === undefined) continue;
    const offset = offsetOf(f === 'send' ? operation.output : fields['offset'], index);
    const known = getOrMake(offsets, identityOf(partition), () => new Map<number, Operation>());
    if ((f === 'send' || f === 'process') && offset !== undefined && !known.has(offset))
      known.set(offset, operation);
    if (!EVENTS.has(f)) continue;
    const byGroup = getOrMake(assignments, identityOf(partition), () => new Map<unknown, Assignment>());
    const named = (): string =>
      `partition ${show(partition)}${group === undefined ? '' : ` of group ${show(group)}`}`;
    getOrMake(byGroup, identityOf(group), () => ({ name: named(), events: [] })).events.push({
      f,
      offset: offset ?? -1,
      member: identityOf(fields['member'] ?? operation.process),
      operation,
    });
  }
  return { assignments, offsets };
}

function offsetOf(value: unknown, index: number): number | undefined {
  const offset = typeof value === 'object' && value !== null && 'offset' in value ? value.offset : value;
  if (typeof offset === 'bigint')
    throw new MalformedHistory(index, `an offset is a number within 2^53, not ${offset}`);
  return typeof offset === 'number' ? offset : undefined;
}

function reportOwners({ name, events }: Assignment, findings: Findings): void {
  const recorded = events.some(({ f }) => f === 'assigned');
  let owner: GroupEvent | undefined;
  const last = new Map<unknown, Operation>();
  for (const event of events) {
    const { f, member, operation } = event;
    if (f === 'assigned') {
      if (owner && owner.member !== member) {
        const other = owner.operation;
        findings.add('two-owners', [other, operation], () => {
          return `${whoWhen(operation)} was given ${name}, which ${whoWhen(other)} had been given and not lost`;
        });
      }
      owner = event;
      last.set(member, operation);
    } else if (f === 'revoked') {
      if (owner?.member === member) owner = undefined;
      last.set(member, operation);
    } else if (f === 'commit' && recorded && owner?.member !== member) {
      const current = owner?.operation;
      findings.add('zombie-commit', [last.get(member), current, operation], () => {
        const whose = current ? `now ${who(current)}'s` : `nobody's`;
        return `${memberOf(operation)} committed for ${name}, which is ${whose}`;
      });
    }
  }
}

/** Who committed, for sentences: the member, where another process recorded it. */
function memberOf(operation: Operation): string {
  const { member } = fieldsOf(operation);
  return member === undefined ? whoWhen(operation) : `member ${show(member)}, says ${whoWhen(operation)},`;
}

function reportCommits(
  { name, events }: Assignment,
  existing: readonly (readonly [offset: number, by: Operation])[],
  findings: Findings,
): void {
  const processed = new Map<number, Operation>();
  let committed: { offset: number; by: Operation } | undefined;
  let next = 0;
  for (const { f, offset, operation } of events) {
    if (f === 'process') {
      const before = processed.get(offset);
      if (before && committed && offset < committed.offset) {
        const { by } = committed;
        findings.add('redelivery-after-commit', [before, by, operation], () => {
          return `${whoWhen(operation)} processed offset ${offset} of ${name} again, after ${whoWhen(by)} had committed it`;
        });
      }
      processed.set(offset, operation);
    }
    if (f !== 'commit') continue;
    if (committed && offset < committed.offset) {
      const { by, offset: higher } = committed;
      findings.add('commit-regression', [by, operation], () => {
        return `${whoWhen(operation)} committed offset ${offset} of ${name}, after ${whoWhen(by)} had committed ${higher}`;
      });
    }
    for (; next < existing.length && existing[next]![0] < offset; next++) {
      const [skipped, by] = existing[next]!;
      // What came into being only after the commit was not there to be skipped.
      if (processed.has(skipped) || by.invoke > operation.complete) continue;
      findings.add('commit-skip', [by, operation], () => {
        return `${whoWhen(operation)} committed offset ${offset} of ${name}, though the group had not processed offset ${skipped}`;
      });
    }
    if (!committed || offset >= committed.offset) committed = { offset, by: operation };
  }
}
