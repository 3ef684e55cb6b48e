// Asks the server; a connection that is refused did not do anything.
const http = require('http');
const { onRequest } = require('seedstorm/node');
onRequest(
  () =>
    new Promise((resolve, reject) => {
      const request = http.get({ host: 'web', agent: false }, async (response) => {
        let text = '';
        for await (const part of response) text += part;
        resolve(text);
      });
      request.on('error', (error) =>
        reject(Object.assign(error, { definite: error.code === 'ECONNREFUSED' })),
      );
    }),
);
