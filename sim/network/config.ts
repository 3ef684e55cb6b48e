/** How the network of a world behaves when nothing has gone wrong: latency, chance, bandwidth. Plain data. */
import { list, nameOf, number, object, optional, refined, text } from '../input/readers.js';
import type { Reader } from '../input/readers.js';
import { latencyReader } from './latency-reader.js';
import type { Latency } from './latency.js';

/** The one-way latency of one directed link, where it differs from the network's. */
interface LinkLatency {
  readonly from: string;
  readonly to: string;
  readonly latency: Latency;
}

/** The network of a scenario: latencies, losses, copies and bandwidth of its links. */
export interface NetworkConfig {
  /** One-way latency of every link that `links` does not name. */
  readonly latency: Latency;
  readonly links?: readonly LinkLatency[];
  // Chances hold for messages between nodes: the way of a client to a node fails only by faults that name it.
  /** Chance that a message is lost. Default 0. */
  readonly lossProbability?: number;
  /** Chance that a message is delivered twice. Default 0. */
  readonly duplicationProbability?: number;
  /** Chance that a message is held back, by up to `reorderDelayMs`, so that later ones overtake it. Default 0. */
  readonly reorderProbability?: number;
  /** The longest a message is held back, in ms; given together with `reorderProbability`. */
  readonly reorderDelayMs?: number;
  /** Chance that a message's payload is damaged. Default 0. */
  readonly corruptionProbability?: number;
  /** What each link carries; absent: no limit. */
  readonly bytesPerSecond?: number;
}

/**
 * Reads a network configuration; `endpoints` are the nodes and clients that `links` may name (absent: anyone).
 * @throws InputError in one sentence: where, what was expected, what came
 */
export function parseNetworkConfig(config: unknown, endpoints?: readonly string[]): NetworkConfig {
  return reader(endpoints).read(config, 'network', undefined);
}

/** Reads one whose nodes are not known yet. */
export const networkReader: Reader<NetworkConfig> = {
  expects: 'a network',
  read: (value, path) => reader(undefined).read(value, path, undefined),
};

function reader(endpoints: readonly string[] | undefined): Reader<NetworkConfig> {
  const endpoint = endpoints ? nameOf<unknown>('a node or client', () => endpoints) : text(200);
  const probability = optional(number(0, 1, 'a probability'));
  const shape = object<NetworkConfig, unknown>({
    latency: latencyReader,
    links: optional(
      list(object<LinkLatency, unknown>({ from: endpoint, to: endpoint, latency: latencyReader }), 100_000),
    ),
    lossProbability: probability,
    duplicationProbability: probability,
    reorderProbability: probability,
    reorderDelayMs: optional(number(0.001, 86_400_000, 'a time in ms')),
    corruptionProbability: probability,
    bytesPerSecond: optional(number(1, 1e12)),
  });
  return refined(shape, ({ reorderProbability = 0, reorderDelayMs }) =>
    reorderProbability > 0 && reorderDelayMs === undefined
      ? ['reorderDelayMs', 'a time in ms, as reorderProbability is given']
      : undefined,
  );
}
