/** What the gateway promises to those who ask, and to the services behind it. */
import { defineChecker, type Operation } from 'seedstorm/checkers';
import { CLOCK_ERROR, FAILURES, routed, TIMES, type Asked, type Body, type Key } from './api.js';

const asked = ({ input }: Operation): Asked => input as Asked;
const nameOf = ({ user, number }: Key): string => `${user}/${number}`;
/** What a clock may add to a time of the gateway's own, in ms. */
const SLACK = 1 + 2 * CLOCK_ERROR;

/**
 * Who is let in, and what is shown to whom. Anomalies: `let-in` (with a forged key, or one revoked for long), `locked-out`
 * (a good key is refused), `misrouted`, `leaked` (a field for nobody outside), `another-user`, `missing` (an own order that was
 * acknowledged), `twice` (an order that was asked for once), `stale` (a price replaced for longer than the cache may know).
 */
export const access = defineChecker({
  name: 'access',
  looksFor: 'answers of the gateway',
  scan(history, found) {
    const requests = history.filter(({ input }) => 'path' in (input as object));
    const revokes = requests.filter((operation) => asked(operation).f === 'revoke');
    const placed = new Map(
      requests.flatMap((operation) => {
        const request = asked(operation);
        return request.f === 'order' ? [[request.value, operation] as const] : [];
      }),
    );
    const prices = requests.filter((operation) => asked(operation).f === 'price' && operation.type === 'ok');
    let judged = 0;

    for (const read of requests) {
      const request = asked(read);
      const name = nameOf(request.key);
      const own = revokes.filter((operation) => nameOf(asked(operation).key) === name);
      if (read.type === 'fail') {
        const mayBeRevoked = own.some(({ invoke }) => invoke < read.complete);
        if (read.error === 'unauthorized' && request.key.forged !== true && !mayBeRevoked)
          found.anomaly('locked-out', `${name} was refused, and is a good key`, read);
        continue;
      }
      if (read.type !== 'ok') continue;
      judged++;
      if (request.key.forged === true)
        found.anomaly('let-in', `${request.f} was answered to a forged key of ${request.key.user}`, read);
      const revoked = own.find(
        ({ type, completedAtMs = 0 }) =>
          type === 'ok' && completedAtMs + TIMES.keyTtl * SLACK < (read.invokedAtMs ?? 0),
      );
      if (revoked !== undefined && request.f !== 'revoke')
        found.anomaly('let-in', `${request.f} was answered to ${name}, revoked long before`, revoked, read);

      const body = read.output as Body;
      if (body.from !== routed(request.path, 'longest'))
        found.anomaly('misrouted', `${request.path} was answered by ${body.from}`, read);
      if ('cost' in body) found.anomaly('leaked', `${request.path} was answered with what it costs`, read);
      if (body.from === 'orders') ordersOf(body.orders, read);
      if (body.from === 'products' && request.f === 'product') priceOf(body.price, request.id, read);
    }
    return { judged, reason: `${judged} answers` };

    function ordersOf(orders: readonly string[], read: Operation): void {
      const { user } = asked(read).key;
      for (const value of new Set(orders)) {
        const order = placed.get(value);
        if (order !== undefined && asked(order).key.user !== user)
          found.anomaly('another-user', `${user} is shown ${value} of ${asked(order).key.user}`, order, read);
        if (orders.indexOf(value) !== orders.lastIndexOf(value))
          found.anomaly('twice', `${value} was ordered once, and is there more than once`, order, read);
      }
      for (const [value, order] of placed)
        if (
          order.type === 'ok' &&
          asked(order).key.user === user &&
          order.complete < read.invoke &&
          !orders.includes(value)
        )
          found.anomaly('missing', `${value} was acknowledged, and ${user} does not see it`, order, read);
    }

    function priceOf(price: number, id: string, read: Operation): void {
      const newer = prices.find((operation) => {
        const request = asked(operation);
        return (
          request.f === 'price' &&
          request.id === id &&
          request.value > price &&
          (operation.completedAtMs ?? 0) + TIMES.productTtl * SLACK < (read.invokedAtMs ?? 0)
        );
      });
      if (newer !== undefined)
        found.anomaly('stale', `${id} was shown at ${price}, long after it had another price`, newer, read);
    }
  },
});

interface Call {
  readonly f: 'sent' | 'heard' | 'started';
  readonly service: string;
  readonly call: string;
  readonly isOk?: boolean;
}

/** A sick service is left alone. Anomaly: `hammered` (asked while the breaker must be open, or twice as a trial). */
export const spared = defineChecker({
  name: 'spared',
  looksFor: 'calls of the gateway (effects sent and heard)',
  scan(history, found) {
    let judged = 0;
    const services = new Map<string, { failures: Operation[]; openMs?: number; trial?: Operation }>();
    /** Calls begun before the breaker opened say nothing. */
    let current = new Set<string>();
    for (const operation of history) {
      const { f, service, call, isOk } = operation.input as Call;
      if (f === 'started') {
        services.clear();
        current = new Set();
      }
      if (f !== 'sent' && f !== 'heard') continue;
      const known = services.get(service) ?? { failures: [] };
      services.set(service, known);
      const atMs = operation.invokedAtMs ?? 0;
      if (f === 'sent') {
        judged++;
        current.add(call);
        if (known.openMs === undefined) continue;
        if (atMs < known.openMs + TIMES.open * (1 - CLOCK_ERROR) || known.trial !== undefined)
          found.anomaly(
            'hammered',
            `${service} was asked again ${(atMs - known.openMs).toFixed(0)} ms after ${FAILURES} failures in a row`,
            known.trial ?? known.failures.at(-1),
            operation,
          );
        known.trial = operation;
      } else if (current.delete(call)) {
        const isTrial = (known.trial?.input as Call | undefined)?.call === call;
        if (known.openMs !== undefined && !isTrial) continue;
        if (isOk === true) services.set(service, { failures: [] });
        else {
          known.failures.push(operation);
          if (known.failures.length >= FAILURES || isTrial) {
            known.openMs = atMs;
            delete known.trial;
          }
        }
      }
    }
    return { judged, reason: `${judged} calls` };
  },
});
