/** How the handlers of a state machine are typed: by what is asked, and by what was attached to it. */
import type { SendOptions } from './protocol.js';
import type { AnswerOf, Asked, Heard, Message, QuestionOf, Request, State, Token } from './protocol-types.js';
import type { StateMachineNode } from './machine-node.js';

type Handler<P, Question, Node = StateMachineNode<P>> = (
  state: State<P>,
  question: Question,
  node: Node,
  from: string,
) => void;

/** One handler for each question of a map. */
type HandlerMap<P, M> = {
  readonly [F in keyof M & string]: Handler<P, QuestionOf<M, F>, AnsweringNode<P, AnswerOf<M, F>>>;
};

/** A node while it handles a question that wants an answer of one type. */
export type AnsweringNode<P, A> = Omit<StateMachineNode<P>, 'reply'> & {
  reply(value: A, options?: SendOptions): void;
};

export type RequestHandlers<P> =
  Handler<P, Request<P>> | (P extends { requests: infer M } ? HandlerMap<P, M> : never);
export type MessageHandlers<P> =
  Handler<P, Message<P>> | (P extends { messages: infer M } ? HandlerMap<P, M> : never);

/** How a call ended. `f` is the name of the question, where it had one: the field `f`. */
export type CallResult<P> =
  | Answered<P, Asked<P>>
  /** `definite`: the call certainly had no effect. */
  | (CallEnd<P> & { readonly kind: 'refused'; readonly error: string; readonly definite: boolean })
  | (CallEnd<P> & { readonly kind: 'timeout' });

interface CallEnd<P> {
  readonly from: string;
  readonly token: Token<P>;
  readonly f?: string;
}

type Answered<P, M> = [M] extends [never]
  ? CallEnd<P> & { readonly kind: 'answer'; readonly value: Heard<P> }
  : {
      [F in keyof M & string]: {
        readonly kind: 'answer';
        readonly from: string;
        readonly token: Token<P>;
        readonly f: F;
        readonly value: AnswerOf<M, F>;
      };
    }[keyof M & string];

/** What `onSync` is told: a sync that succeeded is told only if it had a token. */
export type Synced<P> =
  | [state: State<P>, token: Token<P>, node: StateMachineNode<P>, ok: true]
  | [state: State<P>, token: Token<P> | undefined, node: StateMachineNode<P>, ok: false];
