/** What a client sees of a message that it gets. */
import type { Properties } from './methods.js';
import type { Queue, QueuedMessage } from './queue/queue-state.js';

/**
 * The properties of a message as they arrive. Quorum queues say how often it came back; not on the first delivery to a
 * consumer, but on the first `basic.get`.
 */
export function propertiesAt(
  { settings }: Queue,
  { message: { properties }, returns }: QueuedMessage,
  by: 'consume' | 'get',
): Properties {
  if (settings.kind === 'classic' || (returns === 0 && by === 'consume')) return properties;
  return { ...properties, headers: { ...properties.headers, 'x-delivery-count': returns } };
}
