/** `http` as a program in a world has it: Node's own, whose connections that are kept open belong to one process. */
import http from 'node:http';

type Agent = () => http.Agent;

export function ownHttp(): object {
  let globalAgent = new http.Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5_000 });
  const agent = { get: () => globalAgent, set: (other: http.Agent) => void (globalAgent = other) };
  return withAgent({ ...http, ...clientsOf(() => globalAgent) }, agent);
}

/** With a `globalAgent` that can be another. */
export function withAgent(own: object, agent: { get(): http.Agent; set(other: http.Agent): void }): object {
  return Object.defineProperty(own, 'globalAgent', { ...agent, configurable: true, enumerable: true });
}

/** `request` and `get`, by the agent of one process. */
export function clientsOf(agent: Agent) {
  const request = (...given: unknown[]): http.ClientRequest => {
    const [url, options, callback] = readRequest(given);
    const more = { ...options, _defaultAgent: agent() };
    return url === undefined
      ? http.request(more as http.RequestOptions, callback)
      : http.request(url, more as http.RequestOptions, callback);
  };
  const get = (...given: unknown[]): http.ClientRequest => {
    const asked = request(...given);
    asked.end();
    return asked;
  };
  return { request, get };
}

type Heard = ((response: http.IncomingMessage) => void) | undefined;

/** `request(url)`, `request(options)`, `request(url, options)`, each with or without a callback. */
function readRequest(given: readonly unknown[]): [string | URL | undefined, object, Heard] {
  const left = [...given];
  const url =
    typeof left[0] === 'string' || left[0] instanceof URL ? (left.shift() as string | URL) : undefined;
  const options = typeof left[0] === 'object' && left[0] !== null ? (left.shift() as object) : {};
  return [url, options, left[0] as Heard];
}
