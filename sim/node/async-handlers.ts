/** How an async program's questions and answers are typed: each answer by its question, where a map says so. */
import type { SendOptions } from './protocol.js';
import type {
  Answer,
  AnswerOf,
  Asked,
  Heard,
  Message,
  QuestionOf,
  Reply,
  Request,
  Sent,
} from './protocol-types.js';
import type { QuorumOptions, Vote } from './quorum.js';

/**
 * @param id the same for every copy of a request or call that the network delivers, greater for each that its sender
 *   sends later; `undefined` for a message that wants no answer
 */
type Server<Question, A, Id = number> = (question: Question, from: string, id: Id) => A | Promise<A>;

/** One handler for each question of a map. */
type ServerMap<M, Id = number> = {
  readonly [F in keyof M & string]: Server<QuestionOf<M, F>, AnswerOf<M, F>, Id>;
};

export type RequestServer<P> =
  Server<Request<P>, Reply<P>> | (P extends { requests: infer M } ? ServerMap<M> : never);
export type MessageServer<P> =
  | Server<Message<P>, Answer<P> | void, number | undefined>
  | (P extends { messages: infer M } ? ServerMap<M, number | undefined> : never);

interface AsyncCallOptions extends SendOptions {
  readonly timeoutMs: number;
}

/** Each question of the map by its name; without a map, everything it sends. */
export type AsyncCall<P> = [Asked<P>] extends [never]
  ? (to: string, message: Sent<P>, options: AsyncCallOptions) => Promise<Heard<P>>
  : <F extends keyof Asked<P> & string>(
      to: string,
      message: QuestionOf<Asked<P>, F>,
      options: AsyncCallOptions,
    ) => Promise<AnswerOf<Asked<P>, F>>;

export type AsyncQuorum<P> = [Asked<P>] extends [never]
  ? (to: readonly string[], message: Sent<P>, options: QuorumOptions) => Promise<Vote<Heard<P>>[]>
  : <F extends keyof Asked<P> & string>(
      to: readonly string[],
      message: QuestionOf<Asked<P>, F>,
      options: QuorumOptions,
    ) => Promise<Vote<AnswerOf<Asked<P>, F>>[]>;
