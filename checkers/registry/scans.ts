/** Judges of orders weaker than linearizability, of delivery, and of agreement. */
import * as agreement from '../agreement/index.js';
import * as delivery from '../delivery/index.js';
import { adapterFor } from '../formats/adapters.js';
import { plainAdapterFor } from '../formats/plain.js';
import type { Checker, Operation } from '../history.js';
import { show } from '../identity.js';
import * as limits from '../limits/index.js';
import * as orders from '../orders/index.js';
import * as saga from '../saga/index.js';
import { choice, initial, names as nodeNames, number, ParameterError } from './entry.js';
import type { Judge, Parameter, RegistryEntry } from './entry.js';
import { namesFrom, namesOf, questionsOf, recogniser } from './functions.js';
import type { Functions, Names } from './functions.js';
import { withFunctionNames } from './renamed-functions.js';
import {
  ADMISSIONS,
  BALANCES,
  BROADCASTS,
  COMMITS,
  EFFECTS,
  IDS,
  KEYED_MESSAGES,
  LEADERS,
  LOCKS,
  LOGS,
  MESSAGES,
  PLACED_MESSAGES,
  PROPOSALS,
  SAGAS,
  STATES,
  TOKENS,
  VOTES,
} from './scan-functions.js';

type Values = Readonly<Record<string, unknown>>;

/** Reads and writes of registers, by key. */
function order(
  summary: string,
  make: (options: orders.RegisterOptions & Values) => Checker,
  parameters: Readonly<Record<string, Parameter>> = {},
): RegistryEntry {
  const functions = ['read', 'write'];
  const entry: RegistryEntry = {
    summary,
    parameters: { initial, ...parameters },
    make(values) {
      const checker = make(values);
      const adapter = adapterFor('cas-register', { name: checker.name, functions });
      return { ...judge(checker), adapter, independent: true };
    },
  };
  return withFunctionNames(entry, functions);
}

/** Operations by their fields: those of `functions`, by what the history calls them. */
export function plain<F extends Functions>(
  summary: string,
  functions: F,
  make: (names: Names<F>, values: Values) => Checker,
  parameters: Readonly<Record<string, Parameter>> = {},
): RegistryEntry {
  return {
    summary,
    parameters: { ...namesOf(functions), ...parameters },
    make(values) {
      const names = namesFrom(functions, values);
      const checker = make(names, values);
      const recognise = recogniser(checker.name, functions, names, values);
      return { ...judge(checker), adapter: plainAdapterFor(questionsOf(functions, names), recognise) };
    },
  };
}

const judge = (checker: Checker): Omit<Judge, 'adapter'> => ({ checker, independent: false, print });

function print({ input, output }: Operation): string {
  const { f, key: _, value: asked, ...rest } = input as Record<string, unknown>;
  const fields = Object.entries(rest).map(([name, part]) => `${name}=${show(part)}`);
  const answer = output === undefined ? [] : ['->', show(output)];
  return [String(f), ...(asked === undefined ? [] : [show(asked)]), ...fields, ...answer].join(' ');
}

export const SCANS: Readonly<Record<string, RegistryEntry>> = {
  sequential: order('one order for all that each process agrees with', (options) =>
    orders.sequential(options),
  ),
  'causal-memory': order('each process sees an order that keeps causes before effects', orders.causalMemory),
  'causal-convergence': order(
    'causal, and all agree on the order of conflicting writes',
    orders.causalConvergence,
  ),
  causal: order('no read misses a write it depends on', orders.causal),
  pram: order('all see the writes of each process in its order', orders.pram),
  'read-your-writes': order('a process sees its own writes', orders.readYourWrites),
  'monotonic-reads': order('what a process has seen, it goes on seeing', orders.monotonicReads),
  'monotonic-writes': order('writes of a process are seen in its order', orders.monotonicWrites),
  'writes-follow-reads': order('who sees a write sees what its writer had read', orders.writesFollowReads),
  regular: order('a read returns the last finished write or one that overlaps it', orders.regular),
  safe: order('a read that overlaps no write returns the last one', orders.safe),
  'bounded-staleness': order(
    'a read misses only so many writes, or only recent ones',
    (options) => orders.boundedStaleness(options),
    {
      versions: number('writes a read may have missed', 0),
      ms: number('milliseconds for which a finished write may be missed', 0),
    },
  ),
  convergence: plain(
    'state {replica, value}: all replicas equal after the last update',
    STATES,
    ({ state }) => orders.converges({ state }),
  ),
  'strong-convergence': plain(
    'state {replica, value, seen}: replicas that saw the same are equal',
    STATES,
    ({ state }) => orders.strongConvergence({ state }),
  ),

  'at-most-once': plain('send, process: no message takes effect twice', MESSAGES, delivery.atMostOnce),
  'at-least-once': plain('send, process: no acknowledged message is lost', MESSAGES, delivery.atLeastOnce),
  'exactly-once': plain(
    'send, process: no message is lost or takes effect twice',
    MESSAGES,
    delivery.exactlyOnce,
  ),
  'order-per-key': plain(
    'send, process with a key: messages of a key take effect as they were sent',
    KEYED_MESSAGES,
    delivery.orderPerKey,
  ),
  'order-per-partition': plain(
    'process {partition, offset}: a partition is processed by offset',
    PLACED_MESSAGES,
    ({ processed }, { redelivery }) =>
      delivery.orderPerPartition({
        processed,
        redelivery: redelivery === 'forbid' ? 'forbid' : 'allow',
      }),
    {
      redelivery: choice('whether a group may go back: allow or forbid (default: allow)', 'allow', 'forbid'),
    },
  ),
  'idempotent-effects': plain(
    'apply with a key: no key takes effect twice',
    EFFECTS,
    delivery.idempotentEffects,
  ),

  consensus: plain('propose, decide: all decide one proposed value, once', PROPOSALS, agreement.consensus),
  'atomic-commit': plain('vote, decide: all commit or all abort', VOTES, agreement.atomicCommit),
  'total-order-broadcast': plain(
    'broadcast, deliver: all deliver in one order',
    BROADCASTS,
    agreement.totalOrderBroadcast,
  ),
  'reliable-broadcast': plain(
    'broadcast, deliver: all deliver the same, in any order',
    BROADCASTS,
    (names, { nodes }) =>
      agreement.reliableBroadcast({ ...names, ...(nodes === undefined ? {} : { nodes: nodes as string[] }) }),
    { nodes: nodeNames('nodes that must deliver everything: n1,n2 (default: all that delivered anything)') },
  ),
  'causal-broadcast': plain(
    'broadcast, deliver: causes before effects',
    BROADCASTS,
    agreement.causalBroadcast,
  ),
  'fifo-broadcast': plain(
    'broadcast, deliver: as each node broadcast them',
    BROADCASTS,
    agreement.fifoBroadcast,
  ),
  'committed-prefix': plain(
    'commit {index, value}: one value for each index',
    COMMITS,
    agreement.committedPrefix,
  ),
  'log-matching': plain(
    'log of entries with terms: same index and term, same log',
    LOGS,
    agreement.logMatching,
  ),
  'one-leader-per-term': plain('lead {term}: one leader in a term', LEADERS, agreement.oneLeaderPerTerm),
  'mutual-exclusion': plain('acquire, release: one holder at a time', LOCKS, agreement.mutualExclusion),
  fencing: plain('acquire, access {token}: no access under an older token', TOKENS, agreement.fencing),
  'monotonic-ids': plain('generate: identifiers grow', IDS, agreement.monotonicIds),
  conservation: plain(
    'read of all balances: their sum stays the same',
    BALANCES,
    ({ read }, { total, negative }) =>
      agreement.conservation({
        ...(total === undefined ? {} : { total: total as number }),
        negative: negative === 'allow' ? 'allow' : 'forbid',
        balances: read,
      }),
    {
      total: number('what all balances add up to (default: what those of the first read do)'),
      negative: choice(
        'whether balances may be negative: allow or forbid (default: forbid)',
        'allow',
        'forbid',
      ),
    },
  ),
  'saga-isolation': plain(
    'saga-read, saga-write, saga-end: no lost update or dirty read',
    SAGAS,
    saga.sagaIsolation,
  ),
  'rate-limit': plain(
    'admit, refuse: no key is admitted more than its limit',
    ADMISSIONS,
    (names, values) => limits.rateLimit({ ...rateFrom(values), ...names }),
    {
      kind: choice(
        'any-window, own-windows (at multiples of windowMs) or bucket (default: any-window)',
        'any-window',
        'own-windows',
        'bucket',
      ),
      limit: number('the most in a window', 0),
      windowMs: number('how long a window is', 0),
      burst: number('the most a bucket holds', 0),
      perSecond: number('what flows into a bucket in a second', 0),
      starved: choice(
        'whether anybody may be refused while there is room: allow or forbid (default: allow)',
        'allow',
        'forbid',
      ),
      countsForMs: number('how long an admission may count against a refusal (default: the window)', 0),
    },
  ),
};

/** Windows and buckets have numbers of their own: each kind needs its two, and takes no others. */
function rateFrom(values: Values): limits.RateLimitOptions {
  const { kind = 'any-window', starved, countsForMs } = values;
  const [needed, others] =
    kind === 'bucket' ? [BUCKET_NUMBERS, WINDOW_NUMBERS] : [WINDOW_NUMBERS, BUCKET_NUMBERS];
  const missing = needed.find((name) => values[name] === undefined);
  if (missing !== undefined)
    throw new ParameterError(
      `rate-limit needs ${needed.join(' and ')} for ${String(kind)}: ${missing} is missing`,
    );
  const stray = others.find((name) => values[name] !== undefined);
  if (stray !== undefined) throw new ParameterError(`rate-limit takes no ${stray} for ${String(kind)}`);
  const zero = needed.find((name) => values[name] === 0);
  if (zero !== undefined) throw new ParameterError(`${zero} of rate-limit takes a number above 0`);
  return {
    kind,
    ...Object.fromEntries(needed.map((name) => [name, values[name]])),
    ...(starved === undefined ? {} : { starved }),
    ...(countsForMs === undefined ? {} : { countsForMs }),
  } as limits.RateLimitOptions;
}

const WINDOW_NUMBERS = ['limit', 'windowMs'];
const BUCKET_NUMBERS = ['burst', 'perSecond'];
