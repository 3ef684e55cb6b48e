// What amqplib tells of a broker at URL, step by step: by effects inside a world, as lines of JSON outside.
const amqp = require('amqplib');

const say = process.env.INSIDE
  ? (value) => require('seedstorm/node').effect({ f: 'said', value })
  : (value) => console.log(JSON.stringify(value));
const own = (name) => `${process.env.PREFIX ?? 'talk'}-${name}`;
const text = ({ content }) => String(content);
const next = (emitter, event) => new Promise((done) => emitter.once(event, (...values) => done(values)));
const code = (error) => (/\b(\d{3})\b/.exec(error.message) ?? [error.message])[0];

/** Gives messages of a queue one after another. */
async function reader(channel, queue, options) {
  const [came, waits] = [[], []];
  const { consumerTag } = await channel.consume(
    queue,
    (message) => (waits.length > 0 ? waits.shift()(message) : came.push(message)),
    options,
  );
  const take = () => (came.length > 0 ? came.shift() : new Promise((done) => waits.push(done)));
  return Object.assign(take, { consumerTag });
}

const steps = {
  async confirms(connection) {
    const channel = await connection.createConfirmChannel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    const big = Buffer.alloc(400_000, 'x');
    channel.sendToQueue(queue, big, { persistent: true });
    const headers = { n: 1, deep: { list: [1, 'two', true, null], big: 2 ** 40, half: 0.5 } };
    channel.sendToQueue(queue, Buffer.alloc(0), { headers, correlationId: 'c', messageId: 'ü', priority: 3 });
    await channel.waitForConfirms();
    const first = await channel.get(queue, {});
    say(['got', first.content.equals(big), first.fields.messageCount, first.fields.redelivered]);
    channel.nack(first, false, true);
    const again = await channel.get(queue, {});
    say(['again', again.content.length, again.fields.redelivered]);
    channel.ack(again);
    const { properties } = await channel.get(queue, { noAck: true });
    say([properties.headers, properties.correlationId, properties.messageId, properties.priority]);
    say(await channel.get(queue, {}));
    await channel.close();
  },

  async exchanges(connection) {
    const channel = await connection.createChannel();
    await channel.assertExchange(own('topic'), 'topic', { autoDelete: true });
    await channel.assertExchange(own('fanout'), 'fanout', { autoDelete: true });
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindExchange(own('fanout'), own('topic'), 'a.#');
    await channel.bindQueue(queue, own('fanout'), '');
    const take = await reader(channel, queue, { noAck: true });
    channel.on('return', (message) => say(['return', message.fields.replyCode, text(message)]));
    channel.publish(own('topic'), 'b', Buffer.from('nobody'), { mandatory: true });
    channel.publish(own('topic'), 'a.b', Buffer.from('somebody'), { mandatory: true });
    const message = await take();
    say(['deliver', text(message), message.fields.exchange, message.fields.routingKey]);
    await channel.unbindQueue(queue, own('fanout'), '');
    await channel.cancel(take.consumerTag);
    say(await channel.deleteQueue(queue));
    await channel.close();
  },

  async prefetch(connection) {
    const channel = await connection.createChannel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    for (let n = 1; n <= 5; n++) channel.sendToQueue(queue, Buffer.from(String(n)));
    await channel.prefetch(2);
    const take = await reader(channel, queue);
    const [one, two] = [await take(), await take()];
    say([text(one), text(two), (await channel.checkQueue(queue)).messageCount]);
    channel.ack(two, true);
    const [three, four] = [await take(), await take()];
    say([text(three), text(four)]);
    channel.reject(three, false);
    channel.nack(four, false, true);
    const rest = [await take(), await take()].map((message) => [text(message), message.fields.redelivered]);
    say(rest.sort());
    await channel.recover();
    const back = [await take(), await take()].map(text);
    say(back.sort());
    await channel.close();
  },

  async transactions(connection) {
    const channel = await connection.createChannel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    // amqplib knows no transactions; its channels carry any method.
    const tx = (number) =>
      new Promise((done, failed) =>
        channel._rpc((90 << 16) + number, {}, (90 << 16) + number + 1, (error) =>
          error ? failed(error) : done(),
        ),
      );
    await tx(10);
    channel.sendToQueue(queue, Buffer.from('taken back'));
    await tx(30);
    channel.sendToQueue(queue, Buffer.from('kept'));
    const before = (await channel.checkQueue(queue)).messageCount;
    await tx(20);
    say(['tx', before, (await channel.checkQueue(queue)).messageCount]);
    await channel.close();
  },

  async requests(connection) {
    const [server, client] = [await connection.createChannel(), await connection.createChannel()];
    const { queue } = await server.assertQueue('', { exclusive: true });
    await server.consume(queue, (message) => {
      const { replyTo, correlationId } = message.properties;
      server.sendToQueue(replyTo, Buffer.from(text(message).toUpperCase()), { correlationId });
      server.ack(message);
    });
    const take = await reader(client, 'amq.rabbitmq.reply-to', { noAck: true });
    client.sendToQueue(queue, Buffer.from('hello'), { replyTo: 'amq.rabbitmq.reply-to', correlationId: '7' });
    const reply = await take();
    say(['reply', text(reply), reply.properties.correlationId]);
    await server.close();
    await client.close();
  },

  async deadLetters(connection) {
    const channel = await connection.createChannel();
    const dead = (await channel.assertQueue('', { exclusive: true })).queue;
    const short = await channel.assertQueue(own('short'), {
      exclusive: true,
      ...{ messageTtl: 30, deadLetterExchange: '', deadLetterRoutingKey: dead, expires: 60_000 },
    });
    const take = await reader(channel, dead, { noAck: true });
    channel.sendToQueue(short.queue, Buffer.from('late'));
    const message = await take();
    const [{ reason, count, queue }] = message.properties.headers['x-death'];
    say(['dead', text(message), reason, count, queue]);
    const told = new Promise((done) => channel.consume(short.queue, (gone) => gone === null && done()));
    await channel.checkQueue(short.queue);
    await channel.deleteQueue(short.queue);
    await told;
    say('consumer cancelled');
    await channel.close();
  },

  async errors(connection) {
    for (const act of [
      (channel) => channel.checkQueue(own('nowhere')),
      (channel) => channel.assertQueue(own('bad'), { arguments: { 'x-message-ttl': 'long' } }),
      (channel) => channel.assertQueue('amq.mine'),
    ]) {
      const channel = await connection.createChannel();
      const closed = next(channel, 'error');
      await act(channel).catch(() => undefined);
      const [error] = await closed;
      say([error.code, error.classId, error.methodId]);
    }
    for (const act of [
      (channel) => void channel.assertExchange(own('bad'), 'strange').catch(() => undefined),
      (channel) => channel._rpc((20 << 16) + 20, { active: false }, (20 << 16) + 21, () => undefined),
    ]) {
      const other = await amqp.connect(process.env.URL);
      const ended = next(other, 'error');
      const channel = await other.createChannel();
      channel.on('error', () => undefined);
      act(channel);
      const [error] = await ended;
      say([error.code, error.classId, error.methodId]);
    }
  },

  async logins() {
    for (const wrong of [
      [(url) => url.replace('//', '//guest:wrong@')],
      [(url) => `${url}/nowhere`],
      [(url) => url, { credentials: amqp.credentials.amqplain('guest', 'guest') }],
      [(url) => `${url}?frameMax=4096&channelMax=2&heartbeat=5`],
    ]) {
      const [to, options] = wrong;
      try {
        const connection = await amqp.connect(to(process.env.URL), options);
        const channels = [await connection.createChannel(), await connection.createChannel()];
        say(['in', channels.length]);
        await connection.close();
      } catch (error) {
        say(['refused', code(error)]);
      }
    }
  },
};

(async () => {
  for (const [name, step] of Object.entries(steps)) {
    const connection = await amqp.connect(process.env.URL);
    connection.on('error', (error) => say(['lost', error.message]));
    say(name);
    await step(connection);
    await connection.close();
  }
  say('end');
})();
