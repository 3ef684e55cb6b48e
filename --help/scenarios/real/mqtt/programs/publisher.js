/** Publishes what its clients send, by the npm package mqtt, and answers when the broker has it. QOS: 0, 1 or 2. */
import { connect } from 'mqtt';
import { onRequest } from 'seedstorm/node';
const qos = Number(process.env['QOS']);
const options = { qos };
const client = connect('mqtt://broker', { clientId: 'publisher', clean: false, reconnectPeriod: 50 });
client.on('error', () => undefined);
onRequest(async ({ value }) => {
    await client.publishAsync('parcels', value, options);
});
