/** The database of a network of people: who posted, deleted, followed and left whom, as one log of numbered events. */
import { stateMachine, type Program } from 'seedstorm';
import { appendTo, openLog, type DurableLog } from 'seedstorm/parts';

/** How timelines are made: written for each follower, put together when they are read, or the latter for who has many. */
export const strategies = ['on-write', 'on-read', 'hybrid'] as const;
export type Strategy = (typeof strategies)[number];

/** What happened. The first event has the number 1. */
export type Happened =
  /** Whether followers' timelines are written is decided here, once: it cannot change while they are. */
  | { readonly kind: 'post'; readonly user: string; readonly id: string; readonly isFanned: boolean }
  | { readonly kind: 'delete'; readonly user: string; readonly id: string }
  | { readonly kind: 'follow' | 'unfollow'; readonly user: string; readonly whom: string };
export type Event = Happened & { readonly by: string };

/** A post, as timelines hold it. */
export interface Post {
  readonly n: number;
  readonly id: string;
  readonly user: string;
}

/** What the database is asked by who makes timelines. */
export interface Posts {
  events: (ask: { readonly after: number }) => readonly Event[];
  /** Posts of those whom the user follows, and their own, as they were at an event, or now (`at` is null). */
  pull: (ask: {
    readonly user: string;
    readonly at: number | null;
    readonly which: 'all' | 'not-fanned' | 'of-big-now';
  }) => { readonly position: number; readonly posts: readonly Post[] };
}

interface Database {
  state: { readonly log: DurableLog<Event> };
  requests: {
    post: (ask: { readonly user: string; readonly id: string }) => number;
    delete: (ask: { readonly user: string; readonly id: string }) => number;
    follow: (ask: { readonly user: string; readonly whom: string }) => number;
    unfollow: (ask: { readonly user: string; readonly whom: string }) => number;
    log: () => readonly Event[];
  };
  messages: Posts;
}

/** Whom each follows, after these events. */
function followersOf(events: readonly Event[]): ReadonlyMap<string, ReadonlySet<string>> {
  const followers = new Map<string, Set<string>>();
  for (const event of events) {
    if (event.kind !== 'follow' && event.kind !== 'unfollow') continue;
    const its = followers.get(event.whom) ?? new Set();
    followers.set(event.whom, its);
    if (event.kind === 'follow') its.add(event.user);
    else its.delete(event.user);
  }
  return followers;
}

/** The program of the database. @param big who has so many followers is not written to their timelines */
export const database = (strategy: Strategy, big: number): Program =>
  stateMachine<Database>({
    start: (node) => ({ log: openLog<Event>(node).log }),

    onRequest(state, request, node, client) {
      const { log } = state;
      if (request.f === 'log') return node.reply(log.entries, { after: 'sync' });
      // The network may deliver it twice, and late.
      const by = `${client} ${node.requestId ?? 0}`;
      const before = log.entries.findIndex((event) => event.by === by);
      if (before < 0) {
        const { f: kind, ...rest } = request;
        const count = followersOf(log.entries).get(request.user)?.size ?? 0;
        const isFanned = strategy === 'on-write' || count < big;
        appendTo(log, { kind, ...rest, by, ...(kind === 'post' && { isFanned }) } as Event, node);
      }
      node.reply(before < 0 ? log.entries.length : before + 1, { after: 'sync' });
    },

    onMessage: {
      events: ({ log }, { after }, node) => node.reply(log.entries.slice(after), { after: 'sync' }),
      pull({ log }, { user, at, which }, node) {
        const events = log.entries.slice(0, at ?? log.entries.length);
        const followers = followersOf(events);
        const gone = new Set(events.flatMap((event) => (event.kind === 'delete' ? [event.id] : [])));
        const posts = events.flatMap((event, index): Post[] => {
          if (event.kind !== 'post' || gone.has(event.id)) return [];
          const its = followers.get(event.user);
          if (event.user !== user && its?.has(user) !== true) return [];
          if (which === 'not-fanned' && event.isFanned) return [];
          if (which === 'of-big-now' && (its?.size ?? 0) < big) return [];
          return [{ n: index + 1, id: event.id, user: event.user }];
        });
        node.count('posts pulled', posts.length);
        node.reply({ position: events.length, posts }, { after: 'sync' });
      },
    },
  });
