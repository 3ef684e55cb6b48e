/** A cluster of three in a test's hands, with clients that do what the test says and note what they hear. */
import { cast } from 'seedstorm/parts';
import { createWorld, defineScenario, stateMachine, z, type Program } from 'seedstorm';
import { clusterBroker } from '../../../scenarios/broker/amqp/cluster/broker.js';
import type { BrokerState, ClusterSettings } from '../../../scenarios/broker/amqp/cluster/broker-state.js';
import { soundSettings } from '../../../scenarios/broker/amqp/cluster/cluster.js';
import {
  HEARTBEAT_MS,
  type FromClient,
  type ToClient,
} from '../../../scenarios/broker/amqp/cluster/messages.js';

interface Hand {
  state: { stream: number | undefined; heard: string[] };
  request: { f: 'connect'; to: string } | { f: 'say'; methods: readonly FromClient[] };
  reply: boolean;
  /** What goes over its connection. */
  message: ToClient;
  sends: FromClient;
  timer: 'heartbeat';
  token: undefined;
}

const hand: Program = {
  ...stateMachine<Hand>({
    start(node) {
      node.setTimer('heartbeat', HEARTBEAT_MS);
      return { stream: undefined, heard: [] };
    },
    onRequest(state, asked, node) {
      if (asked.f === 'connect') state.stream = node.connect(asked.to);
      else
        for (const method of asked.methods)
          if (state.stream !== undefined) node.sendStream(state.stream, method);
      node.reply(true);
    },
    onStream(state, event) {
      if (event.stream !== state.stream) return;
      if (event.kind === 'data') {
        if (event.data.method !== 'heartbeat') state.heard.push(inWords(event.data));
      } else if (event.kind === 'closed') {
        state.heard.push('connection closed');
        state.stream = undefined;
      }
    },
    onTimer(state, timer, node) {
      if (state.stream !== undefined) node.sendStream(state.stream, { method: 'heartbeat' });
      node.setTimer(timer, HEARTBEAT_MS);
    },
  }),
  closesConnections: true,
};

/** `7R` is message 7, redelivered; `ok 7` is the confirm of the seventh publish. */
function inWords(method: ToClient): string {
  if (method.method === 'basic.deliver') return `${String(method.body)}${method.redelivered ? 'R' : ''}`;
  if (method.method === 'basic.ack') return `ok ${method.deliveryTag}`;
  if (method.method === 'channel.close') return String(method.replyCode);
  return method.method;
}

/** Three brokers that run, and the clients `a` and `b`, connected nowhere. */
export async function clusterInHand(settings: Partial<ClusterSettings> = {}) {
  const given = { ...soundSettings, ...settings };
  const scenario = defineScenario({
    name: 'test/cluster-in-hand',
    summary: 'A cluster and clients in the hands of a test',
    params: z.object({}),
    nodes: () => [...given.brokers, 'a', 'b'],
    protocol: cast({ broker: [given.brokers, clusterBroker(given)], hand: [['a', 'b'], hand] }),
    workload: () => ({ clients: ['test'], operations: () => [] }),
    faults: 'none',
    durationMs: 60_000,
    restartAfterMs: 100_000,
    check: {},
  });
  const world = await createWorld(scenario, { plan: { schema: 1, faults: [], operations: [] } });
  await world.runFor(300);

  const stateOf = <S>(name: string): S => world.nodes.find((node) => node.name === name)?.state as S;
  const heardBy = (name: string): string[] => stateOf<Hand['state']>(name).heard;
  const say = async (name: string, ...methods: FromClient[]): Promise<void> => {
    world.ask({ to: name, input: { f: 'say', methods } as { f: string } });
    await world.runFor(20);
  };
  return {
    world,
    say,
    heardBy,
    broker: (name: string) => stateOf<BrokerState>(name),
    /** What it has heard since this was last asked. */
    news(name: string): string {
      return heardBy(name).splice(0).join(' ');
    },
    async connect(name: string, to: string): Promise<void> {
      world.ask({ to: name, input: { f: 'connect', to } as { f: string } });
      await world.runFor(20);
    },
    publish: (name: string, ...bodies: number[]) =>
      say(
        name,
        ...bodies.map((body) => ({
          method: 'basic.publish' as const,
          exchange: '',
          routingKey: 'jobs',
          properties: { deliveryMode: 2 },
          body,
        })),
      ),
    consume: (name: string, prefetchCount = 0) =>
      say(
        name,
        { method: 'basic.qos', prefetchCount },
        { method: 'basic.consume', queue: 'jobs', consumerTag: 'c' },
      ),
    ack: (name: string, ...tags: number[]) =>
      say(name, ...tags.map((deliveryTag) => ({ method: 'basic.ack' as const, deliveryTag }))),
  };
}
