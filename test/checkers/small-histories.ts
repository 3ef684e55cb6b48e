/** A small history for each judge that asks for each of its functions, and that it finds no fault with. */

/** One completed operation: process, function, and what its two lines say besides. */
type Call = readonly [process: string, f: string, asked: Line, told?: Line];
type Line = Readonly<Record<string, unknown>>;

const value = (of: unknown): Line => ({ value: of });

const register: readonly Call[] = [
  ['a', 'write', value(1)],
  ['b', 'read', {}, value(1)],
];
const messages: readonly Call[] = [
  ['a', 'send', { value: 1, key: 'k' }],
  ['n', 'process', value(1)],
];
const drained: readonly Call[] = [...messages, ['c', 'drain', {}]];
const broadcast: readonly Call[] = [
  ['n', 'broadcast', value(1)],
  ['n', 'deliver', value(1)],
];
const set: readonly Call[] = [
  ['a', 'add', value(1)],
  ['b', 'read', {}, { value: [1], final: true }],
];
const states: readonly Call[] = [
  ['a', 'put', value(1)],
  ['n', 'state', { value: 1, seen: [1] }],
  ['m', 'state', { value: 1, seen: [1] }],
];
const orders = ['sequential', 'causal-memory', 'causal-convergence', 'causal', 'pram', 'read-your-writes']
  .concat('monotonic-reads', 'monotonic-writes', 'writes-follow-reads', 'regular', 'safe')
  .concat('bounded-staleness');

export const SMALL_HISTORIES: Readonly<Record<string, readonly Call[]>> = {
  ...Object.fromEntries(orders.map((name) => [name, register])),
  register: [...register, ['a', 'delete', {}]],
  'cas-register': [...register, ['a', 'cas', value([1, 2])], ['a', 'delete', {}]],
  'key-value': [
    ['a', 'put', value('x')],
    ['a', 'append', value('y')],
    ['b', 'get', {}, value('xy')],
    ['a', 'cas', value(['xy', 'z'])],
    ['a', 'delete', {}],
  ],
  queue: [
    ['a', 'enqueue', value(1)],
    ['b', 'dequeue', {}, value(1)],
  ],
  stack: [
    ['a', 'push', value(1)],
    ['b', 'pop', {}, value(1)],
  ],
  'priority-queue': [
    ['a', 'insert', value(1)],
    ['b', 'extract', {}, value(1)],
  ],
  set: [
    ['a', 'add', value(1)],
    ['b', 'contains', value(1), value(true)],
    ['b', 'read', {}, value([1])],
    ['a', 'remove', value(1)],
  ],
  multiset: [
    ['a', 'add', value(1)],
    ['b', 'contains', value(1), value(true)],
    ['b', 'count', value(1), value(1)],
    ['a', 'remove', value(1)],
  ],
  counter: [
    ['a', 'add', value(3)],
    ['a', 'decrement', value(1)],
    ['b', 'read', {}, value(2)],
  ],
  mutex: [
    ['a', 'acquire', value('a')],
    ['a', 'release', value('a')],
  ],
  bank: [
    ['a', 'transfer', value({ from: 'x', to: 'y', amount: 1 })],
    ['b', 'read', {}, value({ x: 9, y: 1 })],
  ],
  'list-append': [['a', 'txn', value([['append', 'x', 1]])]],
  'multi-register': [['a', 'txn', value([['w', 'x', 1]])]],
  'unique-ids': [['a', 'generate', {}, value(1)]],
  convergence: states,
  'strong-convergence': states,
  'at-most-once': drained,
  'at-least-once': drained,
  'exactly-once': drained,
  'order-per-key': messages,
  'order-per-partition': [['n', 'process', { value: 1, partition: 0, offset: 0 }]],
  'idempotent-effects': [
    ['a', 'pay', { key: 'k' }, value('paid')],
    ['n', 'apply', { key: 'k' }],
  ],
  consensus: [
    ['a', 'propose', value(1)],
    ['n', 'decide', value(1)],
  ],
  'atomic-commit': [
    ['c', 'begin', { txn: 1, participants: ['n'] }],
    ['n', 'vote', { txn: 1, vote: 'yes' }],
    ['n', 'decide', { txn: 1, decision: 'commit' }],
    ['a', 'transact', { txn: 1 }],
  ],
  'total-order-broadcast': broadcast,
  'reliable-broadcast': broadcast,
  'causal-broadcast': broadcast,
  'fifo-broadcast': broadcast,
  'committed-prefix': [
    ['n', 'commit', { index: 1, value: 'x' }],
    ['n', 'snapshot', { index: 2 }],
  ],
  'log-matching': [['n', 'log', { entries: [{ term: 1, value: 1 }] }]],
  'one-leader-per-term': [['n', 'lead', { term: 1 }]],
  'mutual-exclusion': [
    ['a', 'acquire', {}],
    ['a', 'release', {}],
  ],
  fencing: [
    ['a', 'acquire', {}, value(1)],
    ['n', 'access', { token: 1 }],
  ],
  'monotonic-ids': [['a', 'generate', {}, value(1)]],
  conservation: [['a', 'read', {}, value({ x: 9, y: 1 })]],
  'saga-isolation': [
    ['n', 'saga-read', { saga: 1, object: 'x' }, value(1)],
    ['n', 'saga-write', { saga: 1, object: 'x', value: 2 }],
    ['n', 'saga-end', { saga: 1, outcome: 'completed' }],
  ],
  'rate-limit': [
    ['n', 'admit', { key: 'k', atMs: 0 }],
    ['n', 'refuse', { key: 'k', atMs: 50 }],
  ],
  'set-full': set,
  'eventual-set': set,
  'eventual-counter': [
    ['a', 'add', value(3)],
    ['b', 'read', {}, { value: 3, final: true }],
  ],
  'total-queue': [
    ['a', 'enqueue', value(1)],
    ['a', 'enqueue', value(2)],
    ['b', 'dequeue', {}, value(1)],
    ['b', 'drain', {}, value([2])],
  ],
  kafka: [
    ['a', 'send', value([['send', 'k', 1]]), value([['send', 'k', [0, 1]]])],
    ['b', 'poll', value([['poll']]), value([['poll', { k: [[0, 1]] }]])],
    ['a', 'txn', value([['send', 'k', 2]]), value([['send', 'k', [1, 2]]])],
    ['b', 'poll', value([['poll']]), value([['poll', { k: [[1, 2]] }]])],
  ],
  'long-fork': [
    ['a', 'txn', value([['w', 1, 1]])],
    ['b', 'txn', value([['r', 1, null]]), value([['r', 1, 1]])],
  ],
  echo: [['a', 'echo', value('hello'), value('hello')]],
};

/** Parameters that judges cannot do without. */
export const NEEDED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  bank: { initial: { x: 10, y: 0 } },
  conservation: { total: 10 },
  'rate-limit': { limit: 1, windowMs: 100 },
};

/** The history as JSON Lines, with functions called otherwise, and all operations ending as `type`. */
export function smallHistory(
  judge: string,
  { names = {}, type = 'ok' }: { names?: Readonly<Record<string, string>>; type?: string } = {},
): string {
  const events = SMALL_HISTORIES[judge]!.flatMap(([process, f, asked, told], index) => {
    // A process whose operation ended as nobody knows goes on under another name.
    const common = { process: `${process}${type === 'info' ? index : ''}`, f: names[f] ?? f };
    return [
      { type: 'invoke', ...common, ...asked },
      { type, ...common, ...(type === 'ok' ? told : {}) },
    ];
  });
  return events.map((event) => JSON.stringify(event)).join('\n');
}
