/** A workload of Maelstrom as a scenario: its parameters say which program runs and how long, and what goes wrong. */
import { resolve } from 'node:path';
import { defineChecker } from '../../checkers/index.js';
import type { Checker } from '../../checkers/history.js';
import { InputError } from '../../sim/input/error.js';
import type { Random } from '../../sim/kernel/random.js';
import { stream } from '../../sim/kernel/random.js';
import type { NetworkConfig } from '../../sim/network/config.js';
import type { Latency } from '../../sim/network/latency.js';
import type { Program } from '../../sim/node/program.js';
import { defineScenario } from '../../sim/scenario/define.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import type { PlannedOperation } from '../../sim/faults/plan.js';
import type { ClientInput } from '../../sim/workload/client-program.js';
import type { Workload as WorldWorkload } from '../../sim/workload/workload.js';
import { childProgram } from './children/child-program.js';
import { MALFORMED } from './desk.js';
import { inProcess } from './in-process.js';
import { paramsSchema, type MaelstromParams } from './params.js';
import { partitions } from './partitions.js';
import { services } from './services/index.js';
import { topologyOf } from './topologies.js';
import type { Workload } from './workloads/workload.js';

/** Clients wait so long for an answer. */
const TIMEOUT_MS = 5_000;
/** What is under way has so long to arrive before nodes are asked for the last time. */
const QUIET_MS = 10_000;
/** Nodes have so long to get ready, or as long as clients ask. */
const READY_MS = 10_000;
/** Nothing takes no time at all: a loop of messages would never end. */
const LEAST_MS = 0.1;

const nodesOf = ({ nodeCount }: Pick<MaelstromParams, 'nodeCount'>): string[] =>
  Array.from({ length: nodeCount }, (_, index) => `n${index}`);

const clientsOf = ({ concurrency }: MaelstromParams): string[] =>
  Array.from({ length: concurrency }, (_, index) => `c${index + 1}`);

const SERVICES = Object.keys(services);

export function scenarioOf(workload: Workload): Scenario<MaelstromParams> {
  const timeoutMs = (params: MaelstromParams): number => workload.timeoutMs?.(params) ?? TIMEOUT_MS;
  const endsQuietly = workload.final !== undefined || workload.last !== undefined;
  const { final } = workload;
  return defineScenario<MaelstromParams>({
    name: `maelstrom/${workload.name}`,
    summary: workload.summary,
    params: paramsSchema,
    nodes: (params) => [...nodesOf(params), ...SERVICES],
    protocol: (params) => programs(workload, params),
    workload: (params) => asked(workload, params),
    network: (params) => network(params),
    faults: (params) =>
      params.nemesis === 'none'
        ? 'none'
        : partitions(params.nemesisInterval * 1000, nodesOf(params), SERVICES),
    durationMs: (params) =>
      params.timeLimit * 1000 + (endsQuietly ? QUIET_MS + timeoutMs(params) : timeoutMs(params)),
    clientTimeoutMs: timeoutMs,
    ...(endsQuietly
      ? { quietMs: workload.last === undefined ? QUIET_MS : 1, settleMs: QUIET_MS + TIMEOUT_MS }
      : { settleMs: 0 }),
    ...(final === undefined
      ? {}
      : { final: (params: MaelstromParams) => nodesOf(params).map((to) => ({ to, input: final })) }),
    check: (params) => ({
      answers: wellFormedAnswers(),
      ...workload.check(params),
      ...(params.availability > 0 ? { availability: available(params.availability) } : {}),
    }),
  });
}

function programs(workload: Workload, params: MaelstromParams): Record<string, Program> {
  const { bin, args, child, topology } = params;
  if (bin === '') throw new InputError('bin', 'expected the program of a node: --bin node.js');
  const nodes = nodesOf(params);
  const around = {
    nodes,
    workload,
    readyMs: Math.min(READY_MS, params.timeLimit * 1000),
    topology: workload.tellsTopology === true ? topologyOf(topology, nodes) : undefined,
  };
  const program = child ? childProgram(resolve(bin), args, around) : inProcess(resolve(bin), args, around);
  return { ...Object.fromEntries(nodes.map((node) => [node, program])), ...services };
}

/** Clients sit beside their nodes: what is slow is the way between nodes, and to services. */
function network(params: MaelstromParams): NetworkConfig {
  const near = { kind: 'constant', ms: LEAST_MS / 2 } as const;
  const links = clientsOf(params).flatMap((client) =>
    nodesOf(params).flatMap((node) => [
      { from: client, to: node, latency: near },
      { from: node, to: client, latency: near },
    ]),
  );
  return { latency: latencyOf(params), links };
}

function latencyOf({ latency, latencyDist }: MaelstromParams): Latency {
  const ms = Math.max(LEAST_MS, latency);
  switch (latencyDist) {
    case 'constant':
      return { kind: 'constant', ms };
    case 'uniform':
      return { kind: 'uniform', minMs: LEAST_MS, maxMs: Math.max(LEAST_MS, 2 * ms) };
    case 'exponential':
      return { kind: 'exponential', meanMs: ms, minMs: LEAST_MS };
  }
}

function asked(workload: Workload, params: MaelstromParams): WorldWorkload {
  const clients = clientsOf(params);
  const { program } = workload;
  return {
    clients,
    functions: Object.keys(workload.rpcs),
    operations: ({ seed }) => operations(workload, params, clients, stream(seed, 'maelstrom/operations')),
    ...(program === undefined ? {} : { program: program as never }),
  };
}

/** At random moments, `rate` a second; each client asks the node that is its own. */
function operations(
  workload: Workload,
  params: MaelstromParams,
  clients: readonly string[],
  random: Random,
): PlannedOperation[] {
  const nodes = nodesOf(params);
  const planned: PlannedOperation[] = [];
  const limitMs = params.timeLimit * 1000;
  const plan = (client: number, atMs: number, input: ClientInput): void => {
    const to = nodes[client % nodes.length] as string;
    planned.push({ process: clients[client] as string, atMs: Math.round(atMs * 1000) / 1000, to, input });
  };
  const everyMs = 1000 / params.rate;
  for (let index = 0, atMs = 2 * everyMs * random.float(); atMs < limitMs; index++) {
    plan(random.int(0, clients.length - 1), atMs, workload.draw({ index, random, params }));
    atMs += 2 * everyMs * random.float();
  }
  const count = planned.length;
  const last = workload.last?.(params, count);
  if (last !== undefined) for (const client of clients.keys()) plan(client, limitMs + QUIET_MS, last);
  return planned;
}

/** Nodes answer as the protocol says. */
const wellFormedAnswers = (): Checker =>
  defineChecker({
    name: 'answers',
    looksFor: 'operations that ended',
    scan(history, found) {
      for (const operation of history) {
        const { error, process, to } = operation;
        if (error?.startsWith(MALFORMED) === true)
          found.anomaly(
            'malformed-answer',
            `${to ?? 'a node'} answered ${process}: ${error.slice(MALFORMED.length + 2)}`,
            operation,
          );
      }
      return { judged: history.length, reason: 'nodes answer as the protocol says' };
    },
  });

/** So large a share of the operations ends `ok`. */
const available = (least: number): Checker => ({
  name: 'availability',
  check(history) {
    const ok = history.filter(({ type }) => type === 'ok').length;
    const share = history.length === 0 ? 1 : ok / history.length;
    const reason = `${ok} of ${history.length} operations ended ok (${(100 * share).toFixed(1)} %)`;
    if (share >= least) return { verdict: 'valid', reason };
    const operations = history.filter(({ type }) => type !== 'ok').slice(0, 1);
    const message = `${reason}: expected ${100 * least} % or more`;
    return { verdict: 'invalid', reason: message, anomalies: [{ kind: 'unavailable', message, operations }] };
  },
});
