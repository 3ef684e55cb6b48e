/** Requests and replies: direct reply-to. */
import {
  cancel,
  checkQueue,
  closeChannel,
  confirms,
  consume,
  get,
  kill,
  open,
  publish,
  queue,
  script,
  type Script,
  type Step,
} from '../language.js';

const REPLIES = 'amq.rabbitmq.reply-to';

/** The requester `a` sends a request to the server `b`. */
const request: readonly Step[] = [
  queue('requests', {}, { on: 'b' }),
  consume('requests', 'server', { on: 'b', noAck: true }),
  consume(REPLIES, 'replies', { noAck: true }),
  publish('requests', 'question', { replyTo: REPLIES, correlationId: 'r1' }),
];

const reply = (body: string, mandatory = false): Step => ({
  on: 'b',
  replyTo: 'question',
  body,
  properties: { correlationId: 'r1' },
  mandatory,
});

export const replies: readonly Script[] = [
  script(
    'replies/direct',
    'Direct reply-to: the reply comes to the consumer of the pseudo-queue, without a queue in between.',
    [request, reply('answer'), reply('second answer')],
  ),
  script(
    'replies/without-consumer',
    'A request that names the pseudo-queue without consuming from it closes the channel with 406.',
    [queue('requests'), publish('requests', 'question', { replyTo: REPLIES })],
  ),
  script('replies/with-acknowledgement', 'The pseudo-queue is consumed without acknowledgements, else 406.', [
    consume(REPLIES, 'replies'),
  ]),
  script('replies/twice', 'A channel has one consumer of replies, else 406; another may follow it.', [
    consume(REPLIES, 'one', { noAck: true }),
    cancel('one'),
    consume(REPLIES, 'two', { noAck: true }),
    consume(REPLIES, 'three', { noAck: true }),
  ]),
  script('replies/gone', 'A reply to a requester that is gone is dropped, and confirmed.', [
    request,
    confirms('b'),
    closeChannel('a'),
    reply('late'),
    reply('too late', true),
  ]),
  script('replies/killed', 'A reply to a requester whose connection was lost is dropped, and confirmed.', [
    request,
    confirms('b'),
    kill('a'),
    reply('late'),
  ]),
  script('replies/cancelled', 'A reply after the requester has cancelled its consumer is dropped.', [
    request,
    confirms('b'),
    cancel('replies'),
    reply('late'),
  ]),
  script(
    'replies/asked',
    'A passive declaration of the reply queue tells whether the requester is there: 404 if it is gone.',
    [request, { on: 'b', checkReplyTo: 'question' }, kill('a'), { on: 'b', checkReplyTo: 'question' }],
  ),
  script('replies/mandatory', 'A mandatory reply comes back with 312 even though the requester gets it.', [
    request,
    confirms('b'),
    reply('answer', true),
  ]),
  script(
    'replies/other-methods',
    'The pseudo-queue exists for declarations and consumers; to get and to purge it is missing.',
    [
      consume(REPLIES, 'replies', { noAck: true }),
      checkQueue(REPLIES),
      open('a'),
      get(REPLIES),
      open('a'),
      queue(REPLIES, {}, { durable: false }),
      open('a'),
      { on: 'a', method: 'queue.delete', queue: REPLIES },
      open('a'),
      { on: 'a', method: 'queue.purge', queue: REPLIES },
    ],
  ),
  script('replies/request-arrives-with-key', 'The request arrives with a reply-to that names the channel.', [
    queue('requests'),
    consume(REPLIES, 'replies', { noAck: true }),
    publish('requests', 'question', { replyTo: REPLIES }),
    get('requests'),
  ]),
];
