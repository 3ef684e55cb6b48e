/** The Redis on a port of this machine, for tries and tests outside of worlds. */
import { randomInt } from 'node:crypto';
import { checkSettings } from './check-settings.js';
import { listen, type RedisListener } from './programs/listen.js';
import type { RedisServerSettings } from './settings.js';

const STEPS = 0x1_0000_0000;

/**
 * Runs a Redis on a port of this machine, 0 for one that is free. What it keeps in `folder`, `persistence` says.
 * @throws InputError for a setting that is none, Error of Node's where the port is taken
 */
export async function listenRedis(settings: RedisServerSettings = {}): Promise<RedisListener> {
  checkSettings('listenRedis', settings);
  return listen({ folder: null, ...settings }, { random: () => randomInt(STEPS) / STEPS, host: '127.0.0.1' });
}
