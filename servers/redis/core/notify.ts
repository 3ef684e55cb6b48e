/** Events of keys, told as messages of channels, to those who have asked for them by `notify-keyspace-events`. */
import { publish } from './publish.js';
import { refuse } from './reply.js';
import type { Turn } from './turn.js';

/** Kinds of events, as the setting has them. */
export type EventKind = 'g' | '$' | 'l' | 's' | 'h' | 'z' | 'x' | 'e' | 't' | 'm' | 'n' | 'd';

const ALL = 'g$lshzxetd';

export function notify(turn: Turn, kind: EventKind, event: string, key: string, db = turn.db.index): void {
  const asked = turn.redis.config.get('notify-keyspace-events') ?? '';
  if (asked === '' || !(asked.includes(kind) || (asked.includes('A') && ALL.includes(kind)))) return;
  if (asked.includes('K')) publish(turn, `__keyspace@${db}__:${key}`, event);
  if (asked.includes('E')) publish(turn, `__keyevent@${db}__:${event}`, key);
}

/** The setting, in the order in which Redis tells it. @throws Refusal */
export function readEvents(text: string): string {
  for (const letter of text)
    if (!`A${ALL}KEmn`.includes(letter)) refuse("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
  const has = (letter: string): boolean =>
    text.includes(letter) || (text.includes('A') && ALL.includes(letter));
  const kinds = [...ALL].filter(has);
  return `${kinds.length === ALL.length ? 'A' : kinds.join('')}${[...'KEmn'].filter((one) => text.includes(one)).join('')}`;
}
