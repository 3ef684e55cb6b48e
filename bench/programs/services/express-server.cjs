// A register behind a web server.
const express = require('express');
const store = new Map();
const app = express();
app.use(express.json());
app.get('/kv/:key', (request, response) => response.json({ value: store.get(request.params.key) ?? null }));
app.put('/kv/:key', (request, response) => {
  store.set(request.params.key, request.body.value);
  response.json({ ok: true });
});
app.listen(Number(process.env.PORT));
