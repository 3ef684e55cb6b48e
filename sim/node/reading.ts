/**
 * What async programs never read: messages and requests that come, and wait until the run is over. One node may be kept
 * from reading by what goes wrong; a program that reads on no node, in no incarnation, has forgotten to.
 */
import type { Micros } from '../kernel/time.js';

export type Post = 'request' | 'message';

/** What waits at a node: how many, and since when. */
export interface Unread {
  readonly post: Post;
  readonly count: number;
  readonly sinceUs: Micros;
  /** What the program must do; by default what an async program does. */
  readonly needs?: string;
}

/** What this asks of a node. */
interface Reader {
  readonly name: string;
  readonly status: string;
  readonly program: object;
  readonly driver: { unread?(): readonly Unread[] } | undefined;
}

/** What a node has read in any incarnation; worlds are short-lived, and this goes with them. */
const everRead = new WeakMap<Reader, Set<Post>>();

export function readBy(node: Reader): Set<Post> {
  let posts = everRead.get(node);
  if (posts === undefined) everRead.set(node, (posts = new Set()));
  return posts;
}

/**
 * @param leastUs how long it must have waited
 * @returns what is wrong, in one sentence, if something is
 */
export function unreadAt(nodes: readonly Reader[], nowUs: Micros, leastUs: Micros): string | undefined {
  for (const node of nodes) {
    if (node.status !== 'up') continue;
    for (const { post, count, sinceUs, needs } of node.driver?.unread?.() ?? []) {
      if (nowUs - sinceUs < leastUs) continue;
      if (nodes.some((other) => other.program === node.program && readBy(other).has(post))) continue;
      const verb = post === 'request' ? 'onRequest' : 'onMessage';
      const remedy = needs ?? `its program needs node.${verb}, or a loop over node.${post}s()`;
      const waiting = `${count} ${post}${count === 1 ? '' : 's'} ${count === 1 ? 'waits' : 'wait'}`;
      return `${node.name} never reads its ${post}s, and ${waiting}: ${remedy}`;
    }
  }
  return undefined;
}
