/** Five messages, three queues, and how these are bound to an exchange of each kind. */
import type { ClientMethod, Table } from 'seedstorm/servers';

export const MESSAGES = [
  { key: 'order', headers: {} },
  { key: 'order.paid', headers: { kind: 'order' } },
  { key: 'order.paid.eu', headers: { kind: 'order', urgent: true } },
  { key: 'news', headers: { kind: 'news', urgent: true } },
  { key: 'gone', headers: {} },
] as const;

export const QUEUES = ['order', 'news', 'rest'] as const;

const exchange = (type: string, name = type, given: Table = {}): ClientMethod => ({
  ...{ method: 'exchange.declare', exchange: name, type, durable: true, arguments: given },
});
const bind = (
  queue: (typeof QUEUES)[number],
  from: string,
  routingKey: string,
  given: Table = {},
): ClientMethod => ({
  ...{ method: 'queue.bind', queue, exchange: from, routingKey, arguments: given },
});

/** The exchanges, and how the queues are bound to them. The default exchange has no bindings of anybody's own. */
export const BOUND = {
  direct: [
    exchange('direct'),
    bind('order', 'direct', 'order'),
    bind('rest', 'direct', 'order'),
    bind('news', 'direct', 'news'),
  ],
  fanout: [
    exchange('fanout'),
    bind('order', 'fanout', 'order'),
    bind('news', 'fanout', 'news'),
    bind('rest', 'fanout', ''),
  ],
  topic: [
    exchange('topic'),
    bind('order', 'topic', 'order.*'),
    bind('news', 'topic', 'news'),
    bind('rest', 'topic', 'order.#'),
    bind('rest', 'topic', '*.paid.#'),
  ],
  headers: [
    exchange('headers'),
    bind('order', 'headers', 'order', { 'x-match': 'all', kind: 'order', urgent: true }),
    bind('news', 'headers', 'news', { 'x-match': 'any', kind: 'news', urgent: true }),
    bind('rest', 'headers', '', { 'x-match': 'all', kind: 'order' }),
  ],
  default: [],
  alternate: [
    exchange('fanout', 'unplaced'),
    exchange('direct', 'alternate', { 'alternate-exchange': 'unplaced' }),
    bind('order', 'alternate', 'order'),
    bind('news', 'alternate', 'news'),
    bind('rest', 'unplaced', ''),
  ],
} satisfies Record<string, readonly ClientMethod[]>;

export type ExchangeName = keyof typeof BOUND;
export const EXCHANGES = Object.keys(BOUND) as ExchangeName[];
