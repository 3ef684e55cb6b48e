/**
 * Disks by name. Source: Jonas Bonér, "Latency numbers every programmer should know" (2012, after Jeff Dean and Peter
 * Norvig): 150 µs for a random read of 4 KB from an SSD, 10 ms for a disk seek. The table has no line for writes. We assume
 * that a write reaches the cache of the operating system in 10 µs, and that a sync takes as long as one random access.
 */
import type { Latency } from '../network/latency.js';
import type { DiskConfig } from './disk-latency.js';

const cacheWrite: Latency = { kind: 'constant', ms: 0.01 };

/** An SSD: 150 µs for a random access on average (Bonér 2012), at least 100 µs; writes into the cache take 10 µs. */
export function ssd(): DiskConfig {
  const access: Latency = { kind: 'exponential', minMs: 0.1, meanMs: 0.15 };
  return { readLatency: access, writeLatency: cacheWrite, syncLatency: access };
}

/** A hard disk: 4 to 16 ms for a random access, 10 ms on average (Bonér 2012); writes into the cache take 10 µs. */
export function hdd(): DiskConfig {
  const access: Latency = { kind: 'uniform', minMs: 4, maxMs: 16 };
  return { readLatency: access, writeLatency: cacheWrite, syncLatency: access };
}
