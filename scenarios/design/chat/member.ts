/** A member of rooms: says one thing after another, and shows what others say by the numbers of the room. */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import type { Message, Numbered, RoomCalls } from './room.js';

/** What can be wrong with it. */
export interface MemberRules {
  /** What it does with a message that is not the next. */
  readonly gaps: 'waits' | 'as-it-comes' | 'skips';
  /** Whether it sends the next message before the last one was taken. */
  readonly sends: 'in-turn' | 'at-once';
  /** In which order it shows them. */
  readonly order: 'by-number' | 'by-clock';
}

/** What a member has of a room. */
interface View {
  readonly shown: Numbered[];
  readonly early: Numbered[];
  /** All up to this number are shown; with the rule `skips` it is the highest. */
  upTo: number;
  readonly outbox: { readonly message: Message; readonly to: ReplyTo }[];
}

interface Member {
  state: { readonly views: Record<string, View>; readonly said: string[] };
  requests: {
    say: (ask: { readonly room: string; readonly id: string }) => number;
    screen: (ask: { readonly room: string }) => readonly Message[];
  };
  messages: { said: (message: Numbered) => void };
  calls: RoomCalls;
  token: { readonly room: string; readonly id?: string; readonly reader?: ReplyTo };
  timer: string;
}
type Node = Omit<StateMachineNode<Member>, 'reply'>;

const ASK_MS = 50;
const TIMEOUT_MS = 60;

/** The program of a member of these rooms. */
export function member(names: readonly string[], rule: MemberRules): Program {
  return stateMachine<Member>({
    // A screen is empty after a crash: then all is shown anew.
    start(node) {
      for (const name of names) node.setTimer(name, 0);
      const view = (): View => ({ shown: [], early: [], upTo: 0, outbox: [] });
      return { views: Object.fromEntries(names.map((name) => [name, view()])), said: [] };
    },

    onTimer({ views }, name, node) {
      node.setTimer(name, ASK_MS);
      ask(views, { room: name }, node);
    },

    onRequest: {
      say({ views, said }, { room: name, id }, node) {
        // The network may deliver it twice.
        if (said.includes(id)) return;
        said.push(id);
        const { shown, outbox } = views[name] as View;
        const message = { id, answers: shown.at(-1)?.id ?? null, sentMs: node.nowMs() };
        node.effect({ f: 'broadcast', value: id, room: name, session: node.incarnation });
        outbox.push({ message, to: node.defer() });
        if (outbox.length === 1 || rule.sends === 'at-once') send(name, message, node);
      },
      screen: ({ views }, { room: name }, node) => ask(views, { room: name, reader: node.defer() }, node),
    },

    onMessage: {
      said({ views }, message, node, from) {
        take(views, from, message, node);
      },
    },

    onReply({ views }, { kind, token, ...rest }, node) {
      const { room: name, id, reader } = token;
      const { outbox, shown } = views[name] as View;
      const value = kind === 'answer' ? (rest as { value: unknown }).value : undefined;
      if (id !== undefined) {
        const place = outbox.findIndex(({ message }) => message.id === id);
        const waiting = outbox[place];
        if (waiting === undefined) return;
        if (kind !== 'answer') return send(name, waiting.message, node);
        outbox.splice(place, 1);
        node.replyTo(waiting.to, value as number);
        const [next] = outbox;
        if (next !== undefined && rule.sends === 'in-turn') send(name, next.message, node);
        return;
      }
      for (const message of (value as readonly Numbered[] | undefined) ?? [])
        take(views, name, message, node);
      if (reader === undefined) return;
      if (kind !== 'answer') return node.rejectTo(reader, 'no answer');
      const byClock = (a: Numbered, b: Numbered): number => a.sentMs - b.sentMs;
      node.replyTo(reader, rule.order === 'by-clock' ? shown.toSorted(byClock) : shown);
    },
  });

  function ask(views: Record<string, View>, token: Member['token'], node: Node): void {
    const { upTo } = views[token.room] as View;
    node.call(token.room, { f: 'since', after: upTo }, { timeoutMs: TIMEOUT_MS, token });
  }

  function send(name: string, message: Message, node: Node): void {
    node.call(
      name,
      { f: 'say', ...message },
      { timeoutMs: TIMEOUT_MS, token: { room: name, id: message.id } },
    );
  }

  function take(views: Record<string, View>, name: string, message: Numbered, node: Node): void {
    const view = views[name] as View;
    const { early } = view;
    if (message.n <= view.upTo || early.some(({ n }) => n === message.n)) return;
    if (rule.gaps === 'skips') {
      view.upTo = message.n;
      return show(view, name, message, node);
    }
    early.push(message);
    if (rule.gaps === 'as-it-comes') show(view, name, message, node);
    for (let next; (next = early.find(({ n }) => n === view.upTo + 1)) !== undefined;) {
      early.splice(early.indexOf(next), 1);
      view.upTo++;
      if (rule.gaps === 'waits') show(view, name, next, node);
    }
  }

  function show(view: View, name: string, message: Numbered, node: Node): void {
    view.shown.push(message);
    node.effect({ f: 'deliver', value: message.id, room: name, session: node.incarnation });
  }
}
