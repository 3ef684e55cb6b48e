// An express service over https, and an echo over TLS.
const fs = require('fs');
const https = require('https');
const tls = require('tls');
const express = require('express');
const app = express();
app.get('/whoami', (request, response) =>
  response.json({ secure: request.secure, protocol: request.protocol, host: request.headers.host }),
);
https.createServer({ key: 'a key', cert: 'a certificate' }, app).listen(443);
tls
  .createServer({ ALPNProtocols: ['echo'] }, (socket) => {
    socket.write(`${socket.encrypted} ${socket.servername} ${socket.alpnProtocol} `);
    socket.pipe(socket);
  })
  .listen(8443);
require('http')
  .createServer((request, response) => response.end())
  .listen(80);
