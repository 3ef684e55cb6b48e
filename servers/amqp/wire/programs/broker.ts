/** A broker as the program of a node: what `amqpServer` starts. Its first argument is its settings, as JSON. */
import { onRequest } from 'seedstorm/node';
import type { BrokerRequest } from '../../machine/broker-program.js';
import type { AmqpServerSettings } from '../settings.js';
import { listen } from './listen.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as AmqpServerSettings;
const listening = listen({ folder: '/var/lib/amqp', ...settings });

process.on('SIGTERM', () => {
  void listening.then((listener) => listener.close()).then(() => process.exit(0));
});

/** How often it is looked whether the queues are empty. */
const LOOK_MS = 10;

onRequest(async (request: BrokerRequest) => {
  const listener = await listening;
  if (request.f === 'depths') return listener.depths();
  const until = Date.now() + (request.atMostMs ?? 2_000);
  const isEmpty = (): boolean =>
    Object.values(listener.depths()).every(({ ready, unsettled }) => ready + unsettled === 0);
  while (!isEmpty() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  return undefined;
});
