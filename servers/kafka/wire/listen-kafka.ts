/** The broker on a port of this machine, for tries and tests outside of worlds. */
import { checkSettings } from './check-settings.js';
import { listen, type KafkaListener } from './programs/listen.js';
import type { KafkaServerSettings } from './settings.js';

/**
 * Runs the broker on a port of this machine, 0 for one that is free. Without a `folder` nothing is kept.
 * @throws InputError for a setting that is none, Error of Node's where the port is taken or the folder cannot be used
 */
export async function listenKafka(settings: KafkaServerSettings = {}): Promise<KafkaListener> {
  checkSettings('listenKafka', settings);
  return listen(settings);
}
