/** What each setting of a Redis may be. */
import { z } from 'seedstorm';
import { settingsCheck, whole } from '../../wire/settings-check.js';
import type { RedisServerSettings } from './settings.js';

/** @throws InputError in one sentence for a setting that is none */
export const checkSettings = settingsCheck({
  port: whole(0, 65_535).optional(),
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
