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
  const queues: Queue[] = [];
  const open = [exchange];
  // Exchanges that lead to exchanges are visited in the order in which they are found, each once.
  for (let at = 0; at < open.length; at++) {
    const name = open[at] as string;
    const from = broker.exchanges.get(name);
    if (from === undefined) continue;
    const found = name === '' ? toQueues(keys) : matching(from, keys, message);
    for (const { destination, to } of found) {
      if (to === 'exchange') visit(destination);
      else {
        const queue = broker.queues.get(destination);
        if (queue !== undefined && !queues.includes(queue)) queues.push(queue);
      }
    }
    if (found.length > 0) continue;
    const alternate = textArgument(from.arguments, 'alternate-exchange');
    if (alternate !== undefined) visit(alternate);
  }
  return queues;

  function visit(name: string): void {
    if (!open.includes(name)) open.push(name);
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

/** The bindings of an exchange that a message takes. */
function matching(
  { type, bindings }: Exchange,
  keys: readonly string[],
  { properties: { headers } }: Message,
): readonly Binding[] {
  switch (type) {
    case 'fanout':
      return bindings;
    case 'direct':
      return bindings.filter(({ routingKey }) => keys.includes(routingKey));
    case 'topic': {
      const split = keys.map(wordsOf);
      return bindings.filter(({ words }) => split.some((key) => matchesTopic(words, key)));
    }
    case 'headers':
      return bindings.filter(({ arguments: pattern }) => matchesHeaders(pattern, headers));
  }
}
