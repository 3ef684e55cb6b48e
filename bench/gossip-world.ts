/** The gossip that all engines run: 100 nodes tell a random peer the largest number they know, every 1 to 2 ms. */
import { asyncProgram, lan, ssd, stateMachine, type Fault, type Program } from 'seedstorm';
import type { WorldSetup } from '../sim/world/setup.js';

export const GOSSIP_NODES = 100;

interface Gossip {
  state: { max: number };
  message: { max: number };
  timer: 'gossip';
}

export const gossipMachine = stateMachine<Gossip>({
  start(node) {
    node.setTimer('gossip', 1 + node.random.float());
    return { max: Number(node.id.slice(1)) };
  },
  onMessage(state, message) {
    if (message.max > state.max) state.max = message.max;
  },
  onTimer(state, timer, node) {
    node.send(node.random.pick(node.members), { max: state.max });
    node.setTimer(timer, 1 + node.random.float());
  },
});

export const gossipAsync = asyncProgram<Gossip>(async (node) => {
  let max = Number(node.id.slice(1));
  node.onMessage((message) => {
    max = Math.max(max, message.max);
  });
  for (;;) {
    await node.sleep(1 + node.random.float());
    node.send(node.random.pick(node.members), { max });
  }
});

/** A loss that lasts, and a partition now and then. */
function faults(durationMs: number): Fault[] {
  const names = Array.from({ length: GOSSIP_NODES }, (_, index) => `n${index + 1}`);
  const halves = [names.slice(0, 50), names.slice(50)];
  const list: Fault[] = [{ kind: 'loss', atMs: 0, probability: 0.01 }];
  for (let atMs = 10; atMs < durationMs; atMs += 500)
    list.push({ kind: 'partition', atMs, durationMs: 100, groups: halves });
  return list;
}

export function gossipSetup(program: Program, durationMs: number): WorldSetup {
  return {
    seed: 1,
    nodes: Array.from({ length: GOSSIP_NODES }, (_, index) => ({
      name: `n${index + 1}`,
      program,
      version: 'v1',
      member: true,
    })),
    clients: [],
    plan: { schema: 1, faults: faults(durationMs), operations: [] },
    network: lan(),
    disk: ssd(),
    clocks: { maxOffsetMs: 0, maxDriftPpm: 0 },
    versions: {},
    finalOperations: [],
    durationMs,
    clientTimeoutMs: 1000,
    lastInvokeMs: durationMs,
    restartAfterMs: 1000,
    limits: { maxEvents: 1e9, maxEventsPerInstant: 1e6 },
    invariants: {},
  };
}
