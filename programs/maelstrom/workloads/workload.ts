/** What a workload of Maelstrom is: what its clients ask, in which words of the protocol, and how it is judged. */
import type { Checker } from '../../../checkers/history.js';
import type { Random } from '../../../sim/kernel/random.js';
import type { ClientInput, ClientProgram } from '../../../sim/workload/client-program.js';
import type { Body } from '../messages.js';
import type { MaelstromParams } from '../params.js';

/** A function that clients ask for, as a request and its answer. */
export interface Rpc {
  /** `type` of the request; default: the name of the function. */
  readonly type?: string;
  /** The fields of the request besides its type. */
  ask(input: ClientInput): Body;
  /** What the answer must hold besides its type: says what is missing, or undefined. */
  lacks?(answer: Body, input: ClientInput | undefined): string | undefined;
  /** What the client is told; default: nothing. */
  hear?(answer: Body): unknown;
  /** It changes nothing: whatever error it ends with, it did not happen. */
  readonly isRead?: true;
}

/** An operation of a client. */
export interface Asked {
  /** Position among all operations, from 0. */
  readonly index: number;
  readonly random: Random;
  readonly params: MaelstromParams;
}

export interface Workload {
  readonly name: string;
  /** One sentence: what it claims. */
  readonly summary: string;
  readonly rpcs: Readonly<Record<string, Rpc>>;
  /** What is asked, drawn. */
  draw(asked: Asked): ClientInput;
  /** What is asked of each node when everything had time to arrive. */
  readonly final?: ClientInput;
  /** What each client asks at the end of so many operations, once everything is healed. */
  last?(params: MaelstromParams, operations: number): ClientInput;
  readonly program?: ClientProgram<never>;
  /** Nodes are told who their neighbours are before anybody asks them. */
  readonly tellsTopology?: true;
  /** How long clients wait for an answer; default 5,000. */
  timeoutMs?(params: MaelstromParams): number;
  check(params: MaelstromParams): Readonly<Record<string, Checker>>;
}
