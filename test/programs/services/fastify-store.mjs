import Fastify from 'fastify';

const store = new Map();
const app = Fastify({ logger: false });
app.get('/kv/:key', async (request) => ({ value: store.get(request.params.key) ?? null }));
app.put('/kv/:key', async (request) => {
  store.set(request.params.key, request.body.value);
  return { ok: true };
});
await app.listen({ port: 3000, host: '0.0.0.0' });
