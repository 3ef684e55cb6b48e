/** Messages of channels, on their way to those who have subscribed to the channel or to a pattern of its name. */
import { matches } from './glob.js';
import { say, type Turn } from './turn.js';

/** @returns how many have got it */
export function publish(turn: Turn, channel: string, message: string): number {
  let count = 0;
  for (const { client, channels } of turn.redis.sessions.values())
    if (channels.has(channel)) {
      say(turn, client, { push: ['message', channel, message] });
      count++;
    }
  for (const { client, patterns } of turn.redis.sessions.values())
    for (const pattern of patterns)
      if (matches(pattern, channel)) {
        say(turn, client, { push: ['pmessage', pattern, channel, message] });
        count++;
      }
  return count;
}

/** @returns how many have got it */
export function publishToShard(turn: Turn, channel: string, message: string): number {
  let count = 0;
  for (const { client, shardChannels } of turn.redis.sessions.values())
    if (shardChannels.has(channel)) {
      say(turn, client, { push: ['smessage', channel, message] });
      count++;
    }
  return count;
}
