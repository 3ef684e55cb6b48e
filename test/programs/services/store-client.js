// A register behind a web server, asked by the client that CLIENT names.
const { onRequest } = require('seedstorm/node');
const url = (path) => `http://web:3000${path}`;
const json = { 'content-type': 'application/json' };

const makers = {
  http() {
    const http = require('node:http');
    return (method, path, body) =>
      new Promise((resolve, reject) => {
        const options = { method, timeout: 500, headers: body ? json : {} };
        const request = http.request(url(path), options, async (response) => {
          let text = '';
          try {
            for await (const part of response.setEncoding('utf8')) text += part;
            resolve(JSON.parse(text));
          } catch (error) {
            reject(error);
          }
        });
        request.on('timeout', () => request.destroy(new Error('no answer')));
        request.on('error', reject);
        request.end(body && JSON.stringify(body));
      });
  },
  axios() {
    const axios = require('axios');
    return async (method, path, data) => (await axios({ method, url: url(path), data, timeout: 500 })).data;
  },
  undici() {
    const { request } = require('undici');
    return async (method, path, body) => {
      const options = { method, headersTimeout: 500, bodyTimeout: 500 };
      const more = body ? { body: JSON.stringify(body), headers: json } : {};
      return (await request(url(path), { ...options, ...more })).body.json();
    };
  },
  fetch() {
    return async (method, path, body) => {
      const more = body ? { body: JSON.stringify(body), headers: json } : {};
      return (await fetch(url(path), { method, signal: AbortSignal.timeout(500), ...more })).json();
    };
  },
};
const ask = makers[process.env.CLIENT]();

onRequest(async ({ f, value }) => {
  if (f === 'read') return (await ask('GET', '/kv/x')).value;
  await ask('PUT', '/kv/x', { value });
});
