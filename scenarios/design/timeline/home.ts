/**
 * Whoever asks for a timeline asks here. Where timelines are written, this node follows the log of events, and writes each post
 * to a few followers at a time. Where it is in all that is kept in one file with the timelines.
 */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import { answerAll, answerWhenEmpty, takeReady, type Waiting } from 'seedstorm/parts';
import type { Event, Post, Posts, Strategy } from './posts.js';

/** What can be wrong with it. */
export interface HomeRules {
  /** When it counts a post as written: with its last follower, or with the first. */
  readonly moves: 'with-the-last' | 'with-the-first';
  readonly backfills: boolean;
  readonly deletes: boolean;
  readonly unfollows: boolean;
  /** Which posts are put in when a timeline is read: those that were not written, or those of who has many followers now. */
  readonly pulls: 'not-fanned' | 'of-big-now';
  /** Of which moment they are: of that of the timeline, or of now. */
  readonly pullsAt: 'same-moment' | 'now';
  readonly merges: 'by-number' | 'one-after-the-other';
  /** Whether a reader waits until the timeline has what this reader has done or seen. */
  readonly waits: boolean;
}

/** A timeline as it was after an event. */
export interface Timeline {
  readonly position: number;
  readonly ids: readonly string[];
}

interface Kept {
  position: number;
  /** To so many followers the next post was written already. */
  part: number;
  readonly lists: Record<string, Post[]>;
  readonly fanned: Post[];
  readonly followers: Record<string, string[]>;
}

interface Reader {
  readonly user: string;
  readonly after: number;
  readonly to: ReplyTo;
}

interface Home {
  state: { kept: Kept; readonly inbox: Event[]; readonly readers: Reader[]; readonly settling: Waiting };
  requests: {
    read: (ask: { readonly user: string; readonly after: number }) => Timeline;
    /** Whether all events were taken. */
    settled: () => boolean;
  };
  calls: Posts;
  token: 'events' | { readonly reader: Reader; readonly position: number; readonly written: readonly Post[] };
  timer: 'poll' | 'work' | 'over';
  durable: { kept: Kept };
}
type State = Home['state'];
type Node = Omit<StateMachineNode<Home>, 'reply'>;

/** A timeline shows so many posts. */
export const SHOWN = 5;
/** It writes to so many timelines at a time. */
const PART = 1;
const POLL_MS = 8;
const WORK_MS = 2;

/** The program of this node. */
export function home(strategy: Strategy, rule: HomeRules): Program {
  return stateMachine<Home>({
    start(node) {
      const kept = node.disk.read('kept');
      if (strategy !== 'on-read') node.setTimer('poll', 0);
      const empty: Kept = { position: 0, part: 0, lists: {}, fanned: [], followers: {} };
      return { kept: kept ?? empty, inbox: [], readers: [], settling: [] };
    },

    onRequest: {
      read(state, { user, after }, node) {
        state.readers.push({ user, after, to: node.defer() });
        serve(state, node);
      },
      settled(state, _ask, node) {
        const when = { empty: strategy === 'on-read', timer: 'over', atMostMs: 250 } as const;
        answerWhenEmpty(state.settling, when, () => strategy === 'on-read', node);
      },
    },

    onTimer(state, timer, node) {
      if (timer === 'over') return answerAll(state.settling, () => false, node);
      if (timer === 'work') return work(state, node);
      node.call('posts', { f: 'events', after: state.kept.position }, { timeoutMs: 60, token: 'events' });
    },

    onReply(state, result, node) {
      const { token } = result;
      if (token === 'events') {
        const events = result.kind === 'answer' ? (result.value as readonly Event[]) : undefined;
        if (events?.length === 0) answerAll(state.settling, () => true, node);
        state.inbox.push(...(events ?? []));
        return node.setTimer(state.inbox.length > 0 ? 'work' : 'poll', state.inbox.length > 0 ? 0 : POLL_MS);
      }
      if (result.kind !== 'answer') return node.rejectTo(token.reader.to, 'no answer');
      const { position, posts } = result.value as ReturnType<Posts['pull']>;
      show(
        token.reader,
        strategy === 'on-read' ? position : token.position,
        [...token.written, ...posts],
        node,
      );
    },
  });

  /** Takes one event, or writes a post to a few of its followers. */
  function work(state: State, node: Node): void {
    const { kept, inbox } = state;
    const [event] = inbox;
    if (event === undefined) return;
    const n = kept.position + 1;
    const targets =
      event.kind === 'post' && event.isFanned ? [event.user, ...(kept.followers[event.user] ?? [])] : [];
    if (event.kind === 'post' && event.isFanned) {
      const post: Post = { n, id: event.id, user: event.user };
      const now = targets.slice(kept.part, kept.part + PART);
      for (const user of now) (kept.lists[user] ??= []).push(post);
      node.count('timelines written', now.length);
      if (kept.part === 0) kept.fanned.push(post);
      kept.part += PART;
    } else if (event.kind !== 'post') change(kept, event);
    if (kept.part >= targets.length) {
      Object.assign(kept, { position: n, part: 0 });
      inbox.shift();
    }
    node.disk.write('kept', rule.moves === 'with-the-first' ? { ...kept, position: n, part: 0 } : kept);
    serve(state, node);
    node.setTimer(inbox.length > 0 ? 'work' : 'poll', WORK_MS);
  }

  function change(kept: Kept, event: Exclude<Event, { kind: 'post' }>): void {
    if (event.kind === 'delete') {
      if (!rule.deletes) return;
      for (const list of [kept.fanned, ...Object.values(kept.lists)])
        remove(list, ({ id }) => id === event.id);
      return;
    }
    const { user, whom } = event;
    const its = (kept.followers[whom] ??= []);
    const list = (kept.lists[user] ??= []);
    if (event.kind === 'follow' && !its.includes(user)) {
      its.push(user);
      if (rule.backfills) list.push(...kept.fanned.filter((post) => post.user === whom));
    }
    if (event.kind === 'unfollow') {
      remove(its, (one) => one === user);
      if (rule.unfollows) remove(list, (post) => post.user === whom);
    }
  }

  /** Answers those whose time has come. */
  function serve(state: State, node: Node): void {
    const { position, lists } = state.kept;
    const ready = takeReady(
      state.readers,
      ({ after }) => strategy === 'on-read' || !rule.waits || after <= position,
    );
    for (const reader of ready) {
      // A post that is being written has come to some of its followers, and counts for none of them yet.
      const written =
        strategy === 'on-read' ? [] : (lists[reader.user] ?? []).filter(({ n }) => n <= position);
      if (strategy === 'on-write') show(reader, position, written, node);
      else {
        const at = strategy === 'hybrid' && rule.pullsAt === 'same-moment' ? position : null;
        const which = strategy === 'on-read' ? 'all' : rule.pulls;
        const token = { reader, position, written };
        node.call('posts', { f: 'pull', user: reader.user, at, which }, { timeoutMs: 100, token });
      }
    }
  }

  function show({ to }: Reader, position: number, posts: readonly Post[], node: Node): void {
    const all = rule.merges === 'by-number' ? posts.toSorted((a, b) => b.n - a.n) : posts.toReversed();
    node.replyTo(to, { position, ids: all.slice(0, SHOWN).map(({ id }) => id) });
  }
}

function remove<T>(list: T[], isIt: (one: T) => boolean): void {
  list.splice(0, Infinity, ...list.filter((one) => !isIt(one)));
}
