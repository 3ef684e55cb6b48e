/** What goes over the sockets: one JSON value a line. */
import type { Socket } from 'node:net';
import type { Message, Request } from '../../scenarios/replication/raft/messages.js';

/** One node to another. An old address may have become another node's: whoever it is not for loses it. */
export interface Letter {
  readonly from: string;
  readonly to: string;
  readonly message: Message;
}

/** A client to a node. `id` grows from one question of a client to its next. */
export interface Question {
  readonly from: string;
  readonly id: number;
  readonly request: Request;
}

/** The node's answer to the question of that `id`. */
export interface Answer {
  readonly id: number;
  readonly value: unknown;
}

export const HOST = '127.0.0.1';

/** Whoever sends a longer line is not one of us. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** Calls back for each value that comes. A line that is not JSON ends the connection. */
export function onValues<T>(socket: Socket, take: (value: T) => void): void {
  let rest = '';
  socket.setNoDelay(true);
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) socket.destroy();
    for (const line of lines) {
      const value = parsed<T>(line);
      if (value === undefined) return void socket.destroy();
      take(value);
    }
  });
}

function parsed<T>(line: string): T | undefined {
  try {
    return JSON.parse(line) as T;
  } catch {
    return undefined;
  }
}

/** As it was at this moment, whatever becomes of the value later. */
export function asLine(value: Letter | Question | Answer): string {
  return `${JSON.stringify(value)}\n`;
}
