/** `https` as a program in a world has it: Node's own http on sockets that have shaken hands. */
import http from 'node:http';
import type net from 'node:net';
import { clientsOf, withAgent } from './own-http.js';
import { accept, connect, type TlsOptions } from './plain-tls.js';

class Agent extends http.Agent {
  // Node's own http asks for them.
  defaultPort = 443;
  protocol = 'https:';

  override createConnection(options: TlsOptions): net.Socket {
    return connect(options);
  }
}

export function ownHttps(): object {
  let globalAgent: http.Agent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5_000 });
  const createServer = (options: unknown, heard?: unknown): http.Server => {
    const listener = (typeof options === 'function' ? options : heard) as http.RequestListener | undefined;
    const settings = (typeof options === 'object' && options !== null ? options : {}) as TlsOptions;
    const server = http.createServer(settings as http.ServerOptions, listener);
    const serve = server.listeners('connection').find(({ name }) => name.includes('connectionListener'));
    if (serve === undefined) throw new Error(`Node ${process.version} serves http otherwise inside`);
    server.removeListener('connection', serve as () => void);
    server.on('secureConnection', serve as () => void);
    server.on('connection', (socket) =>
      accept(socket, settings.ALPNProtocols ?? ['http/1.1'], (secure) =>
        server.emit('secureConnection', secure),
      ),
    );
    return Object.assign(server, { setSecureContext: () => undefined, addContext: () => undefined });
  };
  const own = { Agent, Server: http.Server, createServer, ...clientsOf(() => globalAgent) };
  return withAgent(own, { get: () => globalAgent, set: (other) => void (globalAgent = other) });
}
