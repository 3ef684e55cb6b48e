/** What a timeline owes: after each event it is what the log of events says, for whatever strategy, and nobody waits for their own. */
import { defineChecker, type History, type Operation } from 'seedstorm/checkers';
import { SHOWN, type Timeline } from './home.js';
import type { Event } from './posts.js';

const nameIn = ({ input }: Operation): string => (input as { f: string }).f;
const reads = (history: History): Operation[] =>
  history.filter((operation) => nameIn(operation) === 'read' && operation.type === 'ok');

/** What a user should see after these events, newest first, and what is gone. */
function expected(events: readonly Event[], user: string) {
  const [whom, gone] = [new Set([user]), new Set<string>()];
  for (const event of events)
    if (event.kind === 'delete') gone.add(event.id);
    else if (event.kind !== 'post' && event.user === user)
      if (event.kind === 'follow') whom.add(event.whom);
      else whom.delete(event.whom);
  const posts = events.filter(
    (event) => event.kind === 'post' && whom.has(event.user) && !gone.has(event.id),
  );
  return { gone, ids: posts.map((event) => (event as { id: string }).id).reverse() };
}

/** What is wrong with it, if anything is: the kind, and the post. */
function wrongIn(
  ids: readonly string[],
  events: readonly Event[],
  user: string,
): [string, string] | undefined {
  const due = expected(events, user);
  for (const [place, id] of ids.entries()) {
    if (ids.indexOf(id) < place) return ['duplicate', `shows ${id} twice`];
    if (due.gone.has(id)) return ['deleted', `shows ${id}, which is deleted`];
    if (!due.ids.includes(id))
      return ['not-due', `shows ${id}, of somebody whom ${user} does not follow, or of later`];
  }
  const places = ids.map((id) => due.ids.indexOf(id));
  if (places.some((place, index) => place < (places[index - 1] ?? -1))) return ['order', 'is not in order'];
  const missing = due.ids.slice(0, SHOWN).find((id) => !ids.includes(id));
  return missing === undefined ? undefined : ['missing', `lacks ${missing}`];
}

/**
 * A timeline is what the events say up to its position. It reads `{f: 'read', user, after}`, which answers position and ids, and
 * the final `{f: 'log'}` and `{f: 'settled'}`. Anomalies: `duplicate`, `deleted`, `not-due`, `order`, `missing`, and `behind` for
 * one that has not all events in the end.
 */
export const timelines = defineChecker({
  name: 'timelines',
  looksFor: 'timelines (function read), and the log of events in the end (function log)',
  scan(history, found) {
    const log = history.findLast((operation) => nameIn(operation) === 'log' && operation.type === 'ok');
    const settled = history.findLast(
      (operation) => nameIn(operation) === 'settled' && operation.type === 'ok',
    );
    if (log === undefined || settled?.output !== true) {
      found.undecided('in the end nobody saw the log, or timelines were still being written');
      return { judged: 0, reason: '' };
    }
    const events = log.output as readonly Event[];
    const all = reads(history);
    for (const read of all) {
      const { user } = read.input as { user: string };
      const { position, ids } = read.output as Timeline;
      const wrong = wrongIn(ids, events.slice(0, position), user);
      if (wrong !== undefined)
        found.anomaly(wrong[0], `the timeline of ${user} at event ${position} ${wrong[1]}`, read, log);
      if (read.process === 'final' && position < events.length)
        found.anomaly(
          'behind',
          `the timeline of ${user} ends at event ${position} of ${events.length}`,
          read,
          log,
        );
    }
    return { judged: all.length, reason: `${all.length} timelines, each as the events say` };
  },
});

/**
 * Who has done something, or has seen a timeline, sees nothing older. It reads `{f: 'read', after}`, and what writes answer:
 * their numbers, which are in the log in the end. Anomalies: `not-own` and `lost`.
 */
export const atOnce = defineChecker({
  name: 'at-once',
  looksFor: 'timelines (function read)',
  scan(history, found) {
    const all = reads(history);
    for (const read of all) {
      const { after } = read.input as { after: number };
      const { position } = read.output as Timeline;
      if (position < after)
        found.anomaly(
          'not-own',
          `at event ${position}, and this reader has done or seen event ${after}`,
          read,
        );
    }
    const log = history.findLast((operation) => nameIn(operation) === 'log' && operation.type === 'ok');
    const length = (log?.output as readonly Event[] | undefined)?.length ?? Infinity;
    for (const operation of history)
      if (typeof operation.output === 'number' && operation.type === 'ok' && operation.output > length)
        found.anomaly('lost', `event ${operation.output} is not in the log`, operation, log);
    return { judged: all.length, reason: `${all.length} timelines, none older than its reader knows` };
  },
});
