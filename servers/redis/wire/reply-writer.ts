/** Answers as text of protocol 2 or 3, each of whose characters is one byte. */
import { redisDouble } from '../core/doubles.js';
import type { RedisReply } from '../core/reply.js';
import { redisResp2 } from '../core/resp2.js';

export function replyText(reply: RedisReply, protocol: 2 | 3): string {
  return protocol === 3 ? text3(reply) : text2(redisResp2(reply));
}

const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;
/** A line ends at the first end of a line. */
const line = (mark: string, text: string): string => `${mark}${text.replace(/[\r\n]/g, ' ')}\r\n`;

function text2(reply: RedisReply): string {
  if (reply === null) return '$-1\r\n';
  if (typeof reply === 'object' && 'nil' in reply) return '*-1\r\n';
  if (Array.isArray(reply)) return `*${reply.length}\r\n${(reply as RedisReply[]).map(text2).join('')}`;
  return plain(reply);
}

function plain(reply: RedisReply): string {
  switch (typeof reply) {
    case 'string':
      return bulk(reply);
    case 'number':
    case 'bigint':
      return `:${reply}\r\n`;
    default:
      if (reply !== null && 'status' in reply) return line('+', reply.status);
      if (reply !== null && 'error' in reply) return line('-', reply.error);
      throw new Error(`Expected an answer of protocol 2, and it is ${JSON.stringify(reply)}.`);
  }
}

function text3(reply: RedisReply): string {
  if (reply === null) return '_\r\n';
  if (typeof reply !== 'object') return plain(reply);
  if (Array.isArray(reply)) return many('*', reply as readonly RedisReply[]);
  if ('nil' in reply) return '_\r\n';
  if ('record' in reply) return map(reply.record);
  if ('byKey' in reply) return map(reply.byKey);
  if ('pairs' in reply) return many('*', reply.pairs);
  if ('set' in reply) return many('~', reply.set);
  if ('push' in reply) return many('>', reply.push);
  if ('double' in reply) return `,${redisDouble(reply.double)}\r\n`;
  if ('boolean' in reply) return reply.boolean ? '#t\r\n' : '#f\r\n';
  if ('verbatim' in reply) return `=${reply.verbatim.length + 4}\r\ntxt:${reply.verbatim}\r\n`;
  return plain(reply);
}

const many = (mark: string, replies: readonly RedisReply[]): string =>
  `${mark}${replies.length}\r\n${replies.map(text3).join('')}`;

const map = (pairs: readonly (readonly [RedisReply, RedisReply])[]): string =>
  `%${pairs.length}\r\n${pairs.map(([name, value]) => text3(name) + text3(value)).join('')}`;
