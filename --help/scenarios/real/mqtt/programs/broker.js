/** The npm package aedes as a broker, its sessions in memory. PUBREL=mended: with one line mended, see the chapter. */
import net from 'node:net';
import { Aedes } from 'aedes';
const broker = await Aedes.createBroker();
if (process.env['PUBREL'] === 'mended') {
    const persistence = broker.persistence;
    const update = persistence.outgoingUpdate.bind(persistence);
    // Equal to nothing, so that a PUBREL is kept in the place of its own message, and of no other.
    persistence.outgoingUpdate = (client, packet) => update(client, packet.cmd === 'pubrel' ? Object.assign(packet, { brokerId: NaN }) : packet);
}
net.createServer(broker.handle).listen(1883);
