/** The network as the plan wants it: a schedule that fixes the order fixes latencies too. */
import { toMs } from '../kernel/time.js';
import type { NetworkConfig } from '../network/config.js';
import type { Latency } from '../network/latency.js';
import { compileLatency } from '../network/latency-sampler.js';
import type { Scheduled } from './schedule.js';

/** Under delay-bounded scheduling every message takes the median of its link until the run ends. */
export function plannedNetwork(config: NetworkConfig, { schedule }: Scheduled): NetworkConfig {
  if (schedule?.strategy !== 'delay-bounded') return config;
  const { links } = config;
  return {
    ...config,
    latency: median(config.latency),
    ...(links === undefined
      ? {}
      : { links: links.map((link) => ({ ...link, latency: median(link.latency) })) }),
  };
}

function median(latency: Latency): Latency {
  return { kind: 'constant', ms: toMs(compileLatency(latency, 'network.latency')(0.5)) };
}
