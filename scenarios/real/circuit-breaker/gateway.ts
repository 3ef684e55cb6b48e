/**
 * The node that clients talk to: it asks the backend for them, behind an `opossum` circuit breaker as it comes from
 * npm. The breaker's clock, timers and random numbers are this node's, by ambient virtualisation alone.
 */
import { asyncProgram, type Incoming, type Program } from 'seedstorm';
import { BACKEND, type Shop } from './messages.js';
import type { CircuitBreaker } from './opossum.js';
import type { GatewayRules } from './rules.js';

/** How long an unanswered call is kept open: longer than the breaker waits, as sockets usually are. */
const CALL_MS = 400;

export function gateway(Breaker: CircuitBreaker, { refused, ...options }: GatewayRules): Program {
  return asyncProgram<Shop>(async (node) => {
    let lastCall = 0;
    const call = (id: string, question: number): Promise<number> => {
      node.effect({ f: 'call', call: id });
      return node.call(BACKEND, { call: id, question }, { timeoutMs: CALL_MS });
    };
    // Without a name, so that the breaker draws one with Math.random.
    const breaker = new Breaker((id: string, question: number) => call(id, question), { ...options });
    node.effect({ f: 'breaker', is: 'closed' });
    breaker.on('open', () => node.effect({ f: 'breaker', is: 'open' }));
    breaker.on('halfOpen', () => node.effect({ f: 'breaker', is: 'half-open' }));
    breaker.on('close', () => node.effect({ f: 'breaker', is: 'closed' }));
    for await (const request of node.requests()) void serve(request);

    async function serve({ body, reply, reject }: Incoming<Shop['request'], number>): Promise<void> {
      const id = `${node.incarnation}/${++lastCall}`;
      try {
        reply(
          await breaker.fire(id, body.question).catch((error: unknown) => around(error, id, body.question)),
        );
      } catch (error) {
        // The backend may have been asked; that a question was certainly not is only known of refused ones.
        reject((error as Error).message, { definite: isRefusal(error) });
      }
    }

    function around(error: unknown, id: string, question: number): Promise<number> {
      if (!isRefusal(error)) throw error;
      node.effect({ f: 'refused', call: id });
      if (refused === 'call-anyway') return call(id, question);
      throw error;
    }
  });
}

function isRefusal(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === 'EOPENBREAKER';
}
