/** A node that watches a master and its replicas with others, and replaces it when it is down. */
import { existsSync } from 'node:fs';
import { z, type Program } from 'seedstorm';
import { nodeProgram } from 'seedstorm/programs';
import { settingsCheck, whole } from '../../wire/settings-check.js';
import type { RedisSentinelSettings } from './sentinel/settings.js';

const checkSettings = settingsCheck({
  name: z.string().min(1).optional(),
  monitor: z.strictObject({ host: z.string().min(1), port: whole(1, 65_535).optional() }),
  quorum: whole(1, 1_000),
  downAfterMs: whole(1, Number.MAX_SAFE_INTEGER).optional(),
  failoverTimeoutMs: whole(1, Number.MAX_SAFE_INTEGER).optional(),
  parallelSyncs: whole(1, 1_000).optional(),
  port: whole(0, 65_535).optional(),
  haste: z.number().min(1).max(1_000).optional(),
  folder: z.string().min(1).nullable().optional(),
  rules: z
    .strictObject({
      demotes: z.boolean().optional(),
      chooses: z.enum(['newest', 'oldest']).optional(),
      elects: z.enum(['majority', 'itself']).optional(),
    })
    .optional(),
} satisfies Record<keyof RedisSentinelSettings, z.ZodType>);

/**
 * The program of a node that is a sentinel: clients ask it where the master is, by the node's name and port 26379.
 * @throws InputError in one sentence for a setting that is none
 */
export function redisSentinel(settings: RedisSentinelSettings): Program {
  checkSettings('redisSentinel', settings);
  // In the package it is one file, which needs no transformation.
  const built = new URL('./programs/sentinel.cjs', import.meta.url);
  return nodeProgram({
    entry: existsSync(built) ? built : new URL('./programs/sentinel.ts', import.meta.url),
    argv: [JSON.stringify(settings)],
  });
}
