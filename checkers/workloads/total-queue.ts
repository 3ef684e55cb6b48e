/**
 * What goes into a queue comes out of it, as Jepsen's total-queue asks: enqueue, dequeue, and a drain that takes
 * everything that is left. The value identifies the message; a value enqueued twice has to come out twice.
 *
 * A message that may have been taken by a dequeue or a drain whose outcome nobody knows is not proven lost.
 */
import { counted, times } from '../counted.js';
import type { BudgetMeter } from '../budget.js';
import { scanning } from '../findings.js';
import type { Checker, History, Operation } from '../history.js';
import { getOrMake } from '../grouping.js';
import { identityOf, show } from '../identity.js';
import { fieldsOf, whoWhen } from '../selectors.js';

/** What a history calls its functions, and whether a message may come out twice. */
export interface TotalQueueOptions {
  /** Offers one message, its `value`. Default: `enqueue`. */
  readonly enqueue?: string;
  /** Takes one message, its answer; nothing if the queue was empty. Default: `dequeue`. */
  readonly dequeue?: string;
  /** Takes all that is left. It answers the list, or nothing of interest if each message is a dequeue besides. Default: `drain`. */
  readonly drain?: string;
  /** Whether a message may come out more often than it was put in, as from a queue that delivers again. Default: `allow`. */
  readonly duplicates?: 'allow' | 'forbid';
}

/** One value: how often it went in and came out. */
interface Message {
  readonly value: unknown;
  readonly acknowledged: Operation[];
  readonly uncertain: Operation[];
  readonly refused: Operation[];
  readonly taken: Operation[];
}

const BYTES_PER_OPERATION = 150;

/**
 * What goes into a queue comes out of it (Jepsen's total-queue).
 *
 * What it reads. `{f: 'enqueue', value}`, `{f: 'dequeue'}` with the value as output, and `{f: 'drain'}` with all values
 * that were left.
 *
 * Anomalies: `lost`, `unexpected`, and `duplicated` if that is forbidden; `recovered` messages are counted. Linear.
 */
export function totalQueue(options: TotalQueueOptions = {}): Checker {
  const { enqueue = 'enqueue', dequeue = 'dequeue', drain = 'drain', duplicates = 'allow' } = options;
  return scanning({
    name: 'total-queue',
    looksFor: `messages that go in (function ${enqueue}) and come out (functions ${dequeue} and ${drain})`,
    anomaliesProve: true,
    scan(history, findings, meter) {
      const { messages, lastDrain, open, openDrains } = collect(history, { enqueue, dequeue, drain }, meter);
      const counts = { acknowledged: 0, 'came out': 0, recovered: 0, duplicated: 0 };
      const lost: Message[] = [];
      let late = 0;
      for (const message of messages.values()) {
        meter.spend();
        const { value, acknowledged, uncertain, refused, taken } = message;
        const attempts = acknowledged.length + uncertain.length;
        counts.acknowledged += acknowledged.length;
        counts['came out'] += Math.min(taken.length, attempts);
        counts.recovered += Math.max(0, Math.min(taken.length, attempts) - acknowledged.length);
        const begun = Math.min(...[...acknowledged, ...uncertain].map(({ invoke }) => invoke));
        const early = taken.find(({ complete }) => complete < begun);
        if (early) {
          findings.add('unexpected', [early, ...refused.slice(0, 1), ...acknowledged.slice(0, 1)], () => {
            const flaw =
              attempts > 0
                ? 'before anyone put it in'
                : refused.length > 0
                  ? 'although it was refused'
                  : 'which nobody put in';
            return `${show(value)} came out to ${whoWhen(early)}, ${flaw}`;
          });
        } else if (taken.length > attempts) {
          counts.duplicated += taken.length - attempts;
          if (duplicates === 'forbid')
            findings.add('duplicated', [...acknowledged, ...uncertain, ...taken], () => {
              return `${show(value)} went in ${times(attempts)} and came out ${times(taken.length)}`;
            });
        }
        if (taken.length >= acknowledged.length) continue;
        // What was acknowledged only after the last drain began may still be in the queue.
        const due = acknowledged.filter(({ complete }) => complete < (lastDrain?.invoke ?? -Infinity)).length;
        if (taken.length < due) lost.push(message);
        else late++;
      }
      const missing = lost.reduce(
        (sum, { acknowledged, taken }) => sum + acknowledged.length - taken.length,
        0,
      );
      if (missing > 0 && (openDrains.length > 0 || missing <= open.length))
        findings.undecided(
          `${show(lost[0]!.value)}${others(lost.length)} did not come out; a ${openDrains.length > 0 ? 'drain' : 'dequeue'} whose outcome nobody knows (${whoWhen((openDrains[0] ?? open[0])!)}) may have taken it`,
        );
      else if (open.length > 0 && missing > 0) {
        // One more than could have been taken is enough.
        const enough = lost.slice(0, open.length + 1);
        const ends = enough.flatMap(({ acknowledged, taken }) => [...acknowledged, ...taken]);
        findings.add('lost', [...ends, ...open, lastDrain], () => {
          return `${counted(missing, 'acknowledged message')} never came out, ${show(lost[0]!.value)} among them; ${counted(open.length, 'dequeue')} of unknown outcome cannot have taken them all`;
        });
      } else
        for (const { value, acknowledged, taken } of lost)
          findings.add('lost', [...acknowledged, ...taken, lastDrain], () => {
            const often = acknowledged.length > 1 ? `${times(acknowledged.length)} ` : '';
            const came = taken.length > 0 ? `came out ${times(taken.length)}` : 'never came out';
            return `${show(value)} was acknowledged ${often}to ${whoWhen(acknowledged[0]!)} and ${came}`;
          });
      if (late > 0) {
        const [unfinished] = openDrains;
        const why = unfinished
          ? `the drain of ${whoWhen(unfinished)} did not end`
          : `nobody drained the queue${lastDrain ? ' after that' : ''}`;
        findings.undecided(
          `${counted(late, 'acknowledged message')} did not come out, but ${why}: lost or late?`,
        );
      }
      const account = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
      return { judged: counts.acknowledged + counts['came out'], reason: account.join(', ') };
    },
  });
}

const others = (count: number): string => (count > 1 ? ` (and ${count - 1} more)` : '');

interface Collected {
  readonly messages: ReadonlyMap<unknown, Message>;
  /** Of the drains that came to an end, the last one to begin. */
  readonly lastDrain: Operation | undefined;
  /** Dequeues and drains of unknown outcome. */
  readonly open: readonly Operation[];
  readonly openDrains: readonly Operation[];
}

function collect(
  history: History,
  { enqueue, dequeue, drain }: Record<'enqueue' | 'dequeue' | 'drain', string>,
  meter: BudgetMeter,
): Collected {
  const messages = new Map<unknown, Message>();
  const messageOf = (value: unknown): Message =>
    getOrMake(messages, identityOf(value), () => ({
      value,
      acknowledged: [],
      uncertain: [],
      refused: [],
      taken: [],
    }));
  const open: Operation[] = [];
  const openDrains: Operation[] = [];
  let lastDrain: Operation | undefined;
  for (const operation of history) {
    meter.spend();
    meter.hold(BYTES_PER_OPERATION);
    const { type, output } = operation;
    const { f, value } = fieldsOf(operation);
    if (f === enqueue) {
      const { acknowledged, uncertain, refused } = messageOf(value);
      (type === 'ok' ? acknowledged : type === 'info' ? uncertain : refused).push(operation);
    } else if (f === dequeue) {
      if (type === 'info') open.push(operation);
      else if (type === 'ok' && output !== undefined && output !== null)
        messageOf(output).taken.push(operation);
    } else if (f === drain) {
      if (type === 'info') openDrains.push(operation);
      if (type !== 'ok') continue;
      lastDrain = operation;
      if (Array.isArray(output)) for (const message of output) messageOf(message).taken.push(operation);
    }
  }
  return { messages, lastDrain, open, openDrains };
}
