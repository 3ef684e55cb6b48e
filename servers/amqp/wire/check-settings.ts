/** What each setting of a broker may be. */
import { z } from 'seedstorm';
import { settingsCheck, whole } from '../../wire/settings-check.js';
import type { AmqpServerSettings } from './settings.js';

/** @throws InputError in one sentence for a setting that is none */
export const checkSettings = settingsCheck({
  version: z.enum(['3.10', '4.0']).optional(),
  consumerTimeoutMs: whole(0, Number.MAX_SAFE_INTEGER).optional(),
  deadLetterAgainMs: whole(0, Number.MAX_SAFE_INTEGER).optional(),
  port: whole(0, 65_535).optional(),
  users: z.record(z.string(), z.string()).optional(),
  virtualHosts: z.array(z.string()).min(1).optional(),
  heartbeat: whole(0, 65_535).optional(),
  channelMax: whole(0, 65_535).optional(),
  // Less than 4096 no client may offer. 0: no limit.
  frameMax: z.union([z.literal(0), whole(4_096, 0x7fff_ffff)]).optional(),
  folder: z.string().min(1).nullable().optional(),
  confirm: z.enum(['after-sync', 'on-receipt']).optional(),
} satisfies Record<keyof AmqpServerSettings, z.ZodType>);
