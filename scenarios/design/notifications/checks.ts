/** What notifications owe: each is seen once, none by who wants no more, and no lane waits for ever behind the other. */
import { defineChecker, type History, type Operation } from 'seedstorm/checkers';
import { hasDevice, type Item } from './provider.js';
import type { Lane, Notification, Stop } from './service.js';

const nameIn = ({ input }: Operation): string => (input as { f: string }).f;
const named = (history: History, f: string): Operation[] =>
  history.filter((operation) => nameIn(operation) === f);

/** On which channel the user sees it. */
const goesBy = ({ user, channel }: Notification) =>
  channel === 'push' && !hasDevice(user) ? 'email' : channel;

/**
 * Whatever was taken is seen once, unless the user may have stopped it. It reads `{f: 'notify', id, user, channel}`, the final
 * `{f: 'settled'}` and what each provider has sent, `{f: 'inbox'}`. Anomalies: `missing`, `twice`, `phantom`.
 */
export const seenOnce = defineChecker({
  name: 'seen-once',
  looksFor: 'notifications (function notify), and what providers have sent in the end (function inbox)',
  scan(history, found) {
    const inboxes = named(history, 'inbox').filter(({ type }) => type === 'ok');
    const settled = named(history, 'settled').findLast(({ type }) => type === 'ok');
    if (inboxes.length < 3 || settled?.output !== true) {
      found.undecided('in the end something was still under way, or a provider did not answer');
      return { judged: 0, reason: '' };
    }
    const stops = named(history, 'stop').filter(({ type }) => type !== 'fail');
    const asked = new Map<string, Operation>();
    for (const operation of named(history, 'notify')) {
      const { id } = operation.input as Notification;
      if (operation.type === 'ok' || !asked.has(id)) asked.set(id, operation);
    }
    const seen = new Set<string>();
    for (const inbox of inboxes)
      for (const { id } of inbox.output as Item[]) {
        if (seen.has(id)) found.anomaly('twice', `${id} is seen twice`, asked.get(id), inbox);
        if (!asked.has(id)) found.anomaly('phantom', `${id} is seen, and nobody sent it`, inbox);
        seen.add(id);
      }
    for (const [id, operation] of asked) {
      const its = operation.input as Notification;
      const mayBeStopped = stops.some(({ input }) => {
        const stop = input as Stop;
        return stop.user === its.user && (stop.channel === its.channel || stop.channel === goesBy(its));
      });
      if (operation.type === 'ok' && !seen.has(id) && !mayBeStopped)
        found.anomaly('missing', `${id} was taken, and ${its.user} never saw it`, operation, settled);
    }
    return { judged: seen.size, reason: `${seen.size} notifications, each seen once` };
  },
});

/**
 * From the answer to a stop on, the user sees nothing more on this channel. It reads `{f: 'stop', user, channel}` and the
 * effect `{f: 'see', user, channel}`. Anomaly: `seen-after-stop`.
 */
export const obeyed = defineChecker({
  name: 'obeyed',
  looksFor: 'what users see (function see)',
  scan(history, found) {
    const seen = named(history, 'see');
    for (const stop of named(history, 'stop').filter(({ type }) => type === 'ok')) {
      const { user, channel } = stop.input as Stop;
      for (const see of seen) {
        const its = see.input as Stop;
        if (its.user === user && its.channel === channel && stop.complete < see.invoke)
          found.anomaly('seen-after-stop', `${user} had stopped ${channel}, and sees one more`, stop, see);
      }
    }
    return { judged: seen.length, reason: `${seen.length} seen, none after its user had stopped it` };
  },
});

/** How often a lane may be served in a row while the other one waits. After a crash the service begins with the batch lane. */
const IN_A_ROW: Readonly<Record<Lane, number>> = { urgent: 4, batch: 3 };

/**
 * While something of one lane waits, the other one is served only so often in a row. It reads `{f: 'notify', urgency}` and the
 * effect `{f: 'hand', lane, ids}`. Anomalies: `urgent-waits`, `batch-waits`.
 */
export const fair = defineChecker({
  name: 'fair',
  looksFor: 'what was handed to workers (function hand)',
  scan(history, found) {
    const handed = new Set<string>();
    const taken = named(history, 'notify').filter(({ type }) => type === 'ok');
    let row: Operation[] = [];
    const hands = named(history, 'hand');
    for (const hand of hands) {
      const { lane, ids } = hand.input as { lane: Lane; ids: readonly string[] };
      const [last] = row;
      if (last !== undefined && (last.input as { lane: Lane }).lane !== lane) row = [];
      row.push(hand);
      for (const id of ids) handed.add(id);
      if (row.length <= IN_A_ROW[lane]) continue;
      const since = row.at(-IN_A_ROW[lane] - 1) as Operation;
      const waits = taken.find(({ input, complete }) => {
        const { id, urgency } = input as Notification;
        return urgency !== lane && complete < since.invoke && !handed.has(id);
      });
      if (waits !== undefined)
        found.anomaly(
          lane === 'urgent' ? 'batch-waits' : 'urgent-waits',
          `${(waits.input as Notification).id} waits while ${IN_A_ROW[lane] + 1} of the other lane are handed out in a row`,
          ...[waits, since, hand],
        );
    }
    return { judged: hands.length, reason: `${hands.length} times something was handed out, in turn` };
  },
});
