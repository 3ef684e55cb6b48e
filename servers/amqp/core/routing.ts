/** Which queues a message goes to: each at most once, whatever the number of bindings that lead there. */
import { textArgument, type Binding, type Broker, type Exchange } from './broker.js';
import type { Message } from './message.js';
import { matchesHeaders } from './headers.js';
import type { Queue } from './queue/queue-state.js';
import { matchesTopic, wordsOf } from './topic.js';

/** The queues, in the order in which they are found. */
export function route(broker: Broker, exchange: string, message: Message): readonly Queue[] {
  const { routingKey, moreKeys } = message;
  if (exchange === '' && moreKeys === undefined) {
    const queue = broker.queues.get(routingKey);
    return queue === undefined ? [] : [queue];
  }
  const keys = keysOf(message);
  const queues = new Set<Queue>();
  const seen = new Set([exchange]);
  const open = [exchange];
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    const from = broker.exchanges.get(name);
    if (from === undefined) continue;
    const found =
      name === '' ? toQueues(keys) : from.bindings.filter((one) => matches(from, one, keys, message));
    for (const { destination, to } of found) {
      if (to === 'exchange') visit(destination);
      else {
        const queue = broker.queues.get(destination);
        if (queue !== undefined) queues.add(queue);
      }
    }
    const alternate = textArgument(from.arguments, 'alternate-exchange');
    if (found.length === 0 && alternate !== undefined) visit(alternate);
  }
  return [...queues];

  function visit(name: string): void {
    if (seen.has(name)) return;
    seen.add(name);
    open.push(name);
  }
}

/** All keys that route a message. */
function keysOf({ routingKey, moreKeys }: Message): readonly string[] {
  return moreKeys === undefined ? [routingKey] : [routingKey, ...moreKeys.cc, ...moreKeys.bcc];
}

type Found = Pick<Binding, 'destination' | 'to'>;

/** The default exchange knows every queue by its name. */
function toQueues(keys: readonly string[]): readonly Found[] {
  return keys.map((destination) => ({ destination, to: 'queue' }));
}

function matches(
  { type }: Exchange,
  { routingKey, arguments: pattern, words }: Binding,
  keys: readonly string[],
  { properties }: Message,
): boolean {
  switch (type) {
    case 'fanout':
      return true;
    case 'direct':
      return keys.includes(routingKey);
    case 'topic':
      return keys.some((key) => matchesTopic(words, wordsOf(key)));
    case 'headers':
      return matchesHeaders(pattern, properties.headers);
  }
}
