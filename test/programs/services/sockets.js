// What sockets of Node do, step by step: run on a real machine and in a world, it prints the same lines.
const http = require('http');
const net = require('net');
const { once } = require('events');
const say = process.env.INSIDE
  ? (text) => require('seedstorm/node').effect({ f: 'line', text })
  : (text) => console.log(text);
const listen = async (server, port = 0) => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
};
const dial = (port, options = {}) => net.connect({ port, host: '127.0.0.1', ...options });
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const codeOf = async (emitter) => {
  const [error] = await once(emitter, 'error');
  return `${error.code} ${error.syscall} ${error.message.replace(/\d{4,}/, 'PORT')}`;
};
const errorOf = (emitter) => new Promise((resolve) => emitter.once('error', (error) => resolve(error.code)));

const steps = {
  async 'an echo, closed by the client'() {
    const server = net.createServer((socket) => {
      socket.on('data', (part) => socket.write(part));
      for (const event of ['end', 'close']) socket.on(event, (more) => say(`server ${event} ${more}`));
    });
    const client = dial(await listen(server));
    await once(client, 'connect');
    say(`${client.localAddress} ${client.remoteAddress} ${client.remoteFamily} ${client.readyState}`);
    client.write('hello');
    say(String((await once(client, 'data'))[0]));
    client.end();
    await once(client, 'close');
    say(`client ${client.bytesRead} ${client.bytesWritten} ${client.readyState} ${client.destroyed}`);
    await sleep(20);
    server.close();
    await once(server, 'close');
  },
  async 'half of a connection closed, the other half goes on'() {
    const server = net.createServer({ allowHalfOpen: true }, (socket) => {
      let text = '';
      socket.setEncoding('utf8').on('data', (part) => (text += part));
      socket.on('end', () => setTimeout(() => socket.end(`got ${text}`), 20));
    });
    const client = dial(await listen(server)).setEncoding('utf8');
    client.end('all of it');
    say((await once(client, 'data'))[0]);
    await once(client, 'close');
    server.close();
  },
  async 'nobody listens'() {
    const server = net.createServer();
    const port = await listen(server);
    server.close();
    await once(server, 'close');
    say(await codeOf(dial(port)));
  },
  async 'a port that is taken'() {
    const server = net.createServer();
    const other = net.createServer();
    const failed = codeOf(other);
    other.listen(await listen(server), '127.0.0.1');
    say(await failed);
    server.close();
  },
  async 'a name that nobody has'() {
    const [error] = await once(net.connect({ port: 1, host: 'nobody.invalid' }), 'error');
    say(`${error.code} ${error.syscall} ${error.hostname}`);
  },
  async 'a reset'() {
    const server = net.createServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const client = dial(await listen(server));
    client.write('x');
    say(await errorOf(client));
    say(`${client.destroyed}`);
    server.close();
  },
  async 'a write after the other end is gone'() {
    const server = net.createServer((socket) => socket.destroy());
    const client = dial(await listen(server), { allowHalfOpen: true });
    client.resume();
    await once(client, 'end');
    await sleep(20);
    client.write('into the void');
    await sleep(20);
    client.write('and again');
    say(/EPIPE|ECONNRESET/.test(await errorOf(client)) ? 'refused' : 'taken');
    server.close();
  },
  async 'a writer that waits for its reader'() {
    const MB = 1024 * 1024;
    let accepted;
    const server = net.createServer((socket) => void (accepted = socket.pause()));
    const client = dial(await listen(server));
    await once(client, 'connect');
    let drained = false;
    client.on('drain', () => (drained = true));
    say(`room: ${client.write(Buffer.alloc(16 * MB, 1))}`);
    await sleep(50);
    say(`drained before it is read: ${drained}`);
    let count = 0;
    accepted.on('data', (part) => (count += part.length)).resume();
    client.end();
    await once(accepted, 'end');
    say(`${count === 16 * MB} ${drained}`);
    accepted.end();
    server.close();
  },
  async 'an idle socket'() {
    const server = net.createServer((socket) => socket.resume());
    const client = dial(await listen(server));
    client.setTimeout(60);
    await once(client, 'connect');
    await once(client, 'timeout');
    say(`${client.timeout} ${client.destroyed}`);
    client.destroy();
    await once(client, 'close');
    server.close();
  },
  async 'errors come before close'() {
    const client = dial(1);
    const told = [];
    for (const event of ['error', 'close']) client.on(event, () => told.push(event));
    await once(client, 'close').catch(() => sleep(20));
    say(told.join(' '));
  },
  async 'requests one after another use one connection'() {
    let connections = 0;
    const server = http.createServer((request, response) => response.end(`${request.method} ${request.url}`));
    server.on('connection', () => connections++);
    const port = await listen(server);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    for (const path of ['/a', '/b'])
      await new Promise((resolve, reject) => {
        const request = http.get({ host: '127.0.0.1', port, path, agent }, async (response) => {
          let text = '';
          for await (const part of response.setEncoding('utf8')) text += part;
          const { date, ...headers } = response.headers;
          say(`${response.statusCode} ${text} ${JSON.stringify(headers)} ${!Number.isNaN(Date.parse(date))}`);
          resolve();
        });
        request.on('error', reject);
      });
    say(`connections: ${connections}`);
    agent.destroy();
    server.close();
    await once(server, 'close');
  },
  async 'a request that is aborted, and one that comes too late'() {
    const server = http.createServer((request, response) => setTimeout(() => response.end('late'), 100));
    const port = await listen(server);
    const aborted = http.get({ host: '127.0.0.1', port, agent: false, timeout: 30 });
    aborted.on('timeout', () => aborted.destroy(new Error('given up')));
    say((await once(aborted, 'error'))[0].message);
    const dropped = http.get({ host: '127.0.0.1', port, agent: false });
    const failed = errorOf(dropped);
    setTimeout(() => server.closeAllConnections(), 30);
    say(await failed);
    server.close();
  },
};

(async () => {
  for (const [name, step] of Object.entries(steps)) {
    say(`- ${name}`);
    await step();
  }
  say('- the end');
})();
