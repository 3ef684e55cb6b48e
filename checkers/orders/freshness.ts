/**
 * How fresh reads are in real time: regular and safe registers, and bounded staleness.
 *
 * A write *supersedes* another if it began after the other ended. A read of a *regular* register (Lamport 1986;
 * for several writers: Shao et al. 2011, MWR1) returns a write that did not begin after the read ended and that
 * no write which ended before the read supersedes. A *safe* register owes that only to reads during which nobody
 * writes. *Bounded staleness* lets a read miss a number of superseding writes, or those of the last milliseconds.
 * Values may repeat. O(n log n).
 */
import { counted } from '../counted.js';
import type { BudgetMeter } from '../budget.js';
import { type Findings, scanning } from '../findings.js';
import { getOrMake } from '../grouping.js';
import type { Checker, History, Operation } from '../history.js';
import { identityOf, show } from '../identity.js';
import { fieldsOf, whoWhen } from '../selectors.js';
import { ofKey } from './reads-from.js';
import { foreignFunction, kindOf, type RegisterOptions, valueOf } from './registers.js';
import { WriteTimeline } from './write-timeline.js';

/**
 * A read returns one of the newest completed writes, or one that is under way (Lamport 1986; for several writers Shao
 * et al. 2011, MWR1).
 *
 * What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
 *
 * Anomalies: `stale-read`, `future-read`, `ThinAirRead`. O(n log n).
 */
export function regular(options: RegisterOptions = {}): Checker {
  return freshness('regular', options, judgeWith(options, 0, Infinity));
}

/**
 * A read during which nobody writes returns the newest value (Lamport 1986).
 *
 * What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
 *
 * Anomalies: those of `regular`, in reads that overlap no write. O(n log n).
 */
export function safe(options: RegisterOptions = {}): Checker {
  const judge = judgeWith(options, 0, Infinity);
  return freshness('safe', options, (read, writes, findings) => {
    if (!writes.overlaps(read)) judge(read, writes, findings);
  });
}

/** How stale a read may be. */
export interface StalenessOptions extends RegisterOptions {
  /** Superseding writes that a read may have missed. Default: any number if `ms` is given, else 0. */
  readonly versions?: number;
  /** A superseding write may be missed for this many milliseconds after it ended. Default: for ever if `versions` is given. */
  readonly ms?: number;
}

/**
 * A read returns one of the last versions, or what was current a short time ago.
 *
 * What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
 * Milliseconds need histories with `invokedAtMs` and `completedAtMs`.
 *
 * Anomalies: `stale-read`, `future-read`, `ThinAirRead`. O(n log n).
 */
export function boundedStaleness(options: StalenessOptions): Checker {
  const { ms = Infinity, versions = ms === Infinity ? 0 : Infinity } = options;
  return freshness('bounded-staleness', options, judgeWith(options, versions, ms));
}

type JudgeRead = (read: Operation, writes: WriteTimeline, findings: Findings) => void;

function freshness(name: string, options: RegisterOptions, judge: JudgeRead): Checker {
  return scanning({
    name,
    looksFor: 'reads that were answered',
    scan(history, findings, meter) {
      const foreign = foreignFunction(history);
      if (foreign !== undefined) {
        findings.undecided(`${name} is defined for reads and writes; the history also has ${foreign}`);
        return { judged: 0, reason: '' };
      }
      const timelines = timelinesOf(history, meter);
      let reads = 0;
      for (const read of history) {
        if (kindOf(read) !== 'read' || read.type !== 'ok' || read.output === undefined) continue;
        reads++;
        meter.spend();
        const writes = getOrMake(timelines, identityOf(fieldsOf(read)['key']), () => new WriteTimeline([]));
        judge(read, writes, findings);
      }
      return {
        judged: reads,
        reason: `${counted(reads, 'read')} of ${counted(timelines.size, 'key')}, ${reads === 1 ? '' : 'all '}fresh enough`,
      };
    },
  });
}

function timelinesOf(history: History, meter: BudgetMeter): Map<unknown, WriteTimeline> {
  const writes = new Map<unknown, Operation[]>();
  for (const operation of history) {
    meter.spend();
    if (operation.type === 'fail' || kindOf(operation) !== 'write') continue;
    getOrMake(writes, identityOf(fieldsOf(operation)['key']), () => []).push(operation);
  }
  return new Map([...writes].map(([key, list]) => [key, new WriteTimeline(list)]));
}

function judgeWith(options: RegisterOptions, versions: number, ms: number): JudgeRead {
  const initial = identityOf(options.initial ?? null);
  return (read, writes, findings) => {
    const candidates = writes.ofValue(identityOf(read.output));
    const began = candidates.filter((write) => write.invoke <= read.complete);
    const endings = began.map(endOf);
    if (identityOf(read.output) === initial) endings.push(-Infinity);
    const what = `${whoWhen(read)} read ${show(read.output)}${ofKey(read)}`;
    if (endings.length === 0) {
      const [future] = candidates;
      if (future) {
        findings.add('future-read', [read, future], () => `${what}, which was written only later`);
      } else findings.add('ThinAirRead', [read], () => `${what}, which nobody wrote`);
      return;
    }
    let blame: { missed: Operation; late: number | undefined } | undefined;
    for (const end of endings) {
      const missed = writes.supersedingBefore(end, read, versions);
      const first = ms === Infinity ? undefined : writes.firstSuperseding(end);
      const late = first && lateness(read, first, findings);
      const tooOld = ms !== Infinity && late !== undefined && late > ms;
      if (!missed && !tooOld) return;
      blame = { missed: missed ?? first!, late };
    }
    const { missed, late } = blame!;
    const chosen = began.at(-1);
    findings.add(
      'stale-read',
      [
        chosen,
        ...(versions === 0 || versions === Infinity ? [missed] : writes.supersedersOf(endings.at(-1)!, read)),
        read,
      ],
      () => {
        const howLate = late === undefined ? '' : ` ${late} ms`;
        return `${what}${howLate} after ${show(valueOf(missed))} had been written`;
      },
    );
  };
}

/** What never returned may take effect at any time, so nothing certainly supersedes it. */
function endOf(write: Operation): number {
  return write.type === 'info' ? Infinity : write.complete;
}

function lateness(read: Operation, write: Operation, findings: Findings): number | undefined {
  if (write.type === 'info' || write.complete >= read.invoke) return undefined;
  if (read.invokedAtMs === undefined || write.completedAtMs === undefined) {
    findings.undecided(`${whoWhen(read)} or the write before it has no time in milliseconds`);
    return undefined;
  }
  return read.invokedAtMs - write.completedAtMs;
}
