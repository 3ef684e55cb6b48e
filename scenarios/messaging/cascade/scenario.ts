/**
 * One service of three is slow, stands still or is dead: what becomes of the others, in a chain of calls and with publish
 * and subscribe.
 *
 * In the chain an order waits for all services that it needs. What keeps the trouble where it is are time-outs, threads for
 * each kind of order, and no retries. With publish and subscribe the front answers when the broker has the order, and each
 * service works it off when it can.
 */
import { defineScenario, nemesis, z } from 'seedstorm';
import { atLeastOnce, defineChecker, type Checker, type Operation } from 'seedstorm/checkers';
import { busyDisk, cast, openWorkload } from 'seedstorm/parts';
import { amqpBroker } from 'seedstorm/servers';
import { drained } from '../../broker/amqp/emptied.js';
import { publisher } from '../../broker/amqp/publisher.js';
import { link, SERVICES, type Order } from './chain.js';
import { rules } from './rules.js';
import { declared, subscriber } from './subscriber.js';

const STYLES = ['chain', 'messages'] as const;
type Style = (typeof STYLES)[number];

/** Orders a second, and how far down the chain they go: most of them need the slow service. */
const PER_SECOND = 150;
const NEEDS = ['a', 'b', 'c', 'c', 'c'] as const;
/** An order that does not need the troubled service is done within this time, and every order is answered within the other. */
const PROMPT_MS = 60;
const ANSWERED_MS = 400;

const orderOf = ({ input }: Operation) => input as Order;

/**
 * Reads `{f: 'order', value, needs}`. In the chain, orders that do not need `c` are done promptly; with messages all are
 * taken promptly. Anomalies: `dragged-along` (late, or failed), `hanging` (not answered in time, not even by a refusal).
 */
const prompt = (style: Style): Checker =>
  defineChecker({
    name: 'prompt',
    looksFor: 'orders (function order)',
    scan(history, found) {
      const orders = history.filter((operation) => orderOf(operation).f === 'order');
      for (const order of orders) {
        const { value, needs } = orderOf(order);
        const tookMs = (order.completedAtMs ?? Infinity) - (order.invokedAtMs ?? 0);
        const depends = style === 'chain' && needs === 'c';
        if (!depends && (order.type !== 'ok' || tookMs > PROMPT_MS))
          found.anomaly(
            'dragged-along',
            `order ${value} does not wait for c, and ${order.type === 'ok' ? `took ${tookMs} ms` : 'was not done'}`,
            order,
          );
        if (!(tookMs <= ANSWERED_MS))
          found.anomaly('hanging', `order ${value} had no answer after ${ANSWERED_MS} ms`, order);
      }
      return {
        judged: orders.length,
        reason: `${orders.length} orders, none of them held up by c without need`,
      };
    },
  });

/** The slow service is asked once for each order: retries of callers above callers would multiply. Anomaly: `storm`. */
const noStorm = defineChecker({
  name: 'no-storm',
  looksFor: 'how often c was asked (function asked)',
  scan(history, found) {
    const asked = new Map<string, Operation[]>();
    for (const operation of history) {
      const { f, value } = operation.input as { readonly f: string; readonly value: string };
      if (f !== 'asked') continue;
      const all = asked.get(value) ?? [];
      asked.set(value, [...all, operation]);
      // Three attempts of one caller would make three.
      if (all.length === 3)
        found.anomaly('storm', `c was asked more than three times for order ${value}`, ...all, operation);
    }
    return {
      judged: asked.size,
      reason: `c was asked for ${asked.size} orders, for none of them again and again`,
    };
  },
});

export const cascadeScenario = defineScenario({
  name: 'messaging/cascade',
  summary:
    'One service is slow or dead: those that do not need it go on, in a careful chain and with messages',
  params: z.object({
    style: z.enum(STYLES).default('chain').describe('calls in a chain, or publish and subscribe'),
  }),
  vary: { style: [...STYLES] },
  nodes: ({ style }) => ['front', ...SERVICES, ...(style === 'messages' ? ['broker'] : [])],
  protocol({ style }, { bug }) {
    const own = rules.with(bug);
    if (style === 'chain')
      return cast({
        front: [['front'], link('front', own)],
        ...Object.fromEntries(SERVICES.map((name) => [name, [[name], link(name, own)]])),
      });
    return cast({
      broker: [['broker'], amqpBroker({ heartbeatMs: 100 })],
      front: [
        ['front'],
        publisher<Order>({
          declares: declared(own),
          messageOf: ({ value }) => ({
            exchange: 'orders',
            routingKey: '',
            properties: { deliveryMode: 2 },
            body: value,
          }),
          confirm: 'awaited',
        }),
      ],
      subscriber: [[...SERVICES], subscriber(own)],
    });
  },
  workload: () =>
    openWorkload({
      perSecond: PER_SECOND,
      to: () => 'front',
      clients: 100,
      fromMs: 50,
      input: (random, number) => ({ f: 'order', value: `o${number + 1}`, needs: random.pick(NEEDS) }),
    }),
  disk: busyDisk(),
  faults: nemesis(
    { crash: 'hell', kill: 'hell', pause: 'hell', slowNode: 'hell' },
    { name: 'one-service', summary: 'One service is slow, stands still or is dead', kindProbability: 0.7 },
  ),
  // Only c is in trouble; that is the question here.
  budget: { intactReplicas: 99, spared: ['front', 'a', 'b', 'broker'], ownFaultsOnly: true },
  durationMs: 1_200,
  clientTimeoutMs: 500,
  quietMs: 300,
  settleMs: 300,
  restartAfterMs: 100,
  final: ({ style }) => (style === 'messages' ? drained : []),
  check: ({ style }): Record<string, Checker> =>
    style === 'chain'
      ? { prompt: prompt(style), 'no-storm': noStorm }
      : { prompt: prompt(style), 'at-least-once': atLeastOnce({ sent: 'order', groups: [...SERVICES] }) },
  bugs: rules.bugs,
});
