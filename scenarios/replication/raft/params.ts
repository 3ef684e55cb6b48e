/** The parameters of Raft's scenarios. */
import { z } from 'seedstorm';
import { membershipNames, workloadNames } from './workload.js';

export const raftParams = z.object({
  nodes: z.int().min(1).max(9).default(5).describe('nodes that vote from the start'),
  spares: z.int().min(0).max(5).default(2).describe('nodes that do not, but may be added'),
  membership: z
    .enum(membershipNames)
    .default('both')
    .describe('how an operator changes the voters: one server at a time, by joint consensus, or both'),
  membershipEveryMs: z
    .number()
    .min(1)
    .max(10_000)
    .default(800)
    .describe('mean pause between requests for other voters'),
  workload: z.enum(workloadNames).default('register').describe('what clients do, and which model judges it'),
  reads: z
    .enum(['log', 'read-index', 'lease'])
    .default('read-index')
    .describe('how the leader makes sure that it still leads before it answers a read'),
  preVote: z.boolean().default(true).describe('a node asks whether it could win before it raises its term'),
  checkQuorum: z
    .boolean()
    .default(true)
    .describe('leaders without a majority step down, and a node that hears from a leader votes for no other'),
  electionMs: z
    .int()
    .min(10)
    .max(10_000)
    .default(150)
    .describe('shortest election time-out; heartbeats come after a third of it'),
  electionSpread: z.number().min(1).max(10).default(2).describe('longest election time-out, as a multiple'),
  driftPpm: z
    .int()
    .min(0)
    .max(600_000)
    .default(50_000)
    .describe('clock drift in millionths that leases allow for; the clocks of the nodes drift half as much'),
  snapshotEvery: z.int().min(1).default(60).describe('applied entries after which a node writes a snapshot'),
  chunk: z.int().min(1).default(200).describe('characters of a snapshot in one message'),
  syncMs: z
    .number()
    .min(0.1)
    .max(1_000)
    .default(10)
    .describe('mean time in which the disk makes a write durable'),
  latencyMs: z
    .number()
    .min(0.01)
    .max(60)
    .default(0.5)
    .describe('shortest latency of a message; the longest is 60 ms'),
  batch: z.int().min(1).max(1_000).default(16).describe('entries in one message at most'),
  clients: z.int().min(1).max(50).default(4),
  everyMs: z
    .number()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('mean pause between the operations of a client'),
  transferEveryMs: z
    .number()
    .min(1)
    .max(10_000)
    .default(1_500)
    .describe('mean pause between requests to transfer leadership'),
  wishesUntilMs: z
    .number()
    .min(0)
    .max(10_000)
    .default(10_000)
    .describe('when the last request for other voters or another leader may come'),
});

export type RaftParams = z.infer<typeof raftParams>;
