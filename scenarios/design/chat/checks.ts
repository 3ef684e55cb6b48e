/** What a chat owes: no answer before its question, and the same screen for all in the end. */
import { causalBroadcast, defineChecker, type Checker, type Operation } from 'seedstorm/checkers';
import type { Message } from './room.js';

/** Causal order is claimed within a room, and a member that crashed begins with an empty screen. */
export const causal: Checker = {
  name: 'causal',
  check(history, budget) {
    const views = history.map((operation): Operation => {
      const { session, room: name } = operation.input as { session?: number; room?: string };
      return session === undefined
        ? operation
        : { ...operation, process: `${operation.process}, ${name}, start ${session}` };
    });
    return causalBroadcast().check(views, budget);
  },
};

/**
 * In the end all show the same, nothing acknowledged is missing, and no answer stands above its question. It reads the final
 * `{f: 'log'}` of rooms and `{f: 'screen', room}` of members. Anomalies: `lost` (acknowledged and not in the room), `missing`,
 * `answer-first`, `differs`.
 */
export const screens = defineChecker({
  name: 'screens',
  looksFor: 'what members show in the end (function screen), and the rooms (function log)',
  scan(history, found) {
    const named = (f: string) =>
      history.filter(({ input, type }) => (input as { f: string }).f === f && type === 'ok');
    const logs = new Map(named('log').map((log) => [log.to, log]));
    for (const said of named('say')) {
      const { room: name, id } = said.input as { room: string; id: string };
      const log = logs.get(name);
      if (log !== undefined && !(log.output as Message[]).some((message) => message.id === id))
        found.anomaly('lost', `${id} was taken, and is not in ${name}`, said, log);
    }
    let judged = 0;
    for (const screen of named('screen')) {
      const log = logs.get((screen.input as { room: string }).room);
      if (log === undefined) continue;
      const [shown, due] = [screen, log].map(({ output }) => (output as Message[]).map(({ id }) => id)) as [
        string[],
        string[],
      ];
      judged += shown.length;
      const missing = due.find((id) => !shown.includes(id));
      if (missing !== undefined)
        found.anomaly('missing', `${screen.to} does not show ${missing}`, screen, log);
      const early = (screen.output as Message[]).find(
        ({ id, answers }) => answers !== null && shown.indexOf(answers) > shown.indexOf(id),
      );
      if (early !== undefined)
        found.anomaly(
          'answer-first',
          `${screen.to} shows ${early.id} above ${early.answers}, which it answers`,
          screen,
        );
      else if (missing === undefined && shown.slice(0, due.length).join() !== due.join())
        found.anomaly('differs', `${screen.to} shows another order than the room has`, screen, log);
    }
    if (judged === 0) found.undecided('nobody showed anything in the end');
    return { judged, reason: `${judged} messages shown, the same by all` };
  },
});
