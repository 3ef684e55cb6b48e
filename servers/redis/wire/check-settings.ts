/** What each setting of a Redis may be. */
import { InputError, z } from 'seedstorm';
import { settingsCheck, whole } from '../../wire/settings-check.js';
import { redisOf } from './new-redis.js';
import type { RedisServerSettings } from './settings.js';

const checkShapes = settingsCheck({
  port: whole(0, 65_535).optional(),
  persistence: z
    .union([
      z.literal('none'),
      z.strictObject({
        rdb: z.array(z.tuple([whole(1, 1_000_000), whole(1, 1_000_000_000)])).optional(),
        aof: z.enum(['always', 'everysec', 'no']).optional(),
      }),
    ])
    .optional(),
  folder: z.string().min(1).nullable().optional(),
  damagedAof: z.enum(['refuse', 'cut']).optional(),
  replicaOf: z.strictObject({ host: z.string().min(1), port: whole(1, 65_535).optional() }).optional(),
  config: z.record(z.string(), z.string()).optional(),
  effects: z.record(z.string().regex(/^[A-Z]+$/), z.string().min(1)).optional(),
  databases: whole(1, 10_000).optional(),
  hz: whole(1, 500).optional(),
  maxmemory: whole(0, Number.MAX_SAFE_INTEGER).optional(),
  notifyKeyspaceEvents: z
    .string()
    .regex(/^[Ag$lshzxeKEtmdn]*$/)
    .optional(),
  role: z.enum(['master', 'replica']).optional(),
} satisfies Record<keyof RedisServerSettings, z.ZodType>);

/** @throws InputError in one sentence for a setting that is none */
export function checkSettings(of: string, settings: RedisServerSettings): void {
  checkShapes(of, settings);
  try {
    redisOf(settings);
  } catch (error) {
    throw new InputError(`${of}.config`, (error as Error).message);
  }
}
