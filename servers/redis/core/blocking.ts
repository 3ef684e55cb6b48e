/** Clients that wait for a key, and what they are given when it has something for them. */
import type { Turn } from './turn.js';

/** Gives those who wait for keys that are there now what there is, the longest waiter first. */
export function serveReady(turn: Turn): void {
  turn.ready = [];
}
