/** What a client and a broker send each other over a stream of the world: methods of channels, in order, several at once. */
import type { ClientMethod, ServerMethod } from '../core/methods.js';

/** A method on a channel; channel 0 is the connection itself. */
export type Frame<M> = readonly [channel: number, method: M];

/** What a client sends as one message: for the type `message` of a broker's node. Empty: a sign of life. */
export type FromClient = readonly Frame<ClientMethod>[];

/** What a broker sends as one message: for the type `message` of a client's node. */
export type FromBroker = readonly Frame<ServerMethod>[];
