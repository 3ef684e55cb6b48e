/** A node that is a Redis, behind a socket: any client of its protocol inside the world talks to it. */
import { existsSync } from 'node:fs';
import type { Program } from 'seedstorm';
import { nodeProgram } from 'seedstorm/programs';
import { checkSettings } from './check-settings.js';
import type { RedisServerSettings } from './settings.js';

/**
 * The program of a node that is a Redis which unmodified clients (`ioredis`, `redis`, …) talk to, by the node's name.
 * What it keeps on the node's disk, `persistence` says; by default nothing.
 * @throws InputError in one sentence for a setting that is none
 */
export function redisServer(settings: RedisServerSettings = {}): Program {
  checkSettings('redisServer', settings);
  // In the package it is one file, which needs no transformation.
  const built = new URL('./programs/redis.cjs', import.meta.url);
  return nodeProgram({
    entry: existsSync(built) ? built : new URL('./programs/redis.ts', import.meta.url),
    argv: [JSON.stringify(settings)],
  });
}
