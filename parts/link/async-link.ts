/** Async programs over links: what they send with `send` and `broadcast` arrives at the handler of `onMessage`. */
import type { AsyncNode } from 'seedstorm';
import {
  linkAcked,
  linkAgain,
  linkHear,
  linkRules,
  linkSend,
  linkWaits,
  newLinks,
  type Delivered,
  type LinkMessage,
  type LinkRules,
  type LinkSettings,
} from './link.js';

type Server = (message: unknown, from: string) => unknown;

/**
 * The node with links: lossless, without copies and in order while both ends run, unless the rules say otherwise. All nodes
 * that talk to each other need it. `messages()` is not there: handle with `onMessage`, a function. Calls are untouched.
 *
 * @example
 * asyncProgram<Chat>((bare) => {
 *   const node = overLinks(bare);
 *   node.onMessage((line) => void lines.push(line));
 *   …
 * });
 *
 * @throws TypeError where `messages()` is used, or `onMessage` is given a map
 */
export function overLinks<P extends object>(
  node: AsyncNode<P>,
  { againMs = 20, rules: given }: LinkSettings = {},
): AsyncNode<P> {
  const rules: LinkRules = { ...linkRules, ...given };
  const links = newLinks(node.incarnation);
  const after = rules.acknowledge === 'after-sync' ? ({ after: 'sync' } as const) : {};
  let isAsking = false;
  const post = (to: string, message: LinkMessage, options?: { readonly after?: 'sync' }): void =>
    node.send(to, message as never, options);

  function send(to: string, message: unknown, options?: { readonly after?: 'sync' }): void {
    post(to, linkSend(links, to, message, rules, options?.after), options);
    if (!isAsking && linkWaits(links)) void ask();
  }

  async function ask(): Promise<void> {
    for (isAsking = true; linkWaits(links);) {
      await node.sleep(againMs);
      for (const { to, message, after: when } of linkAgain(links)) post(to, message, when && { after: when });
    }
    isAsking = false;
  }

  function hear(message: LinkMessage, from: string, server: Server): Promise<unknown> | undefined {
    if (message.linked === 'ack') return void linkAcked(links, from, message);
    const acknowledge = (n: number): void => {
      if (rules.lost === 'sent-again') post(from, { linked: 'ack', by: message.by, n }, after);
    };
    const { deliver, copy } = linkHear(links, from, message, rules);
    if (copy) acknowledge(message.n);
    return Promise.all(
      deliver.map(async ({ n, of }: Delivered) => {
        await server(of, from);
        acknowledge(n);
      }),
    );
  }

  const face = {
    send: { value: send },
    broadcast: {
      value: (message: unknown, options?: { readonly after?: 'sync' }) => {
        for (const peer of node.peers) send(peer, message, options);
      },
    },
    onMessage: {
      value: (server: unknown) => {
        if (typeof server !== 'function')
          throw new TypeError('overLinks: onMessage: expected one function for all messages');
        node.onMessage(((message: unknown, from: string) =>
          isLink(message)
            ? hear(message, from, server as Server)?.then(() => undefined)
            : (server as Server)(message, from)) as never);
      },
    },
    messages: {
      value: () => {
        throw new TypeError('overLinks: messages() does not go over links; handle them with onMessage');
      },
    },
  };
  return Object.create(node, face) as AsyncNode<P>;
}

function isLink(message: unknown): message is LinkMessage {
  return typeof message === 'object' && message !== null && 'linked' in message;
}
