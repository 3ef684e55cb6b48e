/** The register under partitions, crashes and bad clocks: linearizable exactly if its quorums overlap and reads write back. */
import { clients, defineScenario, lan, nodeNames, ssd, z } from 'seedstorm';
import { linearizable, registerModel } from 'seedstorm/checkers';
import { majorityOf } from 'seedstorm/parts';
import { registerState } from './coverage.js';
import { quorumRegister } from './protocol.js';
import { rules } from './rules.js';

const params = z.object({
  nodes: z.int().min(1).max(15).default(3).describe('number of replicas'),
  r: z.int().min(1).max(15).optional().describe('replicas a read waits for; default: a majority'),
  w: z.int().min(1).max(15).optional().describe('replicas a write waits for; default: a majority'),
  writeBack: z
    .boolean()
    .default(true)
    .describe('reads store what they found on w replicas before they answer'),
  readRepair: z.boolean().default(true).describe('without write-back: reads mend lagging replicas they met'),
  keys: z.int().min(1).max(26).default(1).describe('number of registers'),
  clients: z.int().min(1).max(50).default(6),
});

export const quorumRegisterScenario = defineScenario({
  name: 'replication/quorum-register',
  summary: 'A leaderless register stays linearizable while R + W > N and reads write back',
  params,
  nodes: ({ nodes }) => nodeNames(nodes),
  protocol: ({ nodes, r, w, writeBack, readRepair }, { bug }) => {
    const majority = majorityOf(nodes);
    const quorums = { r: Math.min(nodes, r ?? majority), w: Math.min(nodes, w ?? majority) };
    return quorumRegister(rules.with(bug, { ...quorums, writeBack, readRepair }));
  },
  workload: ({ keys, clients: count }) =>
    clients(
      count,
      { read: 0.6, write: 0.4 },
      { everyMs: 10, keys: Array.from({ length: keys }, (_, index) => String.fromCharCode(97 + index)) },
    ),
  // A network with a long tail and a busy disk, so that what is under way stays so for a while.
  network: lan({ latency: { kind: 'heavy-tailed', minMs: 1, alpha: 0.7, maxMs: 60 } }),
  disk: { ...ssd(), syncLatency: { kind: 'uniform', minMs: 1, maxMs: 8 } },
  faults: 'rough',
  coverage: { abstract: registerState },
  // Nothing is claimed for disks that lose what they said was written, nor for damaged messages: a copy says nothing of
  // whether it is what was written.
  budget: ({ nodes }) => ({ intactReplicas: nodes, allow: { corruption: false } }),
  durationMs: 2_500,
  clientTimeoutMs: 300,
  liveWithinMs: 500,
  restartAfterMs: 200,
  check: { linearizable: linearizable(registerModel()) },
  bugs: rules.bugs,
});
