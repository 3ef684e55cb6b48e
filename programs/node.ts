/**
 * `seedstorm/node`: what a program may say to the world it is in. Inside a world this module is another for every
 * process; this one stands in its place outside of worlds, where there is nobody to say anything to.
 */
import type { NodeFace, OnRequest } from './face.js';

/** The node's name, which is its host name, too. Empty outside of worlds. */
export const name: NodeFace['name'] = '';

/** 1 for the node's first process, one more after every restart. 0 outside of worlds. */
export const incarnation: NodeFace['incarnation'] = 0;

/** Names of all nodes, this one included. */
export const nodes: NodeFace['nodes'] = [];

/**
 * Takes the requests of clients; those that came before wait for it. What the handler returns is the reply. What it
 * throws is an answer of unknown outcome, or with `definite: true` on it one that certainly did not happen.
 * @throws Error where there is a handler already, and outside of worlds
 */
export function onRequest(_handler: OnRequest): void {
  throw outside('onRequest');
}

/**
 * Writes something that was done outside (a mail was sent, money moved) into the history, for checkers to judge.
 * @throws TypeError where it has no `f`, Error outside of worlds
 */
export function effect(_input: { readonly f: string; readonly [field: string]: unknown }): void {
  throw outside('effect');
}

/** Writes a line into the trace of the run. @throws Error outside of worlds */
export function log(_text: string, _data?: unknown): void {
  throw outside('log');
}

function outside(what: string): Error {
  return new Error(`${what} of seedstorm/node works inside a world only: run this file by nodeProgram`);
}
