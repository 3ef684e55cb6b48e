/** Settings of a broker are looked at before anything runs: what is wrong with them, no seed mends. */
import { InputError, z } from 'seedstorm';
import type { AmqpServerSettings } from './settings.js';

const whole = (least: number, most: number) => z.int().min(least).max(most);

const shape = {
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
} satisfies Record<keyof AmqpServerSettings, z.ZodType>;
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
