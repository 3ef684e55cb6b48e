/** How long disk operations take: distributions as data, compiled once. */
import type { Latency } from '../network/latency.js';
import { compileLatency, type LatencySampler } from '../network/latency-sampler.js';

/** Speed of a disk. */
export interface DiskConfig {
  readonly readLatency: Latency;
  readonly writeLatency: Latency;
  readonly syncLatency: Latency;
}

export interface DiskLatencies {
  readonly read: LatencySampler;
  readonly write: LatencySampler;
  readonly sync: LatencySampler;
}

export function compileDisk(config: DiskConfig): DiskLatencies {
  return {
    read: compileLatency(config.readLatency, 'disk.readLatency'),
    write: compileLatency(config.writeLatency, 'disk.writeLatency'),
    sync: compileLatency(config.syncLatency, 'disk.syncLatency'),
  };
}
