/** What a session promises: what was added is in it until it is closed, nothing else is, and then it is gone for good. */
import { defineChecker, type Checker, type Operation } from 'seedstorm/checkers';

interface Asked {
  readonly f: 'add' | 'cart' | 'close' | 'started';
  readonly session?: string;
  readonly item?: string;
}
const asked = ({ input }: Operation): Asked => input as Asked;

/** One session: what was asked of it. */
interface Story {
  readonly adds: Operation[];
  readonly closes: Operation[];
  readonly reads: Operation[];
}

/**
 * Sessions as users see them. Anomalies: `lost` (an item that was acknowledged is not there, or the session is not),
 * `phantom` (an item that nobody added), `still-open` (shown after it was closed).
 *
 * @param excused `by-a-restart`: servers keep sessions in memory, so that a session may be lost where a server has started
 *   again (effects `started`) since the item was added
 */
export function sessionsKept(excused: 'never' | 'by-a-restart'): Checker {
  return defineChecker({
    name: 'kept',
    looksFor: 'what was read of a session (functions add, cart and close)',
    scan(history, found) {
      const stories = new Map<string, Story>();
      const restarts: Operation[] = [];
      for (const operation of history) {
        const { f, session } = asked(operation);
        if (f === 'started') restarts.push(operation);
        if (session === undefined) continue;
        const story = stories.get(session) ?? { adds: [], closes: [], reads: [] };
        stories.set(session, story);
        if (f === 'add') story.adds.push(operation);
        if (f === 'close') story.closes.push(operation);
        // What is shown after an item was added is a reading, too.
        if (f !== 'close' && (operation.type === 'ok' || operation.error === 'no session'))
          story.reads.push(operation);
      }
      const isExcused = (since: Operation, until: Operation): boolean =>
        excused === 'by-a-restart' &&
        restarts.some(({ invoke }) => invoke > since.invoke && invoke < until.complete);

      let judged = 0;
      for (const [session, { adds, closes, reads }] of stories)
        for (const read of reads) {
          const closed = closes.find(({ type, complete }) => type === 'ok' && complete < read.invoke);
          if (read.type === 'ok' && closed !== undefined && !isExcused(closed, read))
            found.anomaly('still-open', `${session} was closed, and is shown again`, closed, read);
          if (closes.some(({ type, invoke }) => type !== 'fail' && invoke < read.complete)) continue;
          const items = read.type === 'ok' ? (read.output as readonly string[]) : [];
          for (const add of adds) {
            const item = asked(add).item as string;
            if (add.type !== 'ok' || add.complete >= read.invoke) continue;
            judged++;
            if (!items.includes(item) && !isExcused(add, read))
              found.anomaly('lost', `${item} was added to ${session}, and is not there`, add, read);
          }
          for (const item of items)
            if (!adds.some((add) => asked(add).item === item && add.invoke < read.complete))
              found.anomaly('phantom', `${item} is in ${session}, and nobody added it`, read);
        }
      return {
        judged,
        reason: `${judged} times an item that was added was looked for in ${stories.size} sessions`,
      };
    },
  });
}
