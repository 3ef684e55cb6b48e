/** A sentinel on a socket. */
import { dial, nodeClock, openPort } from '../../../wire/programs/listening.js';
import { newRedis } from '../../core/redis.js';
import { RedisHost } from '../host.js';
import { sentinelAnswer } from '../sentinel/commands.js';
import { Sentinel } from '../sentinel/sentinel.js';
import { withDefaults, type RedisSentinelSettings } from '../sentinel/settings.js';
import type { RedisListener } from './listen.js';

const GOODBYE_MS = 1_000;

export interface SentinelSurroundings {
  readonly random: () => number;
  readonly host: string;
  tells?(event: string, text: string): void;
}

/** @throws Error of Node's where the port is taken or the folder cannot be used */
export async function listenSentinel(
  given: RedisSentinelSettings,
  { random, host: own, tells }: SentinelSurroundings,
): Promise<RedisListener> {
  const settings = withDefaults(given);
  const clock = nodeClock();
  // It needs its port before it begins, and the port may be asked something before that.
  const begun: { sentinel?: Sentinel } = {};
  // A Redis without keys has the connections, and the channels on which events are told.
  const host = new RedisHost(newRedis(), {
    clock,
    random,
    answers: (words) => begun.sentinel && sentinelAnswer(begun.sentinel, words),
  });
  const address = { host: own, port: settings.port };
  const open = await openPort(settings.port, clock, (line) => host.accept(line));
  address.port = open.port;
  const sentinel = (begun.sentinel = new Sentinel(settings, {
    clock,
    random,
    own: address,
    dial,
    publish(event, text) {
      tells?.(event, text);
      host.publish(event, text);
    },
  }));
  return {
    port: open.port,
    async close() {
      const closed = open.close(GOODBYE_MS);
      sentinel.end();
      host.shutDown();
      await closed;
      clock.stop();
    },
  };
}
