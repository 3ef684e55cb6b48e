/** What each setting of a broker may be. */
import { z } from 'seedstorm';
import { settingsCheck, whole } from '../../wire/settings-check.js';
import { isTopicName } from './broker.js';
import type { KafkaServerSettings } from './settings.js';

const ms = whole(0, 0x7fff_ffff);
const partitions = whole(1, 100_000);

/** @throws InputError in one sentence for a setting that is none */
export const checkSettings = settingsCheck({
  port: whole(0, 65_535).optional(),
  host: z.string().min(1).optional(),
  topics: z
    .record(z.string(), partitions)
    .refine((topics) => Object.keys(topics).every(isTopicName), 'a name has 1 to 249 of A-Z a-z 0-9 . _ -')
    .optional(),
  autoCreateTopics: z.boolean().optional(),
  partitions: partitions.optional(),
  requestMax: whole(1_024, 0x7fff_ffff).optional(),
  batchMax: whole(1_024, 0x7fff_ffff).optional(),
  initialRebalanceDelayMs: ms.optional(),
  minSessionMs: ms.optional(),
  maxSessionMs: ms.optional(),
  retentionCheckMs: whole(1, 0x7fff_ffff).optional(),
  folder: z.string().min(1).nullable().optional(),
  flush: z.enum(['each-append', 'later']).optional(),
} satisfies Record<keyof KafkaServerSettings, z.ZodType>);
