/**
 * Networks and latencies by name. A message travels one way, so each delay is half a round trip.
 *
 * The round trip within one data centre, 0.5 ms, is that of Jonas Bonér, "Latency numbers every programmer should know"
 * (2012, after Jeff Dean and Peter Norvig). The others are our assumptions, good to estimate with: a tenth of it within a
 * rack, 5 to 10 ms between Tokyo and Osaka, 100 to 200 ms between Tokyo and the US.
 */
import type { NetworkConfig } from './config.js';
import type { Latency } from './latency.js';

/** Within one rack: 0.05 ms one way on average (assumed), with the tail of a switch queue. */
export const sameRack: Latency = { kind: 'exponential', minMs: 0.03, meanMs: 0.05 };

/** Within one data centre: 0.25 ms one way on average (0.5 ms round trip: Bonér 2012), with the tail of switch queues. */
export const sameDatacenter: Latency = { kind: 'exponential', minMs: 0.15, meanMs: 0.25 };

/** Between two cities of a country: 2.5 to 5 ms one way (5 to 10 ms round trip, assumed). */
export const tokyoOsaka: Latency = { kind: 'uniform', minMs: 2.5, maxMs: 5 };

/** Across an ocean: 50 to 100 ms one way (100 to 200 ms round trip, assumed). */
export const tokyoUs: Latency = { kind: 'uniform', minMs: 50, maxMs: 100 };

/** One data centre, without faults of its own. Properties given in `changes` replace those of the preset. */
export function lan(changes: Partial<NetworkConfig> = {}): NetworkConfig {
  return { latency: sameDatacenter, ...changes };
}

/** Nodes an ocean apart, one message in a thousand lost. Properties given in `changes` replace those of the preset. */
export function wan(changes: Partial<NetworkConfig> = {}): NetworkConfig {
  return { latency: tokyoUs, lossProbability: 0.001, ...changes };
}
