/** The server of a room: it numbers messages, keeps them, and hands them on to all who have asked. */
import { stateMachine, type Program } from 'seedstorm';
import { appendTo, openLog, type DurableLog } from 'seedstorm/parts';

/** What can be wrong with it. */
export interface RoomRules {
  /** When it answers and hands a message on. */
  readonly acknowledge: 'after-sync' | 'at-once';
  /** What it does with a message that it has. */
  readonly copies: 'dropped' | 'kept';
}

/** Something said in a room. */
export interface Message {
  readonly id: string;
  /** The newest message that its sender had seen in this room. */
  readonly answers: string | null;
  readonly sentMs: number;
}
/** As the room keeps it. */
export type Numbered = Message & { readonly n: number };

/** What a room is asked. */
export interface RoomCalls {
  say: (ask: Message) => number;
  /** Makes the asker hear of what follows, too. */
  since: (ask: { readonly after: number }) => readonly Numbered[];
}

interface Room {
  state: { readonly log: DurableLog<Message>; readonly members: string[] };
  messages: RoomCalls;
  requests: { log: () => readonly Message[] };
  sends: { readonly f: 'said' } & Numbered;
}

/** The program of a room. */
export function room({ acknowledge, copies }: RoomRules): Program {
  const told = acknowledge === 'after-sync' ? ({ after: 'sync' } as const) : {};
  return stateMachine<Room>({
    start: (node) => ({ log: openLog<Message>(node).log, members: [] }),
    onMessage: {
      say({ log, members }, { id, answers, sentMs }, node) {
        const before = log.entries.findIndex((message) => message.id === id);
        if (before >= 0 && copies === 'dropped') return node.reply(before + 1, told);
        appendTo(log, { id, answers, sentMs }, node);
        const n = log.entries.length;
        for (const member of members) node.send(member, { f: 'said', id, answers, sentMs, n }, told);
        node.count('handed on', members.length);
        node.reply(n, told);
      },
      since({ log, members }, { after }, node, from) {
        if (!members.includes(from)) members.push(from);
        node.reply(
          log.entries.slice(after).map((message, index) => ({ ...message, n: after + index + 1 })),
          told,
        );
      },
    },
    onRequest: { log: ({ log }, _ask, node) => node.reply(log.entries, { after: 'sync' }) },
  });
}
