import Koa from 'koa';

const store = new Map<string, number>();
const app = new Koa();
app.use(async (context) => {
  const key = context.path.split('/')[2] as string;
  if (context.method === 'PUT') {
    let text = '';
    for await (const part of context.req) text += String(part);
    store.set(key, (JSON.parse(text) as { value: number }).value);
    context.body = { ok: true };
  } else context.body = { value: store.get(key) ?? null };
});
app.listen(3000);
