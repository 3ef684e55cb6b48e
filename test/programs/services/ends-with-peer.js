// Listens, or ends when the connection to who listens does: before Node has closed the socket.
const net = require('node:net');
const { name } = require('seedstorm/node');

if (name === 'peer') net.createServer(() => undefined).listen(1);
else
  net
    .connect(1, 'peer')
    .on('error', () => undefined)
    .on('end', () => process.nextTick(() => process.exit()))
    .resume();
