/** When messages and queues get too old. A life of 800 ms is over after 1,500 ms, and not after 100, however busy the machine. */
import {
  ack,
  bind,
  burst,
  cancel,
  checkQueue,
  consume,
  exchange,
  get,
  nack,
  publish,
  publishAll,
  purge,
  qos,
  queue,
  quorum,
  script,
  wait,
  type Script,
  type Step,
} from '../language.js';
import type { Table } from '../../../../servers/index.js';

const SHORT = '800';
const over = wait(1500);
const notYet = wait(100);

/** The same script for both kinds of queue. */
function both(
  name: string,
  rule: string,
  steps: (declared: typeof queue) => readonly (Step | readonly Step[])[],
): Script[] {
  return [
    script(`time-to-live/${name}`, `${rule}.`, steps(queue)),
    script(`time-to-live/${name}-quorum`, `In quorum queues as in classic ones: ${rule}.`, steps(quorum)),
  ];
}

const dead: Table = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' };

export const timeToLive: readonly Script[] = [
  ...both('message', 'A message whose expiration has passed goes', (declared) => [
    declared('q'),
    burst(publish('q', 'short', { expiration: SHORT }), publish('q', 'long')),
    notYet,
    over,
    get('q', { noAck: true }),
  ]),
  ...both(
    'count',
    'A get without acknowledgement counts what is left once the next head is looked at',
    (declared) => [
      declared('q'),
      publish('q', 'first'),
      publish('q', 'too old', { expiration: '0' }),
      get('q', { noAck: true }),
    ],
  ),
  ...both('count-held', 'A get that is to be acknowledged, too, says how many are left', (declared) => [
    declared('q'),
    publish('q', 'first'),
    publish('q', 'too old', { expiration: '0' }),
    get('q'),
  ]),
  ...both('queue', 'The x-message-ttl of a queue holds for all its messages', (declared) => [
    declared('q', { 'x-message-ttl': 800 }),
    burst(publishAll('q', '1 2')),
    notYet,
    over,
  ]),
  ...both('smaller', 'Of the times of message and queue the smaller holds', (declared) => [
    declared('long', { 'x-message-ttl': 60_000 }),
    declared('short', { 'x-message-ttl': 800 }),
    burst(publish('long', '1', { expiration: SHORT }), publish('short', '2', { expiration: '60000' })),
    over,
  ]),
  ...both(
    'behind-another',
    'Only the head expires: behind a message that lives on, one past its time stays and counts as ready',
    (declared) => [
      queue('dead'),
      declared('q', dead),
      burst(publish('q', 'long', { expiration: '2600' }), publish('q', 'short', { expiration: SHORT })),
      over,
      get('dead'),
      over,
      get('dead'),
      get('dead'),
    ],
  ),
  ...both(
    'behind-another-taken',
    'A message past its time behind another is not delivered when its turn comes',
    (declared) => [
      queue('dead'),
      declared('q', dead),
      burst(publish('q', 'long'), publish('q', 'short', { expiration: SHORT }), publish('q', 'last')),
      over,
      get('q'),
      get('q'),
      get('dead'),
    ],
  ),
  ...both(
    'unsettled',
    'A message in a client’s hands does not expire, but at once when it comes back',
    (declared) => [
      queue('dead'),
      declared('q', dead),
      burst(publish('q', 'm', { expiration: SHORT }), get('q')),
      over,
      nack('m', { requeue: true }),
      get('dead'),
    ],
  ),
  ...both(
    'counts-from-the-first',
    'After a return the time still counts from when the message came into the queue',
    (declared) => [
      declared('q', { 'x-message-ttl': 1600 }),
      burst(publish('q', 'm'), get('q')),
      wait(1000),
      nack('m', { requeue: true }),
      wait(1200),
    ],
  ),
  ...both(
    'zero',
    'A message of no time at all is delivered if a consumer is ready, else it goes',
    (declared) => [
      queue('dead'),
      declared('q', dead),
      publish('q', 'nobody', { expiration: '0' }),
      qos(1),
      consume('q', 'c'),
      publish('q', 'ready', { expiration: '0' }),
      publish('q', 'busy', { expiration: '0' }),
      ack('ready'),
      get('dead'),
      get('dead'),
    ],
  ),
  script(
    'time-to-live/zero-queue',
    'A queue with x-message-ttl 0 delivers what a consumer takes at once, and keeps nothing.',
    [
      queue('q', { 'x-message-ttl': 0 }),
      publish('q', 'nobody'),
      qos(1),
      consume('q', 'c'),
      publish('q', 'ready'),
      publish('q', 'busy'),
      nack('ready', { requeue: true }),
    ],
  ),
  ...both('consumer', 'A consumer that comes after the time gets nothing', (declared) => [
    declared('q'),
    burst(publish('q', '1', { expiration: SHORT }), publish('q', '2')),
    over,
    consume('q', 'c'),
  ]),
  ...both('order', 'Messages of one time leave in the order of the queue', (declared) => [
    queue('dead'),
    declared('q', { ...dead, 'x-message-ttl': 800 }),
    publishAll('q', '1 2 3'),
    over,
    consume('dead', 'c'),
  ]),
  script('time-to-live/dead-letter', 'Expiry takes the expiration off, as original-expiration.', [
    queue('dead'),
    queue('q', dead),
    publish('q', 'm', { expiration: SHORT }),
    over,
    get('dead'),
  ]),
  script(
    'time-to-live/original-expiration',
    'A message that died by another reason keeps no expiration either.',
    [
      queue('dead'),
      queue('q', dead),
      publish('q', 'm', { expiration: '60000' }),
      get('q'),
      nack('m'),
      get('dead'),
    ],
  ),
  script(
    'time-to-live/priority-overtakes',
    'A message that overtakes others by its priority gets no timer: it is ready and delivered past its time.',
    [
      queue('q', { 'x-max-priority': 5 }),
      publish('q', 'low', { priority: 1 }),
      publish('q', 'high', { priority: 5, expiration: SHORT }),
      over,
      get('q', { noAck: true }),
      get('q', { noAck: true }),
    ],
  ),
  script('time-to-live/priority-alone', 'Into an empty priority queue a message comes with a timer.', [
    queue('q', { 'x-max-priority': 5 }),
    publish('q', 'high', { priority: 5, expiration: SHORT }),
    publish('q', 'low', { priority: 1 }),
    over,
    get('q', { noAck: true }),
  ]),
  script(
    'time-to-live/priority-behind',
    'Behind a live one of higher priority a message past its time stays until that is taken, then goes at once.',
    [
      queue('dead'),
      queue('q', { ...dead, 'x-max-priority': 5 }),
      publish('q', 'low', { priority: 1, expiration: SHORT }),
      publish('q', 'high', { priority: 5 }),
      over,
      get('q'),
      get('dead'),
      get('q'),
    ],
  ),
  script(
    'time-to-live/priority-queue-ttl',
    'With x-message-ttl a priority queue loses its messages level by level.',
    [
      queue('dead'),
      queue('q', { ...dead, 'x-max-priority': 5, 'x-message-ttl': 800 }),
      publish('q', 'low', { priority: 1 }),
      publish('q', 'high', { priority: 5 }),
      publish('q', 'low2', { priority: 1 }),
      over,
      consume('dead', 'c'),
    ],
  ),
  script(
    'time-to-live/expires',
    'A queue with x-expires goes when nobody has used it for so long; its messages do not become dead letters.',
    [queue('dead'), queue('q', { ...dead, 'x-expires': 800 }), publish('q', 'm'), over, checkQueue('q')],
  ),
  script(
    'time-to-live/expires-consumer',
    'A queue with a consumer does not expire; the time counts from when the last one went.',
    [
      queue('q', { 'x-expires': 1600 }),
      consume('q', 'c'),
      wait(2400),
      cancel('c'),
      wait(400),
      checkQueue('q'),
      wait(2400),
      checkQueue('q'),
    ],
  ),
  script(
    'time-to-live/expires-get',
    'To get, to declare and to ask passively begins the time of x-expires anew.',
    [
      queue('got', { 'x-expires': 1600 }),
      queue('declared', { 'x-expires': 1600 }),
      queue('asked', { 'x-expires': 1600 }),
      wait(900),
      burst(get('got'), queue('declared', { 'x-expires': 1600 }), checkQueue('asked')),
      wait(900),
      burst(checkQueue('got'), checkQueue('declared'), checkQueue('asked')),
    ],
  ),
  script(
    'time-to-live/expires-publish',
    'To publish, to purge and to bind does not begin the time of x-expires anew.',
    [
      exchange('x', 'fanout'),
      queue('published', { 'x-expires': 1600 }),
      queue('purged', { 'x-expires': 1600 }),
      queue('bound', { 'x-expires': 1600 }),
      wait(900),
      burst(publish('published', 'm'), purge('purged'), bind('bound', 'x')),
      wait(1300),
      checkQueue('published'),
      checkQueue('purged', 'b'),
      checkQueue('bound', 'c'),
    ],
  ),
  script(
    'time-to-live/length-of-expired',
    'Messages past their time behind another count towards the length of the queue.',
    [
      queue('q', { 'x-max-length': 2 }),
      publish('q', 'first'),
      publish('q', 'short', { expiration: SHORT }),
      over,
      publish('q', 'third'),
      get('q', { noAck: true }),
    ],
  ),
];
