/** Broadcast over a network that loses and reorders: what is said must arrive in the order the checker stands for. */
import { it } from 'vitest';
import { clients, defineScenario, nemesis, nodeNames, stateMachine, z } from 'seedstorm';
import { causalBroadcast, fifoBroadcast, reliableBroadcast, totalOrderBroadcast } from 'seedstorm/checkers';
import { proofs, prove } from './prove.js';
import { replica, type Application } from './streams.js';

interface Say {
  readonly f: 'say';
  readonly value: number;
}

const nodes = nodeNames(3);

/** Nodes say what clients ask them to, and record what they hear. */
const messenger = ({ order, sequencer }: Pick<Application<Say, number, null>, 'order' | 'sequencer'>) =>
  replica<Say, number, null>({
    order,
    ...(sequencer === undefined ? {} : { sequencer }),
    memory: () => null,
    ask(_memory, { value }, node) {
      node.effect({ f: 'broadcast', value });
      return { reply: 'said', post: value };
    },
    deliver: (_memory, value, node) => node.effect({ f: 'deliver', value }),
  });

const shared = {
  params: z.object({}),
  nodes: () => nodes,
  workload: () =>
    clients(
      3,
      { say: 1 },
      {
        everyMs: 25,
        input: (_f, _random, { client, clients: all, index }) => ({ value: client + all * index }),
      },
    ),
  faults: nemesis({ loss: 'rough', reordering: 'rough' }, { kindProbability: 1 }),
  durationMs: 1_800,
};

const fifo = defineScenario<object>({
  ...shared,
  name: 'proof/fifo-broadcast',
  summary: 'Each node numbers what it says, and hears others in the order of their numbers',
  protocol: (_params, { bug }) => messenger({ order: bug === 'on-arrival' ? 'none' : 'fifo' }),
  check: { fifoBroadcast: fifoBroadcast({ nodes }) },
  bugs: {
    'on-arrival': {
      summary: 'What arrives is delivered, whatever is missing before it',
      shows: { check: 'fifoBroadcast', anomaly: 'fifo-order', within: 5 },
    },
  },
});

const causal = defineScenario<object>({
  ...shared,
  name: 'proof/causal-broadcast',
  summary: 'What a node hears waits for all that its speaker had heard',
  protocol: (_params, { bug }) => messenger({ order: bug === 'only-fifo' ? 'fifo' : 'causal' }),
  check: { causalBroadcast: causalBroadcast({ nodes }) },
  bugs: {
    'only-fifo': {
      summary: 'What a node hears waits for the earlier words of its speaker only',
      shows: { check: 'causalBroadcast', anomaly: 'causal-order', within: 5 },
    },
  },
});

const total = defineScenario<object>({
  ...shared,
  name: 'proof/total-order-broadcast',
  summary: 'One node numbers what all say, and all hear it in the order of these numbers',
  protocol: (_params, { bug }) =>
    messenger({
      order: bug === 'on-arrival' ? 'none' : 'fifo',
      ...(bug === 'no-sequencer' ? {} : { sequencer: 'n1' }),
    }),
  check: { totalOrderBroadcast: totalOrderBroadcast({ nodes }) },
  bugs: {
    'no-sequencer': {
      summary: 'Each node numbers its own: the order of two speakers is up to the listener',
      shows: { check: 'totalOrderBroadcast', anomaly: 'total-order', within: 5 },
    },
    'on-arrival': {
      summary: 'What arrives is delivered, whatever the sequencer numbered before it',
      shows: { check: 'totalOrderBroadcast', anomaly: 'total-order', within: 5 },
    },
  },
});

interface Gossip {
  state: { heard: number[] };
  request: Say;
  reply: string;
  message: number[];
  timer: 'gossip';
}

/** Nodes repeat all they heard now and then; what one has heard, it delivers once. */
const gossip = (bug: string | undefined) => {
  const hear = (heard: number[], value: number, deliver: () => void): void => {
    const isNew = !heard.includes(value);
    if (isNew) heard.push(value);
    if (isNew || bug === 'no-memory') deliver();
  };
  return stateMachine<Gossip>({
    start(node) {
      if (bug !== 'said-once') node.setTimer('gossip', 20);
      return { heard: [] };
    },
    onRequest({ heard }, { value }, node) {
      node.effect({ f: 'broadcast', value });
      hear(heard, value, () => bug === 'not-itself' || node.effect({ f: 'deliver', value }));
      node.broadcast([value]);
      node.reply('said');
    },
    onMessage({ heard }, values, node) {
      for (const value of values) hear(heard, value, () => node.effect({ f: 'deliver', value }));
    },
    onTimer({ heard }, timer, node) {
      node.broadcast([...heard]);
      node.setTimer(timer, 20);
    },
  });
};

const reliable = defineScenario<object>({
  ...shared,
  name: 'proof/reliable-broadcast',
  summary: 'Each node repeats what it heard until all have heard it',
  protocol: (_params, { bug }) => gossip(bug),
  faults: nemesis({ loss: 'rough' }),
  durationMs: 900,
  check: { reliableBroadcast: reliableBroadcast({ nodes }) },
  bugs: {
    'said-once': {
      summary: 'A message is said once, and whoever does not hear it never will',
      shows: { check: 'reliableBroadcast', anomaly: 'agreement', within: 5 },
    },
    'no-memory': {
      summary: 'What is heard again is delivered again',
      shows: { check: 'reliableBroadcast', anomaly: 'duplicate-delivery', within: 2 },
    },
    'not-itself': {
      summary: 'A node does not deliver what it says itself',
      shows: { check: 'reliableBroadcast', anomaly: 'validity', within: 2 },
    },
  },
});

it.each(proofs(fifo, causal, total, reliable))('$check finds $anomaly in $system.name with $bug', prove);
