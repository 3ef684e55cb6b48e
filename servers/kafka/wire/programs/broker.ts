/** A broker as the program of a node: what `kafkaServer` starts. Its first argument is its settings, as JSON. */
import os from 'node:os';
import { onRequest } from 'seedstorm/node';
import type { KafkaServerSettings } from '../settings.js';
import { listen } from './listen.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as KafkaServerSettings;
const listening = listen({ folder: '/var/lib/kafka', host: os.hostname(), ...settings });

process.on('SIGTERM', () => {
  void listening.then((listener) => listener.close()).then(() => process.exit(0));
});

/** What clients of a scenario may ask the node of a broker. */
onRequest(async (_request: { readonly f: 'ends' }) => (await listening).ends());
