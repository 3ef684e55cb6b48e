// What datagram sockets do, step by step: on a real machine and in a world it says the same lines.
const dgram = require('dgram');
const { once } = require('events');
const say = process.env.INSIDE
  ? (text) => require('seedstorm/node').effect({ f: 'line', text })
  : (text) => process.stdout.write(`${text}\n`);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const bound = async (port = 0) => {
  const socket = dgram.createSocket('udp4');
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
};

(async () => {
  const server = await bound();
  const { address, family, port } = server.address();
  say(`${address} ${family} ${port > 1024}`);
  server.on('message', (message, from) => {
    say(`server: ${message} ${from.address} ${from.family} ${from.size} ${from.port > 1024}`);
    server.send(`echo ${message}`, from.port, from.address);
  });
  const client = dgram.createSocket('udp4', (message, from) =>
    say(`client: ${message} ${from.port === port}`),
  );
  await new Promise((resolve) =>
    client.send('one', port, 'localhost', (error, count) => {
      say(`sent ${error} ${count}`);
      resolve();
    }),
  );
  await sleep(30);
  client.send(['t', Buffer.from('w'), 'o'], port, '127.0.0.1');
  await sleep(30);
  client.send(Buffer.from('xthreex'), 1, 5, port);
  await sleep(30);
  say(client.address().port > 1024);
  const taken = dgram.createSocket('udp4');
  taken.bind(port, '127.0.0.1');
  const [{ code, syscall }] = await once(taken, 'error');
  say(`${code} ${syscall}`);
  const connected = dgram.createSocket('udp4');
  connected.on('message', (message) => say(`connected: ${message}`));
  connected.connect(port, '127.0.0.1');
  await once(connected, 'connect');
  say(`${connected.remoteAddress().port === port} ${connected.address().address}`);
  connected.send('four');
  await sleep(30);
  client.send('to nobody', 1, '127.0.0.1', (error) => say(`lost ${error}`));
  await sleep(30);
  const lost = dgram.createSocket('udp4');
  lost.send('x', 1, 'nobody.invalid', (error) => say(`${error.code} ${error.syscall}`));
  await sleep(200);
  client.send(Buffer.alloc(70_000), port, '127.0.0.1', (error) => say(error.code));
  await sleep(30);
  for (const socket of [client, connected, lost, server]) {
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  }
  try {
    client.send('x', port);
  } catch (error) {
    say(error.code);
  }
  const again = await bound(port);
  say('bound again');
  again.unref();
  taken.close();
  again.close();
  say('- the end');
})();
