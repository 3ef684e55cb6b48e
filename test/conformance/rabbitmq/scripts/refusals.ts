/** What is refused, with which code, and what it closes. */
import {
  bind,
  bindExchange,
  cancel,
  checkQueue,
  close,
  consume,
  deleteExchange,
  deleteQueue,
  exchange,
  get,
  open,
  publish,
  publishTo,
  purge,
  queue,
  quorum,
  qos,
  script,
  unbind,
  type Script,
  type Step,
} from '../language.js';

/** Each is refused: the channel is opened again after it. */
const each = (...steps: readonly Step[]): Step[] => steps.flatMap((step) => [step, open('a')]);

export const refusals: readonly Script[] = [
  script(
    'refusals/exchange-type',
    'An unknown type of exchange is refused with 503, which closes the connection.',
    [exchange('x', 'round-robin')],
  ),
  script(
    'refusals/exchange-redeclared',
    'An exchange declared again with another type, flag or argument is refused with 406.',
    [
      exchange('x', 'direct'),
      exchange('x', 'direct'),
      ...each(
        exchange('x', 'fanout'),
        exchange('x', 'direct', {}, { durable: false }),
        exchange('x', 'direct', {}, { autoDelete: true }),
        exchange('x', 'direct', {}, { internal: true }),
        exchange('x', 'direct', { 'alternate-exchange': 'y' }),
      ),
    ],
  ),
  script('refusals/exchange-other-arguments', 'Of an exchange’s arguments only the alternate is compared.', [
    exchange('x', 'direct', { colour: 'red' }),
    exchange('x', 'direct', { colour: 'blue' }),
    exchange('x', 'direct'),
  ]),
  script(
    'refusals/exchange-missing',
    'A passive declaration of a missing exchange is refused with 404, publishing to it too.',
    [
      queue('q'),
      ...each(
        exchange('nowhere', 'direct', {}, { passive: true }),
        publishTo('nowhere', 'k', 'm'),
        bind('q', 'nowhere', 'k'),
        bindExchange('nowhere', 'amq.direct', 'k'),
        bindExchange('amq.direct', 'nowhere', 'k'),
      ),
    ],
  ),
  script('refusals/exchange-passive-other-type', 'A passive declaration does not compare the type.', [
    exchange('x', 'direct'),
    exchange('x', 'fanout', {}, { passive: true, durable: false }),
  ]),
  script(
    'refusals/exchange-reserved',
    'New names that begin with amq. are refused with 403; the broker’s own may be declared as they are, else 406.',
    [
      ...each(
        exchange('amq.mine', 'direct'),
        exchange('amq.direct', 'direct'),
        exchange('amq.direct', 'fanout'),
        deleteExchange('amq.direct'),
      ),
    ],
  ),
  script('refusals/exchange-default', 'The default exchange cannot be declared, deleted or bound: 403.', [
    queue('q'),
    ...each(
      exchange('', 'direct'),
      exchange('', 'direct', {}, { passive: true }),
      deleteExchange(''),
      bind('q', '', 'k'),
      unbind('q', '', 'q'),
      bindExchange('', 'amq.direct', 'k'),
      bindExchange('amq.direct', '', 'k'),
    ),
  ]),
  script(
    'refusals/exchange-internal',
    'Clients cannot publish to an internal exchange: 403. Other exchanges can.',
    [
      exchange('front', 'fanout'),
      exchange('inside', 'fanout', {}, { internal: true }),
      queue('q'),
      bindExchange('inside', 'front'),
      bind('q', 'inside'),
      publishTo('front', 'k', 'm'),
      publishTo('inside', 'k', 'n'),
    ],
  ),
  script(
    'refusals/exchange-alternate-of-another-kind',
    'An alternate that is no string is refused with 406.',
    [
      ...each(
        exchange('x', 'direct', { 'alternate-exchange': 1 }),
        exchange('x', 'direct', { 'alternate-exchange': true }),
      ),
    ],
  ),
  script(
    'refusals/exchange-delete',
    'A missing exchange is deleted without an error; if-unused refuses one with bindings: 406.',
    [
      deleteExchange('nowhere'),
      exchange('x', 'fanout'),
      queue('q'),
      bind('q', 'x'),
      ...each(deleteExchange('x', { ifUnused: true })),
      unbind('q', 'x'),
      deleteExchange('x', { ifUnused: true }),
    ],
  ),
  script(
    'refusals/exchange-delete-as-destination',
    'An exchange that is only a destination counts as unused.',
    [exchange('x', 'fanout'), bindExchange('x', 'amq.direct', 'k'), deleteExchange('x', { ifUnused: true })],
  ),
  script(
    'refusals/queue-redeclared',
    'A queue declared again with another flag or argument is refused with 406.',
    [
      queue('q'),
      queue('q'),
      ...each(
        queue('q', {}, { durable: false }),
        queue('q', {}, { autoDelete: true }),
        queue('q', { 'x-message-ttl': 1000 }),
        queue('q', { 'x-max-length': 1 }),
        queue('q', { 'x-queue-type': 'quorum' }),
        queue('q', { 'x-queue-type': 'classic' }),
      ),
      queue('q', { colour: 'red' }),
    ],
  ),
  script(
    'refusals/queue-redeclared-kind-of-number',
    'Arguments of one value are alike, whatever kind of number they are.',
    [
      queue('q', { 'x-max-length': 100 }),
      queue('q', { 'x-max-length': { '!': 'long', value: 100 } }),
      queue('q', { 'x-max-length': 101 }),
    ],
  ),
  script(
    'refusals/queue-redeclared-exclusive',
    'A queue cannot be declared again as exclusive, nor an exclusive one without that: 405.',
    [
      queue('q'),
      queue('q', {}, { exclusive: true }),
      queue('e', {}, { exclusive: true }),
      open('a'),
      queue('e', {}, { exclusive: true }),
      queue('e'),
    ],
  ),
  script('refusals/queue-missing', 'A missing queue is 404 for all that name it; deleting it is no error.', [
    ...each(
      checkQueue('nobody'),
      get('nobody'),
      consume('nobody', 'c'),
      purge('nobody'),
      bind('nobody', 'amq.direct', 'k'),
    ),
    deleteQueue('nobody'),
  ]),
  script(
    'refusals/queue-exclusive-of-another',
    'Another connection gets 405 for all but publishing to an exclusive queue.',
    [
      queue('q', {}, { exclusive: true }),
      publish('q', 'm', { on: 'b' }),
      ...[
        checkQueue('q', 'b'),
        get('q', { on: 'b' }),
        consume('q', 'c', { on: 'b' }),
        purge('q', 'b'),
        deleteQueue('q', { on: 'b' }),
        queue('q', {}, { on: 'b' }),
        bind('q', 'amq.direct', 'k', {}, { on: 'b' }),
      ].flatMap((step) => [step, open('b')]),
      get('q', { on: 'a2' }),
    ],
  ),
  script('refusals/queue-reserved', 'Names of queues that begin with amq. are refused with 403.', [
    ...each(queue('amq.mine'), checkQueue('amq.mine')),
  ]),
  script(
    'refusals/queue-generated-name',
    'An empty name makes the broker invent one; a passive declaration does not take it for the last queue: 404.',
    [
      queue('', {}, { exclusive: true }),
      queue('', {}, { durable: false }),
      publish('q', 'm'),
      checkQueue(''),
    ],
  ),
  script('refusals/queue-passive-other', 'A passive declaration compares no flag and no argument.', [
    queue('q', { 'x-max-length': 3 }),
    queue('q', { 'x-max-length': 4 }, { passive: true, durable: false, autoDelete: true }),
  ]),
  script('refusals/queue-ttl', 'x-message-ttl must be a whole number, not below 0: 406.', [
    ...each(
      queue('q', { 'x-message-ttl': -1 }),
      queue('q', { 'x-message-ttl': 'x' }),
      queue('q', { 'x-message-ttl': '100' }),
      queue('q', { 'x-message-ttl': 1.5 }),
      queue('q', { 'x-message-ttl': true }),
      queue('q', { 'x-message-ttl': null }),
    ),
    queue('q', { 'x-message-ttl': 0 }),
  ]),
  script('refusals/queue-expires', 'x-expires must be a whole number above 0: 406.', [
    ...each(
      queue('q', { 'x-expires': 0 }),
      queue('q', { 'x-expires': -1 }),
      queue('q', { 'x-expires': 'x' }),
    ),
    queue('q', { 'x-expires': 100_000 }),
  ]),
  script(
    'refusals/queue-numbers-too-large',
    'Times may be up to ten years of 365 days (315,360,000,000 ms); more is refused with 406.',
    [
      ...each(
        queue('q', { 'x-message-ttl': 4_294_967_295 }),
        queue('r', { 'x-message-ttl': 4_294_967_296 }),
        queue('s', { 'x-message-ttl': 315_360_000_000 }),
        queue('t', { 'x-message-ttl': 315_360_000_001 }),
        queue('u', { 'x-expires': 4_294_967_295 }),
        queue('v', { 'x-expires': 4_294_967_296 }),
        queue('w', { 'x-expires': 315_360_000_000 }),
        queue('x', { 'x-expires': 315_360_000_001 }),
      ),
      ...each(
        publish('q', 'm', { expiration: '4294967295' }),
        publish('q', 'm', { expiration: '4294967296' }),
        publish('q', 'm', { expiration: '315360000000' }),
        publish('q', 'm', { expiration: '315360000001' }),
      ),
    ],
  ),
  script(
    'refusals/queue-length',
    'x-max-length and x-max-length-bytes must be whole numbers, not below 0: 406.',
    [
      ...each(
        queue('q', { 'x-max-length': -1 }),
        queue('q', { 'x-max-length': 'x' }),
        queue('q', { 'x-max-length-bytes': -1 }),
        queue('q', { 'x-max-length-bytes': 'x' }),
      ),
      queue('q', { 'x-max-length': 0, 'x-max-length-bytes': 0 }),
    ],
  ),
  script('refusals/queue-overflow', 'x-overflow must be one of three words: 406.', [
    ...each(queue('q', { 'x-overflow': 'drop-tail' }), queue('q', { 'x-overflow': 1 })),
    queue('drop', { 'x-overflow': 'drop-head' }),
    queue('reject', { 'x-overflow': 'reject-publish' }),
    queue('dlx', { 'x-overflow': 'reject-publish-dlx' }),
  ]),
  script('refusals/queue-priority', 'x-max-priority must be a whole number from 0 to 255: 406.', [
    ...each(
      queue('q', { 'x-max-priority': -1 }),
      queue('q', { 'x-max-priority': 256 }),
      queue('q', { 'x-max-priority': 'x' }),
    ),
    queue('zero', { 'x-max-priority': 0 }),
    queue('most', { 'x-max-priority': 255 }),
  ]),
  script(
    'refusals/queue-dead-letter',
    'A routing key for dead letters without an exchange is refused with 406, and a name that is no string.',
    [
      ...each(
        queue('q', { 'x-dead-letter-routing-key': 'k' }),
        queue('q', { 'x-dead-letter-exchange': 1 }),
        queue('q', { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 1 }),
      ),
      queue('q', { 'x-dead-letter-exchange': 'nowhere' }),
    ],
  ),
  script('refusals/queue-kind', 'An unknown x-queue-type is refused with 406.', [
    ...each(queue('q', { 'x-queue-type': 'fast' }), queue('q', { 'x-queue-type': 1 })),
    queue('q', { 'x-queue-type': 'classic' }),
  ]),
  script('refusals/queue-single-active', 'x-single-active-consumer must be true or false: 406.', [
    ...each(queue('q', { 'x-single-active-consumer': 'yes' }), queue('q', { 'x-single-active-consumer': 1 })),
    queue('q', { 'x-single-active-consumer': true }),
  ]),
  script('refusals/queue-mode', 'x-queue-mode must be default or lazy: 406.', [
    ...each(queue('q', { 'x-queue-mode': 'eager' })),
    queue('q', { 'x-queue-mode': 'lazy' }),
  ]),
  script(
    'refusals/queue-unknown-argument',
    'Arguments that nobody knows are accepted, on any kind of queue.',
    [
      queue('q', { 'x-colour': 'red', colour: 1 }),
      queue('quorum', { 'x-queue-type': 'quorum', 'x-colour': 'red' }),
    ],
  ),
  script(
    'refusals/queue-arguments-of-other-kinds',
    'A classic queue refuses arguments that only other kinds of queues have: 406.',
    [
      ...each(
        queue('q', { 'x-delivery-limit': 3 }),
        queue('q', { 'x-dead-letter-strategy': 'at-least-once' }),
        queue('q', { 'x-quorum-initial-group-size': 3 }),
        queue('q', { 'x-max-age': '1h' }),
        queue('q', { 'x-stream-max-segment-size-bytes': 100 }),
        queue('q', { 'x-initial-cluster-size': 1 }),
        queue('q', { 'x-queue-leader-locator': 'client-local' }),
        queue('q', { 'x-max-in-memory-length': 1 }),
        queue('q', { 'x-max-in-memory-bytes': 1 }),
      ),
      queue('r', { 'x-queue-master-locator': 'client-local' }),
    ],
  ),
  script(
    'refusals/quorum-arguments',
    'A quorum queue refuses arguments that only other kinds of queues have, and values that are none: 406.',
    [
      ...each(
        quorum('q', { 'x-max-priority': 3 }),
        quorum('q', { 'x-queue-mode': 'lazy' }),
        quorum('q', { 'x-queue-mode': 'default' }),
        quorum('q', { 'x-queue-version': 2 }),
        quorum('q', { 'x-max-age': '1h' }),
        quorum('q', { 'x-queue-master-locator': 'client-local' }),
        quorum('q', { 'x-delivery-limit': -1 }),
        quorum('q', { 'x-delivery-limit': 'x' }),
        quorum('q', { 'x-dead-letter-strategy': 'sometimes' }),
        quorum('q', { 'x-dead-letter-strategy': 1 }),
        quorum('q', { 'x-message-ttl': -1 }),
        quorum('q', { 'x-expires': 0 }),
        quorum('q', { 'x-max-length': -1 }),
        quorum('q', { 'x-overflow': 'drop-tail' }),
        quorum('q', { 'x-quorum-initial-group-size': 0 }),
        quorum('q', { 'x-dead-letter-routing-key': 'k' }),
      ),
      ...each(
        quorum('dlx', { 'x-overflow': 'reject-publish-dlx' }),
        quorum('zero', { 'x-delivery-limit': 0 }),
        quorum('single', { 'x-single-active-consumer': true }),
        quorum('memory', { 'x-max-in-memory-length': 1 }),
      ),
    ],
  ),
  script(
    'refusals/quorum-flags',
    'A quorum queue must be durable, named, and neither exclusive nor auto-delete: 406.',
    [
      ...each(
        quorum('q', {}, { durable: false }),
        quorum('q', {}, { exclusive: true }),
        quorum('q', {}, { autoDelete: true }),
        quorum(''),
      ),
      quorum('q'),
      queue('q'),
    ],
  ),
  script(
    'refusals/queue-delete',
    'To delete with if-empty a queue with messages, or with if-unused one with consumers, is refused with 406.',
    [
      queue('q'),
      publish('q', 'm'),
      ...each(deleteQueue('q', { ifEmpty: true })),
      consume('q', 'c', { on: 'b' }),
      ...each(deleteQueue('q', { ifUnused: true })),
      deleteQueue('q', { ifEmpty: true }),
    ],
  ),
  script(
    'refusals/consumer-tag-twice',
    'A tag that the channel has is refused with 530, which closes the connection; another channel may have it.',
    [queue('q'), consume('q', 'c'), consume('q', 'c', { on: 'a2' }), consume('q', 'c')],
  ),
  script(
    'refusals/consume-exclusive',
    'An exclusive consumer is alone: 403 for it beside others, and for others beside it.',
    [
      queue('q'),
      consume('q', 'one', { exclusive: true }),
      consume('q', 'two', { on: 'b' }),
      cancel('one'),
      consume('q', 'three', { on: 'c' }),
      consume('q', 'four', { on: 'd', exclusive: true }),
    ],
  ),
  script('refusals/consume-priority', 'The priority of a consumer must be a whole number: 406.', [
    queue('q'),
    ...each(
      consume('q', 'c', { arguments: { 'x-priority': 'x' } }),
      consume('q', 'c', { arguments: { 'x-priority': 1.5 } }),
    ),
    consume('q', 'c', { arguments: { 'x-priority': -5 } }),
  ]),
  script('refusals/cancel-unknown', 'To cancel a consumer that is not there is no error.', [
    queue('q'),
    cancel('nobody'),
    consume('q', 'c'),
    cancel('c'),
    cancel('c'),
  ]),
  script('refusals/prefetch-size', 'A limit in bytes is not supported: 540 closes the connection.', [
    { on: 'a', method: 'basic.qos', prefetchSize: 10, prefetchCount: 1, global: false },
  ]),
  script('refusals/prefetch-most', 'The largest prefetch is 65535.', [qos(65_535), qos(0)]),
  script('refusals/expiration', 'An expiration that is no number, or below 0, closes the channel with 406.', [
    queue('q'),
    ...each(
      publish('q', '1', { expiration: 'soon' }),
      publish('q', '2', { expiration: '-1' }),
      publish('q', '3', { expiration: '1.5' }),
      publish('q', '4', { expiration: '' }),
      publish('q', '5', { expiration: ' 60000' }),
    ),
    publish('q', '6', { expiration: '60000' }),
  ]),
  script('refusals/user-id', 'A user id that is not the connection’s closes the channel with 406.', [
    queue('q'),
    publish('q', 'm', { userId: 'guest' }),
    publish('q', 'n', { userId: 'somebody' }),
    close('a'),
  ]),
  script(
    'refusals/priority-of-another-kind',
    'A message’s priority above 255 cannot be sent; 255 acts as the maximum.',
    [
      queue('q', { 'x-max-priority': 3 }),
      publish('q', 'low', { priority: 2 }),
      publish('q', 'high', { priority: 255 }),
      get('q', { noAck: true }),
      get('q', { noAck: true }),
    ],
  ),
];
