/** Takes what is published, by the npm package mqtt, in a session that outlives its connections. QOS: 0, 1 or 2. */
import { connect } from 'mqtt';
import { effect, onRequest } from 'seedstorm/node';
const qos = Number(process.env['QOS']);
const client = connect('mqtt://broker', { clientId: 'subscriber', clean: false, reconnectPeriod: 50 });
client.on('error', () => undefined);
client.on('connect', () => client.subscribe('parcels', { qos }));
client.on('message', (_topic, payload) => effect({ f: 'process', value: String(payload) }));
// Asked when everything is over: all that was to come has come.
onRequest(() => []);
