/**
 * Parsers of http messages. Node holds on to each until its connection is closed, and with it to the whole program; the
 * connections of a process that was killed are never closed. So they are let go of when it is gone.
 */
import { netInternals } from './internals.js';

/** What of a parser is Node's own. */
interface Parser {
  socket: unknown;
  incoming: unknown;
  outgoing: unknown;
  onIncoming: unknown;
  remove?(): void;
  close?(): void;
}

interface Parsing {
  parser?: Parser | null;
}

const retired: Parsing[] = [];

/** @param handles of the sockets that were open when the process ended; its code may still run */
export function retireParsers(handles: Iterable<object>): void {
  const { owner } = netInternals();
  for (const handle of handles) {
    const socket = (handle as Readonly<Record<symbol, Parsing | null | undefined>>)[owner];
    if (socket?.parser) retired.push(socket);
  }
}

/** To be called where no parser is at work. */
export function closeRetiredParsers(): void {
  for (const socket of retired.splice(0)) {
    const { parser } = socket;
    if (!parser) continue;
    socket.parser = null;
    parser.socket = parser.incoming = parser.outgoing = parser.onIncoming = null;
    parser.remove?.();
    parser.close?.();
  }
}
