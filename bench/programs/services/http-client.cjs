// Ten askers, each with one request open, over connections that are kept.
const http = require('node:http');
const ASKERS = 10;
const { HOST, PORT } = process.env;
const json = { 'content-type': 'application/json' };

const ask = (agent, method, body) =>
  new Promise((resolve, reject) => {
    const headers = body ? json : {};
    const options = { host: HOST, port: PORT, method, path: '/kv/x', agent, timeout: 500, headers };
    const request = http.request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.on('end', () => resolve(JSON.parse(text)));
    });
    request.on('error', reject);
    request.end(body && JSON.stringify(body));
  });

exports.ask = async (count) => {
  const agent = new http.Agent({ keepAlive: true });
  const asker = async () => {
    for (let index = 0; index < count / ASKERS; index++)
      await (index % 2 === 0 ? ask(agent, 'PUT', { value: index }) : ask(agent, 'GET'));
  };
  await Promise.all(Array.from({ length: ASKERS }, asker));
  agent.destroy();
};
