/** How long disk operations take: distributions as data, compiled once. */
import { object, type Read } from '../input/schema.js';
import { latencySchema } from '../network/latency.js';
import { compileLatency, type LatencySampler } from '../network/latency-sampler.js';

export const diskSchema = object({
  readLatency: latencySchema,
  writeLatency: latencySchema,
  syncLatency: latencySchema,
});

/** Speed of a disk. */
export type DiskConfig = Read<typeof diskSchema>;

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
