/**
 * Networks and latencies everybody knows.
 *
 * Source: "latency numbers to estimate with", a table that textbooks repeat:
 *
 * | round trip                    | time       |
 * |-------------------------------|------------|
 * | within one data centre        | 0.5 ms     |
 * | Tokyo – Osaka                 | 5–10 ms    |
 * | Tokyo – US                    | 100–200 ms |
 *
 * They are round trips; a message travels one way, so each delay here is half of them. The table has no line for
 * one rack; `sameRack` is our estimate, a tenth of the data centre's round trip.
 */
import type { NetworkConfig } from './config.js';
import type { Latency } from './latency.js';

/** 0.05 ms one way on average, with the tail of a switch queue. */
export const sameRack: Latency = { kind: 'exponential', minMs: 0.03, meanMs: 0.05 };

/** 0.25 ms one way on average (0.5 ms round trip), with the tail of several switch queues. */
export const sameDatacenter: Latency = { kind: 'exponential', minMs: 0.15, meanMs: 0.25 };

/** 2.5 to 5 ms one way (5–10 ms round trip). */
export const tokyoOsaka: Latency = { kind: 'uniform', minMs: 2.5, maxMs: 5 };

/** 50 to 100 ms one way (100–200 ms round trip). */
export const tokyoUs: Latency = { kind: 'uniform', minMs: 50, maxMs: 100 };

/** One data centre, without faults of its own. Properties given in `changes` replace those of the preset. */
export function lan(changes: Partial<NetworkConfig> = {}): NetworkConfig {
  return { latency: sameDatacenter, ...changes };
}

/** Nodes an ocean apart, one message in a thousand lost. Properties given in `changes` replace those of the preset. */
export function wan(changes: Partial<NetworkConfig> = {}): NetworkConfig {
  return { latency: tokyoUs, lossProbability: 0.001, ...changes };
}
