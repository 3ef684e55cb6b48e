// Asks over https in several ways, and tells what came.
const https = require('https');
const tls = require('tls');
const net = require('net');
const { once } = require('events');
const { effect } = require('seedstorm/node');
const say = (text) => effect({ f: 'line', text });
const textOf = async (stream) => {
  let text = '';
  for await (const part of stream.setEncoding('utf8')) text += part;
  return text;
};
const get = (url, options = {}) =>
  new Promise((resolve, reject) =>
    https.get(url, options, async (response) => resolve(await textOf(response))).on('error', reject),
  );
(async () => {
  say(await get('https://web/whoami'));
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
  const both = await Promise.all([
    get('https://web/whoami', { agent }),
    get('https://web/whoami', { agent }),
  ]);
  say(`${both[0] === both[1]} ${Object.values(agent.freeSockets).flat().length}`);
  say(await (await fetch('https://web/whoami')).text());
  say(
    await require('axios')
      .get('https://web/whoami')
      .then(({ data }) => data.protocol),
  );
  const began = performance.now();
  const socket = tls.connect({ host: 'web', port: 8443, ALPNProtocols: ['other', 'echo'] });
  socket.write('early');
  await once(socket, 'connect');
  const connectedMs = performance.now() - began;
  await once(socket, 'secureConnect');
  say(`${performance.now() - began > connectedMs + 0.2} ${socket.authorized} ${socket.alpnProtocol}`);
  say(`${socket.getProtocol()} ${socket.getPeerCertificate().subject.CN} ${socket instanceof tls.TLSSocket}`);
  socket.end(' late');
  say(await textOf(socket));
  const raw = net.connect(8443, 'web');
  await once(raw, 'connect');
  const upgraded = tls.connect({ socket: raw, servername: 'other' }, () => upgraded.end('up'));
  say(await textOf(upgraded));
  say(await get('https://web:80/whoami').catch(({ code }) => code));
  say(await get('https://nobody/').catch(({ code }) => code));
  say('- the end');
})().catch((error) => say(error.stack));
