/** Queues with a single active consumer: who it is, and what the others get. */
import {
  ack,
  cancel,
  closeChannel,
  consume,
  get,
  publish,
  publishAll,
  qos,
  queue,
  quorum,
  script,
  type Script,
} from '../language.js';

const single = { 'x-single-active-consumer': true };

export const singleActive: readonly Script[] = [
  script('consumers/single-active', 'With a single active consumer the others wait until it goes.', [
    queue('q', single),
    consume('q', 'c1'),
    consume('q', 'c2', { on: 'b' }),
    publishAll('q', '1 2'),
    closeChannel(),
    publish('q', '3'),
  ]),
  script(
    'consumers/single-active-quorum',
    'In a quorum queue too the others wait, and are not counted as consumers.',
    [
      quorum('q', single),
      consume('q', 'c1'),
      consume('q', 'c2', { on: 'b' }),
      publishAll('q', '1 2'),
      closeChannel(),
      publish('q', '3'),
    ],
  ),
  ...(
    [
      [
        'consumers/single-active-returns',
        queue,
        'Whoever becomes active gets first what the one before held.',
      ],
      [
        'consumers/single-active-returns-quorum',
        quorum,
        'In a quorum queue too whoever becomes active gets first what the one before held.',
      ],
    ] as const
  ).map(([name, declared, rule]) =>
    script(name, rule, [
      declared('q', single),
      qos(1),
      consume('q', 'c1'),
      qos(1, { on: 'b' }),
      consume('q', 'c2', { on: 'b' }),
      publishAll('q', '1 2'),
      closeChannel(),
    ]),
  ),
  script(
    'consumers/single-active-cancelled-quorum',
    'When the active consumer of a quorum queue is cancelled, the next gets messages at once.',
    [
      quorum('q', single),
      consume('q', 'c1'),
      consume('q', 'c2', { on: 'b' }),
      publish('q', '1'),
      cancel('c1'),
      publish('q', '2'),
      ack('1'),
    ],
  ),
  script(
    'consumers/single-active-priority',
    'A consumer of higher priority does not take over; when the active one goes, classic takes the highest priority.',
    [
      queue('q', single),
      consume('q', 'c1'),
      consume('q', 'c2', { on: 'b' }),
      consume('q', 'c3', { on: 'c', arguments: { 'x-priority': 10 } }),
      publish('q', '1'),
      closeChannel(),
      publish('q', '2'),
    ],
  ),
  script(
    'consumers/single-active-priority-quorum',
    'When the active one goes, a quorum queue takes the oldest.',
    [
      quorum('q', single),
      consume('q', 'c1'),
      consume('q', 'c2', { on: 'b' }),
      consume('q', 'c3', { on: 'c', arguments: { 'x-priority': 10 } }),
      publish('q', '1'),
      closeChannel(),
      publish('q', '2'),
    ],
  ),
  script(
    'consumers/single-active-blocked',
    'While the active consumer has its prefetch nobody else gets messages.',
    [
      queue('q', single),
      qos(1),
      consume('q', 'c1'),
      consume('q', 'c2', { on: 'b' }),
      publishAll('q', '1 2'),
      ack('1'),
    ],
  ),
  script(
    'consumers/single-active-get',
    'Beside a single active consumer a classic queue gives to basic.get.',
    [
      queue('q', single),
      publish('q', '1'),
      get('q'),
      qos(1, { on: 'b' }),
      consume('q', 'c', { on: 'b' }),
      publishAll('q', '2 3'),
      get('q'),
    ],
  ),
  script(
    'consumers/single-active-get-quorum',
    'To fetch from a quorum queue with a single active consumer is refused.',
    [quorum('q', single), publish('q', '1'), get('q')],
  ),
  script(
    'consumers/single-active-exclusive',
    'An exclusive consumer of a queue with a single active consumer is refused with 403.',
    [queue('q', single), consume('q', 'c', { exclusive: true })],
  ),
  script(
    'consumers/single-active-exclusive-quorum',
    'A quorum queue with a single active consumer does not mind an exclusive one.',
    [
      quorum('q', single),
      consume('q', 'c', { exclusive: true }),
      consume('q', 'd', { exclusive: true, on: 'b' }),
      publish('q', 'm'),
    ],
  ),
];
