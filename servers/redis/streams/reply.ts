/** What a Redis answers: plain data, as its protocol has it, and errors with the words of the real server. */

/** Nothing is there, where a list was asked for. */
export interface NilList {
  readonly nil: 'list';
}

/** An answer of Redis. `null`: nothing is there. A text is a bulk string, `{ status }` a short one such as OK. */
export type RedisReply =
  | string
  | number
  | null
  | NilList
  | { readonly status: string }
  | { readonly error: string }
  | readonly RedisReply[];

export const NIL_LIST: NilList = { nil: 'list' };
export const OK = { status: 'OK' } as const;

/** A command that is refused, with what Redis says; nothing has changed. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

export const refuse = (text: string): never => {
  throw new Refusal(`ERR ${text}`);
};

export const refuseSyntax = (): never => refuse('syntax error');
