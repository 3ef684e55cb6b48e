/** Settings of a broker are looked at before anything runs: what is wrong with them, no seed mends. */
import { InputError, z } from 'seedstorm';
import { isTopicName } from './broker.js';
import type { KafkaServerSettings } from './settings.js';

const whole = (least: number, most: number) => z.int().min(least).max(most);
const ms = whole(0, 0x7fff_ffff);
const partitions = whole(1, 100_000);

const shape = {
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
} satisfies Record<keyof KafkaServerSettings, z.ZodType>;
const schema = z.strictObject(shape);

/**
 * @param of whose settings they are
 * @throws InputError in one sentence
 */
export function checkSettings(of: string, settings: unknown): void {
  const [issue] = schema.safeParse(settings).error?.issues ?? [];
  if (issue === undefined) return;
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  if (unknown !== undefined)
    throw new InputError(of, `no setting is called '${unknown}'; there are ${Object.keys(shape).join(', ')}`);
  throw new InputError([of, ...issue.path].join('.'), issue.message);
}
