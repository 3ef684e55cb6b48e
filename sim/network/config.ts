/** How the network of a world behaves when nothing has gone wrong: latency, chance, bandwidth. Plain data. */
import { list, number, object, refined, text, type Read } from '../input/schema.js';
import { latencySchema } from './latency.js';

const probability = number(0, 1, 'a probability').optional();

/** The one-way latency of one directed link, where it differs from the network's. */
const link = object({ from: text(200), to: text(200), latency: latencySchema });

export const networkSchema = refined(
  object({
    /** One-way latency of every link that `links` does not name. */
    latency: latencySchema,
    links: list(link, 100_000).optional(),
    // Chances hold for messages between nodes: the way of a client to a node fails only by faults that name it.
    /** Chance that a message is lost. Default 0. */
    lossProbability: probability,
    /** Chance that a message is delivered twice. Default 0. */
    duplicationProbability: probability,
    /** Chance that a message is held back, by up to `reorderDelayMs`, so that later ones overtake it. Default 0. */
    reorderProbability: probability,
    /** The longest a message is held back, in ms; given together with `reorderProbability`. */
    reorderDelayMs: number(0.001, 86_400_000, 'a time in ms').optional(),
    /** Chance that a message's payload is damaged. Default 0. */
    corruptionProbability: probability,
    /** What each link carries; absent: no limit. */
    bytesPerSecond: number(1, 1e12).optional(),
  }),
  ({ reorderProbability = 0, reorderDelayMs }) =>
    reorderProbability > 0 && reorderDelayMs === undefined
      ? ['reorderDelayMs', 'a time in ms, as reorderProbability is given']
      : undefined,
);

/** The network of a scenario: latencies, losses, copies and bandwidth of its links. */
export type NetworkConfig = Read<typeof networkSchema>;
