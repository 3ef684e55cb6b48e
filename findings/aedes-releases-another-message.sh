#!/usr/bin/env bash
# aedes 1.2.0 (with aedes-persistence 11.0.0): a subscriber whose session is kept (clean: false) loses messages of quality
# of service 2, without any fault. Seen with mqtt 5.16.0 as the client, Node 20.20.2, Linux x64, 2026-11-30: of 600 messages,
# three every 2 ms, each acknowledged, about 520 arrive.
# Cause: lib/handlers/pubrec.js makes a PUBREL without brokerId and brokerCounter, and outgoingUpdate of aedes-persistence
# (asyncPersistence.js) takes two packets for the same when both are equal. Two PUBRELs under way are always equal in them
# (undefined), so the second gives its message id to the first, before that is written: one message is released twice, the
# other never. A subscriber hands a message over when it is released.
# The same run with brokerId: NaN on each PUBREL, which equals nothing, delivers all 600.
# Fails if the package behaves otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --no-audit --no-fund --silent aedes@1.2.0 mqtt@5.16.0 >/dev/null
cat >"$folder/try.mjs" <<'JS'
import net from 'node:net';
import { Aedes } from 'aedes';
import mqtt from 'mqtt';

const broker = await Aedes.createBroker();
if (process.argv[2] === 'mended') {
  const { persistence } = broker;
  const update = persistence.outgoingUpdate.bind(persistence);
  persistence.outgoingUpdate = (client, packet) =>
    update(client, packet.cmd === 'pubrel' ? Object.assign(packet, { brokerId: NaN }) : packet);
}
const server = net.createServer(broker.handle);
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const connect = (clientId) =>
  mqtt.connectAsync({ host: '127.0.0.1', port: server.address().port, clientId, clean: false });
const subscriber = await connect('subscriber');
const arrived = new Set();
subscriber.on('message', (topic, payload) => arrived.add(String(payload)));
await subscriber.subscribeAsync('t', { qos: 2 });
const publisher = await connect('publisher');
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const acknowledged = [];
for (let index = 0; index < 600; index++) {
  acknowledged.push(publisher.publishAsync('t', String(index), { qos: 2 }));
  if (index % 3 === 2) await sleep(2);
}
await Promise.all(acknowledged);
await sleep(500);
console.log(arrived.size);
process.exit();
JS
published=$(node "$folder/try.mjs")
mended=$(node "$folder/try.mjs" mended)
echo "aedes@1.2.0: $published of 600 arrived"
echo "with brokerId: NaN on each PUBREL: $mended of 600"
[ "$published" -lt 600 ] && [ "$mended" -eq 600 ]
