/** Reads faults from unknown JSON, and refuses those that name nobody, last no time or exceed every measure. */
import { MAX_MS } from '../kernel/time.js';
import {
  integer,
  list,
  nameOf,
  number,
  object,
  optional,
  refined,
  refuse,
  set,
  text,
  variant,
  word,
} from '../input/readers.js';
import type { Reader, Shape } from '../input/readers.js';
import type {
  DelayedMessage,
  DuplicatedMessage,
  Fault,
  FaultKind,
  FaultOf,
  LostMessage,
  NamedMessage,
} from './fault.js';
import type { PlanWorld } from './plan-world.js';
import { isStandIn, PEER, standIns, WHOEVER } from './stand-ins.js';
import { waitingObjection, whenReader } from './when-reader.js';

/** A longer list is a mistake. */
const MAX_NAMES = 10_000;

const yes: Reader<true> = {
  expects: 'true',
  read(value, path) {
    if (value !== true) throw refuse(path, 'true, or nothing at all', value);
    return value;
  },
};
const lasting = number(0.001, MAX_MS, 'a time in ms');
const someTime = number(0, MAX_MS, 'a time in ms');
const probability = number(0, 1, 'a probability');
const displacement = number(-1e11, 1e11, 'a number of ms');

const spares = (world: PlanWorld) => world.spares ?? [];
const allNodes = (world: PlanWorld) => [...world.nodes, ...spares(world)];
const everyone = (world: PlanWorld) => [...allNodes(world), ...world.clients];

const node = orStandIn(nameOf('a node', allNodes), [WHOEVER, PEER]);
const spare = nameOf('a spare node', spares);
const endpoint = orStandIn(nameOf('a node or client', everyone), [WHOEVER, PEER]);
const endpoints = set(orStandIn(nameOf('a node or client', everyone), standIns), MAX_NAMES);
const nodes = set(orStandIn(nameOf('a node', allNodes), standIns), MAX_NAMES);

/** A name, or one of the words that stand for somebody known only later. */
function orStandIn(reader: Reader<string, PlanWorld>, words: readonly string[]): Reader<string, PlanWorld> {
  const standIn = word(...words);
  return {
    expects: reader.expects,
    read: (value, path, world) =>
      typeof value === 'string' && isStandIn(value)
        ? standIn.read(value, path, world)
        : reader.read(value, path, world),
  };
}

/** A time within the run. */
export const timeInRun: Reader<number, PlanWorld> = {
  expects: ({ durationMs }) => timeWithin(durationMs).expects as string,
  read: (value, path, { durationMs }) => timeWithin(durationMs).read(value, path, undefined),
};

function timeWithin(durationMs: number): Reader<number> {
  return number(0, durationMs, 'a time in ms');
}

const begins = { atMs: timeInRun, when: optional(whenReader) };
const lastingFault = { ...begins, durationMs: optional(lasting) };
const onLinks = { ...lastingFault, from: optional(endpoints), to: optional(endpoints) };
const onNode = { ...begins, node };
const lastingOnNode = { ...lastingFault, node };

/** A fault of one kind: its shape, and the kind itself. */
function kind<F extends Fault>(
  name: F['kind'],
  shape: Omit<Shape<F, PlanWorld>, 'kind'>,
): Reader<F, PlanWorld> {
  return object({ kind: word(name), ...shape } as unknown as Shape<F, PlanWorld>);
}

const oneMessage = { ...begins, from: endpoint, to: endpoint, nth: integer(1, 1e9) };
const lostMessage = kind<LostMessage>('message', { ...oneMessage, action: word('drop', 'corrupt') });
const namedMessage = variant<NamedMessage, PlanWorld>('action', {
  drop: lostMessage,
  corrupt: lostMessage,
  delay: kind<DelayedMessage>('message', { ...oneMessage, action: word('delay'), delayMs: lasting }),
  duplicate: kind<DuplicatedMessage>('message', {
    ...oneMessage,
    action: word('duplicate'),
    delayMs: optional(someTime),
  }),
});

const readers: { readonly [K in FaultKind]: Reader<FaultOf<K>, PlanWorld> } = {
  partition: kind('partition', {
    ...lastingFault,
    groups: list(endpoints, MAX_NAMES, 1),
    flapMs: optional(lasting),
  }),
  'one-way-cut': kind('one-way-cut', {
    ...lastingFault,
    from: endpoints,
    to: endpoints,
    flapMs: optional(lasting),
  }),
  loss: kind('loss', { ...onLinks, probability }),
  duplication: kind('duplication', { ...onLinks, probability }),
  reordering: kind('reordering', { ...onLinks, probability, delayMs: lasting }),
  latency: kind('latency', { ...onLinks, addMs: someTime, jitterMs: optional(someTime) }),
  'slow-link': kind('slow-link', { ...onLinks, bytesPerSecond: number(1, 1e12) }),
  corruption: kind('corruption', { ...onLinks, probability }),
  'connection-reset': kind('connection-reset', { ...begins, from: nodes, to: nodes }),
  message: namedMessage,
  crash: kind('crash', { ...lastingOnNode, unsynced: word('lost', 'kept', 'torn', 'random') }),
  kill: refined(kind<FaultOf<'kill'>>('kill', { ...lastingOnNode, forGood: optional(yes) }), (fault) =>
    fault.forGood && fault.durationMs !== undefined
      ? ['durationMs', 'no durationMs for a process that is gone for good']
      : undefined,
  ),
  restart: kind('restart', onNode),
  pause: kind('pause', lastingOnNode),
  'slow-node': kind('slow-node', { ...lastingOnNode, delayMs: number(0.001, 1e6, 'a time in ms') }),
  wipe: kind('wipe', lastingOnNode),
  upgrade: kind('upgrade', {
    ...onNode,
    version: nameOf('a version of the protocol', (world: PlanWorld) => world.versions ?? []),
  }),
  'clock-offset': kind('clock-offset', { ...lastingOnNode, offsetMs: displacement }),
  'clock-drift': kind('clock-drift', { ...lastingOnNode, ppm: number(-900_000, 900_000, 'millionths') }),
  'clock-jump': kind('clock-jump', { ...onNode, byMs: displacement }),
  'clock-freeze': kind('clock-freeze', lastingOnNode),
  'disk-slow': kind('disk-slow', { ...lastingOnNode, factor: number(1, 1e6, 'a factor') }),
  'disk-full': kind('disk-full', lastingOnNode),
  'disk-error': kind('disk-error', {
    ...lastingOnNode,
    probability,
    operations: optional(set(word('read', 'write', 'sync'), 3)),
  }),
  'fsync-failure': kind('fsync-failure', { ...lastingOnNode, probability }),
  'lost-writes': kind('lost-writes', lastingOnNode),
  'torn-write': kind('torn-write', onNode),
  'bit-rot': kind('bit-rot', { ...onNode, path: optional(text(1000)) }),
  join: kind('join', { ...begins, node: spare }),
  leave: kind('leave', onNode),
  replace: refined(kind<FaultOf<'replace'>>('replace', { ...onNode, with: spare }), (fault) =>
    fault.with === fault.node ? ['with', `another node than ${fault.node}`] : undefined,
  ),
  buggify: kind('buggify', {
    ...lastingFault,
    site: text(200),
    probability,
    nodes: optional(nodes),
  }),
};

/** Every kind of fault there is. */
export const faultKinds = Object.keys(readers) as readonly FaultKind[];

export const faultReader: Reader<Fault, PlanWorld> = refined(
  variant<Fault, PlanWorld>('kind', readers as Readonly<Record<string, Reader<Fault, PlanWorld>>>),
  waitingObjection,
);
