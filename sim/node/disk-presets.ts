/**
 * Disks everybody knows. Source: a table of latencies to estimate with: a random read takes
 * 150 µs on an SSD and 10 ms on an HDD. The table has no line for writes: a write reaches the operating system's
 * cache in some 10 µs, and a sync reaches the medium in the time of one random access.
 */
import type { Latency } from '../network/latency.js';
import type { DiskConfig } from './disk-latency.js';

const cacheWrite: Latency = { kind: 'constant', ms: 0.01 };

/** 150 µs a random access on average. */
export function ssd(): DiskConfig {
  const access: Latency = { kind: 'exponential', minMs: 0.1, meanMs: 0.15 };
  return { readLatency: access, writeLatency: cacheWrite, syncLatency: access };
}

/** 10 ms a random access on average: a short or a long seek, and up to one turn of the platter. */
export function hdd(): DiskConfig {
  const access: Latency = { kind: 'uniform', minMs: 4, maxMs: 16 };
  return { readLatency: access, writeLatency: cacheWrite, syncLatency: access };
}
