/** Bindings: an exchange knows where its messages go. */
import type { Binding, Exchange } from './broker.js';
import { channelFault } from './fault.js';
import { isHeadersMatch, sameValue } from './headers.js';
import { journal } from './keep.js';
import type { Table } from './methods.js';
import type { Run } from './run.js';
import { wordsOf } from './topic.js';

/** Makes a binding unless it is there. @throws AmqpFault 406 for an unknown `x-match` */
export function bind(run: Run, source: Exchange, asked: Omit<Binding, 'words'>, durable: boolean): void {
  if (source.type === 'headers' && !isHeadersMatch(asked.arguments['x-match']))
    throw channelFault(406, `x-match: expected all, any, all-with-x or any-with-x`);
  if (source.bindings.some((one) => isSame(one, asked))) return;
  const binding = { ...asked, words: source.type === 'topic' ? wordsOf(asked.routingKey) : [] };
  source.bindings.push(binding);
  if (durable && source.durable) journal(run, { line: 'binding', binding });
}

/** Takes a binding away. One that is not there is no error. @returns the exchange, if it lost one */
export function unbind(run: Run, asked: Omit<Binding, 'words'>): readonly Exchange[] {
  const source = run.broker.exchanges.get(asked.source);
  if (source === undefined) return [];
  const gone = source.bindings.filter((one) => isSame(one, asked));
  source.bindings = source.bindings.filter((one) => !gone.includes(one));
  for (const binding of gone) journal(run, { line: 'binding-gone', binding });
  return gone.length > 0 ? [source] : [];
}

/** Takes all bindings of a kind away. @returns the exchanges that lost one */
export function removeBindings(run: Run, isGone: (binding: Binding) => boolean): readonly Exchange[] {
  const lostOne: Exchange[] = [];
  for (const exchange of run.broker.exchanges.values()) {
    const gone = exchange.bindings.filter(isGone);
    if (gone.length === 0) continue;
    exchange.bindings = exchange.bindings.filter((one) => !isGone(one));
    for (const binding of gone) journal(run, { line: 'binding-gone', binding });
    lostOne.push(exchange);
  }
  return lostOne;
}

function isSame(one: Binding, other: Omit<Binding, 'words'>): boolean {
  return (
    one.destination === other.destination &&
    one.to === other.to &&
    one.routingKey === other.routingKey &&
    sameValue(one.arguments as Table, other.arguments as Table)
  );
}
