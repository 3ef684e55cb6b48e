/** A whole trial: three processes, clients at work, processes killed meanwhile; what was seen of it, and its verdicts. */
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { nodeNames, stream, type PlannedOperation } from 'seedstorm';
import { mergeVerdicts, type History, type Verdict, type VerdictKind } from 'seedstorm/checkers';
import { raftChecks } from '../../scenarios/replication/raft/checks.js';
import type { ReachedSite } from '../../scenarios/replication/raft/effects.js';
import type { Request } from '../../scenarios/replication/raft/messages.js';
import { rules } from '../../scenarios/replication/raft/rules.js';
import { raftWorkload, type WorkloadName } from '../../scenarios/replication/raft/workload.js';
import { Client } from './client.js';
import { Cluster } from './cluster.js';
import { readEffects } from './effects.js';
import { disturb, type Disturbances } from './disturbance.js';
import { Recording } from './recording.js';
import { monotonicMs } from './world.js';

export interface Trial {
  /** How long clients work, in ms; longer if nodes need longer to be back from what is done to them. */
  readonly durationMs: number;
  readonly clients: number;
  /** Mean pause of a client between the beginnings of two operations, in ms. */
  readonly everyMs: number;
  readonly workload: WorkloadName;
  /** Decides what clients ask, of whom. What comes of it no seed decides: this is no simulation. */
  readonly seed: string;
  readonly bug: string | undefined;
  readonly disturbances: Disturbances;
  /** Where nodes keep their files. */
  readonly folder: string;
}

export interface Outcome {
  readonly history: History;
  /** How long clients were at work. */
  readonly workedMs: number;
  /** What was done to nodes, in words. */
  readonly disturbances: readonly string[];
  /** Processes that ended by themselves. */
  readonly unasked: readonly string[];
  /** The points of the protocol that nodes passed. */
  readonly reached: readonly ReachedSite[];
  readonly checks: Readonly<Record<string, Verdict>>;
  readonly verdict: VerdictKind;
}

const CLIENT_TIMEOUT_MS = 1_000;
const TRANSFER_EVERY_MS = 1_500;
const JUDGE_WITHIN_MS = 60_000;
/** Each client has so much more to ask than the time allows, for it may become longer. */
const SPARE_OPERATIONS = 1_000;

export async function tryOut(trial: Trial): Promise<Outcome> {
  const nodes = nodeNames(3);
  const recording = new Recording();
  const atWork = new AbortController();
  // Each client listens.
  setMaxListeners(0, atWork.signal);
  const cluster = new Cluster({
    voters: nodes,
    rules: rules.with(trial.bug),
    folder: trial.folder,
  });
  try {
    await Promise.all(nodes.map((node) => cluster.start(node)));
    await cluster.whoLeads();
    const beganAtMs = monotonicMs();
    const working = work(trial, cluster, nodes, recording, atWork.signal);
    const [disturbances] = await Promise.all([
      disturb(cluster, nodes, trial.disturbances, trial.durationMs),
      pause(trial.durationMs),
    ]);
    atWork.abort();
    await working;
    const workedMs = monotonicMs() - beganAtMs;
    await cluster.stop();
    for (const effect of readEffects(trial.folder)) recording.note(effect);
    const history = recording.history();
    const checks = judge(history, trial.workload);
    const verdict = mergeVerdicts(Object.values(checks).map((check) => check.verdict));
    const { unasked, reached } = cluster;
    return {
      history,
      workedMs,
      disturbances,
      unasked,
      reached: reached.map(({ site }) => site),
      checks,
      verdict,
    };
  } finally {
    atWork.abort();
    await cluster.stop();
  }
}

/** Clients ask what the scenario's workload would have them ask, one thing at a time, at its moment or later. */
async function work(
  { workload, seed, clients, everyMs, durationMs }: Trial,
  cluster: Cluster,
  nodes: readonly string[],
  recording: Recording,
  atWork: AbortSignal,
): Promise<void> {
  const { clients: names, operations } = raftWorkload(workload, {
    clients,
    everyMs,
    transferEveryMs: TRANSFER_EVERY_MS,
    nodes,
  });
  const planned = new Map<string, PlannedOperation[]>(names.map((name) => [name, []]));
  for (const operation of operations({ seed, nodes, untilMs: durationMs + SPARE_OPERATIONS * everyMs }))
    planned.get(operation.process)?.push(operation);
  const began = performance.now();
  await Promise.all(
    [...planned].map(async ([name, asked]) => {
      const random = stream(seed, `raft-tcp/${name}`);
      const client = new Client(name, cluster.addresses, CLIENT_TIMEOUT_MS);
      for (const { atMs, input } of asked) {
        const early = Math.max(0, atMs - (performance.now() - began));
        // Cut short when the time is over.
        await pause(early, undefined, { signal: atWork }).catch(() => undefined);
        if (atWork.aborted) break;
        const end = recording.invoke(name, input as Request);
        end(await client.ask(random.pick(nodes), input as Request));
      }
      client.close();
    }),
  );
}

/** The judgement the scenario passes on a simulated history. */
export function judge(history: History, workload: WorkloadName): Record<string, Verdict> {
  const checks = Object.entries(raftChecks(workload));
  return Object.fromEntries(
    checks.map(([name, checker]) => [name, checker.check(history, { timeMs: JUDGE_WITHIN_MS })]),
  );
}
