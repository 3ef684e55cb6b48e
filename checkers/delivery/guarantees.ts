/** At most once, at least once, exactly once: effects against inputs. */
import type { Checker, Operation } from '../history.js';
import { type Findings, scanning } from '../findings.js';
import { show, sameValue } from '../identity.js';
import { nameOfFunction, whoWhen } from '../selectors.js';
import { type DeliveryOptions, deliveryLedger, type Entry, type Ledger } from './ledger.js';

/**
 * Every message takes effect once or not at all.
 *
 * What it reads. A client's `{f: 'send', value}` offers a message. A node records what it did with it as `node.effect({
 * f: 'process', value })`, or a final reader lists all that was done as output of `{f: 'drain'}`. The value identifies
 * the message: two sends of one value are attempts of one message. More, such as groups: `DeliveryOptions`.
 *
 * Anomalies: `duplicate`, `phantom` (nobody sent it), `aborted-read` (its send was refused).
 */
export function atMostOnce(options: DeliveryOptions = {}): Checker {
  return guarantee('at-most-once', options, (ledger, findings) => reportDuplicates(ledger, findings));
}

/**
 * Every acknowledged message takes effect, perhaps more than once.
 *
 * What it reads. A client's `{f: 'send', value}` offers a message. A node records what it did with it as `node.effect({
 * f: 'process', value })`, or a final reader lists all that was done as output of `{f: 'drain'}`. The value identifies
 * the message: two sends of one value are attempts of one message. More, such as groups: `DeliveryOptions`.
 *
 * Anomalies: `lost`, `phantom` (nobody sent it), `aborted-read` (its send was refused).
 */
export function atLeastOnce(options: DeliveryOptions = {}): Checker {
  return guarantee('at-least-once', options, (ledger, findings) => reportLoss(ledger, findings));
}

/**
 * Every acknowledged message takes effect once; one of unknown outcome, once or not at all.
 *
 * What it reads. A client's `{f: 'send', value}` offers a message. A node records what it did with it as `node.effect({
 * f: 'process', value })`, or a final reader lists all that was done as output of `{f: 'drain'}`. The value identifies
 * the message: two sends of one value are attempts of one message. More, such as groups: `DeliveryOptions`.
 *
 * Anomalies: `lost`, `duplicate`, `phantom` (nobody sent it), `aborted-read` (its send was refused).
 */
export function exactlyOnce(options: DeliveryOptions = {}): Checker {
  return guarantee('exactly-once', options, (ledger, findings) => {
    reportLoss(ledger, findings);
    reportDuplicates(ledger, findings);
  });
}

function guarantee(
  name: string,
  options: DeliveryOptions,
  report: (ledger: Ledger, findings: Findings) => void,
): Checker {
  return scanning({
    name,
    looksFor: `messages that were sent and took effect (functions ${nameOfFunction(options.sent, 'send')} and ${nameOfFunction(options.processed, 'process')}, field value)`,
    scan(history, findings, meter) {
      const ledger = deliveryLedger(history, options, meter);
      report(ledger, findings);
      reportInventions(ledger, findings);
      const { acknowledged, uncertain, refused, processed, looked, unseen } = ledger;
      const late = unseen.length > 0 ? `, ${unseen.length} unseen` : '';
      return {
        // Where nobody looked at effects none can be doubled, and without an acknowledgement none can be missing.
        judged: name === 'at-most-once' ? looked : processed + acknowledged,
        reason: `${acknowledged} acknowledged, ${uncertain} uncertain, ${refused} refused, ${processed} processed${late}`,
      };
    },
  });
}

function reportLoss({ lost, unseen, unnamed }: Ledger, findings: Findings): void {
  if (lost.length > 0 && unnamed.length > 0) reportMissing(lost, unnamed, findings);
  else
    for (const entry of lost) {
      const send = acknowledgement(entry);
      findings.add('lost', [send], () => {
        return `${show(entry.message)} was acknowledged to ${whoWhen(send)} and never processed${inGroup(entry)}`;
      });
    }
  const first = unseen[0];
  if (first) {
    const others = unseen.length > 1 ? ` (and ${unseen.length - 1} more)` : '';
    const message = show(first.message);
    findings.undecided(
      `${message}${others} was acknowledged, but nobody read to the end after that: lost or late?`,
    );
  }
}

/** Messages without effect, beside effects of which nobody knows the message: only where those are too few, some are lost. */
function reportMissing(lost: readonly Entry[], unnamed: readonly Operation[], findings: Findings): void {
  const [{ message }] = lost as [Entry];
  if (lost.length <= unnamed.length) {
    const others = lost.length > 1 ? ` (and ${lost.length - 1} more)` : '';
    const may = `${whoWhen(unnamed[0]!)} may have taken it, with an outcome nobody knows`;
    return findings.undecided(`${show(message)}${others} was acknowledged and never processed, but ${may}`);
  }
  // One more than could have been taken is enough.
  const enough = lost.slice(0, unnamed.length + 1);
  findings.add('lost', [...enough.map(acknowledgement), ...unnamed], () => {
    const few = `the ${unnamed.length} of unknown outcome cannot have taken them all`;
    return `${lost.length} acknowledged messages were never processed, ${show(message)} among them; ${few}`;
  });
}

function reportDuplicates({ duplicated }: Ledger, findings: Findings): void {
  for (const entry of duplicated) {
    const [first, second] = definite(entry);
    findings.add('duplicate', [entry.sends[0], first, second], () => {
      const times = definite(entry).length;
      const where = `first by ${whoWhen(first!)}, again by ${whoWhen(second!)}`;
      return `${show(entry.message)} was processed ${times} times${inGroup(entry)}, ${where}`;
    });
  }
}

function reportInventions({ phantom, aborted }: Ledger, findings: Findings): void {
  for (const entry of phantom) {
    const effect = definite(entry)[0]!;
    findings.add('phantom', [entry.sends[0], effect], () => {
      const flaw = entry.sends.length > 0 ? 'before anyone sent it' : 'which nobody sent';
      return `${whoWhen(effect)} processed ${show(entry.message)}, ${flaw}`;
    });
  }
  for (const entry of aborted) {
    const effect = definite(entry)[0]!;
    findings.add('aborted-read', [entry.sends[0], effect], () => {
      return `${whoWhen(effect)} processed ${show(entry.message)}, although its sender was told that it failed`;
    });
  }
}

/** The effects that certainly happened; a drain that lists one message twice counts twice. */
function definite(entry: Entry): Operation[] {
  return entry.effects.filter((effect) => effect.type === 'ok');
}

function acknowledgement(entry: Entry): Operation {
  return entry.sends.find((send) => send.type === 'ok')!;
}

function inGroup({ group }: Entry): string {
  return group === undefined || sameValue(group, '') ? '' : ` in group ${group}`;
}
