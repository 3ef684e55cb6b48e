/** What the user of a Maelstrom workload may choose: parameters of its scenario. */
import { z } from 'zod';
import { CONSISTENCY, LATENCIES, TOPOLOGIES } from './names.js';

const whole = (from: number, to: number) => z.number().int().min(from).max(to);

export const paramsSchema = z.object({
  /** The program of a node. */
  bin: z.string().default(''),
  args: z.array(z.string()).default([]),
  /** Its processes are real ones, whatever it is written in. */
  child: z.boolean().default(false),
  nodeCount: whole(1, 100).default(5),
  /** How many clients ask. */
  concurrency: whole(1, 1000).default(5),
  timeLimit: z.number().min(0.1).max(86_400).default(20),
  /** Operations a second, of all clients together. */
  rate: z.number().min(0).max(100_000).default(5),
  /** How long a message between nodes takes on average, in ms. */
  latency: z.number().min(0).max(60_000).default(0),
  latencyDist: z.enum(LATENCIES).default('constant'),
  nemesis: z.enum(['none', 'partition']).default('none'),
  /** Seconds between what the nemesis does, on average. */
  nemesisInterval: z.number().min(0.01).max(86_400).default(10),
  topology: z.enum(TOPOLOGIES).default('grid'),
  keyCount: whole(1, 10_000).default(5),
  maxTxnLength: whole(1, 1000).default(4),
  maxWritesPerKey: whole(1, 100_000).default(16),
  /** What transactions are held to. */
  consistency: z.enum(CONSISTENCY).default(CONSISTENCY[0]),
  /** The least share of operations that must end `ok`; 0: nothing is claimed. */
  availability: z.number().min(0).max(1).default(0),
});

export type MaelstromParams = z.infer<typeof paramsSchema>;
