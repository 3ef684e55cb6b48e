/** A protocol in the style of state machines: its handlers. */
import type { StreamEvent } from '../network/stream-event.js';
import type { CallResult, MessageHandlers, RequestHandlers, Synced } from './handlers.js';
import type { StateMachineNode } from './machine-node.js';
import type { MembershipChange } from './program.js';
import type { Message, State, TimerName, Token } from './protocol-types.js';

/** A protocol: what a node does when something happens. Handlers are synchronous and change `state` in place. */
export interface StateMachine<P> {
  /** The process starts, with what is on the disk: the first time, or after a crash. Returns the initial state. */
  start(node: StateMachineNode<P>): State<P>;
  /** A client asks. Where `requests` is a map: one handler for all, or one for each by its name, typed by its answer. */
  readonly onRequest?: RequestHandlers<P>;
  /** Another node's datagram arrives; a call may be answered with `node.reply`. Where `messages` is a map: as above. */
  readonly onMessage?: MessageHandlers<P>;
  /** `payload` is what `setTimer` was given, if anything. */
  onTimer?(
    state: State<P>,
    timer: TimerName<P>,
    node: StateMachineNode<P>,
    payload: Token<P> | undefined,
  ): void;
  /** A call of this node ended. */
  onReply?(state: State<P>, result: CallResult<P>, node: StateMachineNode<P>): void;
  /**
   * A `disk.sync(token)` ended. A failed sync calls this even without a token; without this handler it ends the
   * process, which is the safe choice.
   */
  onSync?(...told: Synced<P>): void;
  onStream?(state: State<P>, event: StreamEvent<Message<P>, Token<P>>, node: StateMachineNode<P>): void;
  /** Another node joined or left. */
  onMembership?(state: State<P>, change: MembershipChange, node: StateMachineNode<P>): void;
  /** The process is about to end in good order (upgrade, leave). */
  onStop?(state: State<P>, node: StateMachineNode<P>): void;
}
