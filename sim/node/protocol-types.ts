/** The types of a protocol, which its author names once: what comes in, what goes out, what is kept. */

/**
 * The types of a protocol, one member each; leave out what it does not use. Without any, everything is `any`.
 *
 * `state` lives in memory, `durable` on disk (file name -> value; an array value may be an append-only file),
 * `request`/`reply` go between clients and nodes, `message`/`answer` between nodes, `timer` is the union of
 * timer names, `token` whatever the protocol attaches to a call, a sync or a timer to recognise it later.
 *
 * Where nodes differ, `message` is what this one receives and `answer` what it answers; `sends` is what it sends, and
 * `hears` the answers it gets to that.
 *
 * Where each question has an answer of its own, a map says so: `requests` instead of `request` and `reply`, `messages`
 * instead of `message` and `answer`, `calls` instead of `sends` and `hears`. The name travels as the field `f`:
 *
 * @example
 * interface Register {
 *   state: { value: number };
 *   requests: {
 *     read: () => number;                        // { f: 'read' }
 *     write: (input: { value: number }) => 'ok'; // { f: 'write', value: 7 }
 *   };
 * }
 */
export interface ProtocolTypes {
  state?: unknown;
  request?: unknown;
  reply?: unknown;
  requests?: object;
  message?: unknown;
  answer?: unknown;
  messages?: object;
  sends?: unknown;
  hears?: unknown;
  calls?: object;
  timer?: string;
  token?: unknown;
  durable?: object;
}

/* eslint-disable @typescript-eslint/no-explicit-any -- who names no types wants none */
type AnyQuestions = Record<string, (question: any) => any>;

/** The protocol of those who name no types. */
export interface AnyProtocol {
  state: any;
  requests: AnyQuestions;
  messages: AnyQuestions;
  calls: AnyQuestions;
  timer: string;
  token: any;
  durable: Record<string, any>;
}
/* eslint-enable @typescript-eslint/no-explicit-any */

/** The member `K` of protocol types `P`, or `Default` where the author left it out. */
type Part<P, K extends keyof ProtocolTypes, Default> = P extends Record<K, infer T> ? T : Default;

export type State<P> = Part<P, 'state', void>;
/** What is shown of the state: whatever the program likes, where its types do not say. */
export type Shown<P> = Part<P, 'state', unknown>;
export type TimerName<P> = Part<P, 'timer', string>;
export type Token<P> = Part<P, 'token', unknown>;
export type Durable<P> = Part<P, 'durable', Record<string, unknown>>;

export type Request<P> = P extends { requests: infer M } ? Question<M> : Part<P, 'request', never>;
export type Reply<P> = P extends { requests: infer M } ? AnyAnswer<M> : Part<P, 'reply', unknown>;

/** What a node of this protocol receives from others, and what it answers. */
export type Message<P> = P extends { messages: infer M } ? Question<M> : Part<P, 'message', never>;
export type Answer<P> = P extends { messages: infer M } ? AnyAnswer<M> : Part<P, 'answer', unknown>;

/** What it sends: what it receives, unless something else is said. */
export type Sent<P> = P extends { calls: infer M }
  ? Question<M> | Part<P, 'sends', never>
  : Part<P, 'sends', Message<P>>;
/** The answers it gets. */
export type Heard<P> = P extends { calls: infer M }
  ? AnyAnswer<M>
  : P extends { hears: infer T }
    ? T
    : P extends { sends: unknown }
      ? unknown
      : Answer<P>;

/** The map of what it asks other nodes; `never` where there is none. */
export type Asked<P> = P extends { calls: infer M }
  ? M
  : P extends { sends: unknown }
    ? never
    : P extends { messages: infer M }
      ? M
      : never;

/** The question of that name, as it travels. */
export type QuestionOf<M, F extends keyof M> = { readonly f: F } & InputOf<M[F]>;
/** The answer to it. */
export type AnswerOf<M, F extends keyof M> = M[F] extends (...question: never) => infer A
  ? Awaited<A>
  : never;

type Question<M> = { [F in keyof M & string]: QuestionOf<M, F> }[keyof M & string];
type AnyAnswer<M> = { [F in keyof M & string]: AnswerOf<M, F> }[keyof M & string];
type InputOf<T> = T extends (...question: infer A) => unknown
  ? A extends readonly []
    ? unknown
    : A[0]
  : never;
