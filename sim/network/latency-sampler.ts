/** Latency distributions compiled into fast samplers. */
import { exp, ln, normalQuantile, pow } from '../kernel/exact-math.js';
import { read } from '../input/schema.js';
import { latencySchema, type Latency } from './latency.js';
import { quantileTable } from './quantile-table.js';

/** Turns one uniform draw in [0, 1) into a delay: integer microseconds, at least 1. Never falls as the draw rises. */
export type LatencySampler = (uniform: number) => number;

/** The 99th percentile of the standard normal distribution. */
const P99 = normalQuantile(0.99);

/** Enough for any scenario; the bound is for those whose parameters vary the latency from seed to seed. */
const MAX_COMPILED = 500;
const compiled = new Map<string, LatencySampler>();

/**
 * The sampler of a distribution. Tables are built once per distribution and shared.
 * @param path where it stands
 * @throws InputError if the distribution makes no sense
 */
export function compileLatency(latency: Latency, path = 'latency'): LatencySampler {
  const key = JSON.stringify(latency);
  let sampler = compiled.get(key);
  if (sampler === undefined) {
    sampler = build(read(latencySchema, latency, path));
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    compiled.set(key, sampler);
  }
  return sampler;
}

function build(latency: Latency): LatencySampler {
  switch (latency.kind) {
    case 'constant': {
      const delayUs = Math.max(1, Math.round(latency.ms * 1000));
      return () => delayUs;
    }
    case 'uniform': {
      const minUs = Math.max(1, Math.round(latency.minMs * 1000));
      const count = Math.max(1, Math.round(latency.maxMs * 1000) - minUs + 1);
      return (uniform) => minUs + Math.floor(uniform * count);
    }
    case 'exponential': {
      const { meanMs, minMs = 0 } = latency;
      return microseconds((_below, above) => minMs - (meanMs - minMs) * ln(above));
    }
    case 'lognormal': {
      const { medianMs } = latency;
      const sigma = 'sigma' in latency ? latency.sigma : ln(latency.p99Ms / medianMs) / P99;
      return microseconds((below, above) => {
        const z = below <= above ? normalQuantile(below) : -normalQuantile(above);
        return medianMs * exp(sigma * z);
      });
    }
    case 'heavy-tailed': {
      const { minMs, alpha, maxMs } = latency;
      return microseconds((_below, above) => Math.min(maxMs, minMs * pow(above, -1 / alpha)));
    }
  }
}

function microseconds(quantileMs: (below: number, above: number) => number): LatencySampler {
  const quantile = quantileTable((below, above) => quantileMs(below, above) * 1000);
  return (uniform) => {
    const delayUs = Math.floor(quantile(uniform) + 0.5);
    return delayUs < 1 ? 1 : delayUs;
  };
}
