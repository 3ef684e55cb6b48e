/** Publishes what its clients send, by the npm package mqtt, and answers when the broker has it. QOS: 0, 1 or 2. */
import { connect, type IClientPublishOptions } from 'mqtt';
import { onRequest } from 'seedstorm/node';

const qos = Number(process.env['QOS']) as 0 | 1 | 2;
const options: IClientPublishOptions = { qos };
const client = connect('mqtt://broker', { clientId: 'publisher', clean: false, reconnectPeriod: 50 });
client.on('error', () => undefined);

onRequest(async ({ value }: { readonly value: string }) => {
  await client.publishAsync('parcels', value, options);
});
