/** Settings of a Redis are looked at before anything runs: what is wrong with them, no seed mends. */
import { InputError, z } from 'seedstorm';
import type { RedisServerSettings } from './settings.js';

const whole = (least: number, most: number) => z.int().min(least).max(most);

const shape = {
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
} satisfies Record<keyof RedisServerSettings, z.ZodType>;
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
