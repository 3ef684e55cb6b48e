/**
 * A publisher that loses nothing: it keeps each message until the broker has confirmed it, and publishes it again on the
 * next connection. So a message may come twice.
 */
import { stateMachine, type Program, type ReplyTo } from 'seedstorm';
import {
  clientHears,
  clientTimer,
  publish,
  startClient,
  type AmqpClient,
  type BasicPublish,
  type ClientMethod,
} from 'seedstorm/servers';

/** A message and who waits for its confirm. */
interface Kept {
  readonly message: Omit<BasicPublish, 'method'>;
  readonly replyTo: ReplyTo;
}

interface Publisher<Request> {
  state: {
    readonly amqp: AmqpClient<Kept>;
    readonly unsent: Kept[];
    /** Messages that came back, by their ids: their confirms are still to come. */
    readonly returned: Set<string>;
  };
  request: Request;
  reply: 'confirmed' | 'returned';
}

/** What a publisher declares, how a request becomes a message, and whether it waits for confirms. */
export interface PublisherSettings<Request> {
  readonly declares: readonly ClientMethod[];
  readonly messageOf: (request: Request) => Omit<BasicPublish, 'method'>;
  /** `awaited`: the request is answered when the broker has the message; `ignored`: when it was sent. */
  readonly confirm: 'awaited' | 'ignored';
  /** What a request is answered whose message no queue took: `returned`, or `confirmed` as any other. Default `told`. */
  readonly returns?: 'told' | 'ignored';
  /** How often it says that it is there, and so finds out that the broker has restarted. Default: never. */
  readonly heartbeatMs?: number;
}

/** The program of a publisher. A request that ends `ok` was confirmed, and says whether its message came back. */
export function publisher<Request>({
  declares,
  messageOf,
  confirm,
  returns = 'told',
  heartbeatMs,
}: PublisherSettings<Request>): Program {
  const settings = {
    to: 'broker',
    channels: [[{ method: 'confirm.select' } as const, ...declares]],
    ...(heartbeatMs !== undefined && { heartbeatMs }),
  };

  return stateMachine<Publisher<Request>>({
    start: (node) => ({ amqp: startClient(settings, node), unsent: [], returned: new Set() }),

    onRequest(state, request, node) {
      const replyTo = node.defer();
      const message = messageOf(request);
      const messageId = `${replyTo.from}/${replyTo.id}`;
      state.unsent.push({
        message: { ...message, properties: { ...message.properties, messageId } },
        replyTo,
      });
      send(state, node);
    },

    onStream(state, event, node) {
      for (const news of clientHears(state.amqp, event, node)) {
        if (news.kind === 'confirmed') answer(state, news.about, node);
        else if (news.kind === 'returned') state.returned.add(news.message.properties.messageId ?? '');
        // Not for certain: the request may have come twice, and its message may have been published before.
        else if (news.kind === 'refused') node.rejectTo(news.about.replyTo, 'refused', { definite: false });
        else if (news.kind === 'unknown') state.unsent.push(news.about);
        else if (news.kind === 'ready') send(state, node);
      }
    },

    onTimer: (state, timer, node) => void clientTimer(state.amqp, timer, node),
  });

  type Node = Parameters<typeof startClient>[1] & {
    replyTo(to: ReplyTo, value: 'confirmed' | 'returned'): void;
  };

  function answer({ returned }: Publisher<Request>['state'], kept: Kept, node: Node): void {
    const cameBack = returned.delete(kept.message.properties?.messageId ?? '');
    node.replyTo(kept.replyTo, cameBack && returns === 'told' ? 'returned' : 'confirmed');
  }

  function send({ amqp, unsent }: Publisher<Request>['state'], node: Node): void {
    while (unsent[0] !== undefined && publish(amqp, unsent[0].message, unsent[0], node)) {
      if (confirm === 'ignored') node.replyTo(unsent[0].replyTo, 'confirmed');
      unsent.shift();
    }
  }
}
