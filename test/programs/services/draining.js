// A server that takes a while for each request. Told to end, it answers what is under way, or knows nothing of it.
const http = require('http');
const server = http.createServer((request, response) =>
  setTimeout(() => response.end(process.env.VERSION), 40),
);
server.listen(80);
const deaf = { ends: () => undefined, exits: () => process.exit(), stays: () => setInterval(() => 1, 1000) };
if (process.env.TOLD)
  process.on('SIGTERM', () => {
    server.close(() => deaf[process.env.TOLD]());
  });
