/** What a Redis answers: plain data, in the richest shape its protocol has, and errors with the words of the real server. */

/** Nothing is there, where a list was asked for. */
export interface NilList {
  readonly nil: 'list';
}

/**
 * An answer of Redis. `null`: nothing is there. A text is a bulk string, `{ status }` a short one such as OK. A number and a
 * bigint are integers, a bigint where a double would lose digits. Sessions of protocol 2 get it as `redisResp2` turns it.
 */
export type RedisReply =
  | string
  | number
  | bigint
  | null
  | NilList
  | { readonly status: string }
  | { readonly error: string }
  | readonly RedisReply[]
  /** A map. */
  | { readonly record: readonly (readonly [RedisReply, RedisReply])[] }
  | { readonly set: readonly RedisReply[] }
  | { readonly double: number }
  | { readonly boolean: boolean }
  | { readonly verbatim: string }
  /** Out of band: a message of a channel. */
  | { readonly push: readonly RedisReply[] }
  /** Members and scores, fields and values: pairs in protocol 3, one flat list in protocol 2. */
  | { readonly pairs: readonly (readonly [RedisReply, RedisReply])[] }
  /** What was read of streams: a map in protocol 3, a list of pairs in protocol 2. */
  | { readonly byKey: readonly (readonly [RedisReply, RedisReply])[] };

export const NIL_LIST: NilList = { nil: 'list' };
export const OK = { status: 'OK' } as const;

/** A command that is refused, with what Redis says. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

export const refuse = (text: string): never => {
  throw new Refusal(`ERR ${text}`);
};

export const refuseSyntax = (): never => refuse('syntax error');
