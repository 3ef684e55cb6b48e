// Sends what its clients send by the package that CLIENT names, and connects again where that is the program's to do.
const { effect, log, onRequest } = require('seedstorm/node');
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** A channel to the broker, for as long as there is one. */
function amqpChannel(use) {
  const amqp = require('amqplib');
  const state = { channel: undefined };
  (async () => {
    for (;;) {
      try {
        const connection = await amqp.connect('amqp://rabbit?heartbeat=1', { timeout: 200 });
        const closed = new Promise((done) => connection.on('close', done));
        connection.on('error', ({ message }) => log(message));
        connection.on('close', (error) => effect({ f: 'lost', message: error?.message }));
        connection.on('blocked', (reason) => effect({ f: 'blocked', reason }));
        connection.on('unblocked', () => effect({ f: 'unblocked' }));
        const channel = await connection.createConfirmChannel();
        channel.on('error', ({ message }) => log(message));
        await channel.assertQueue('orders');
        await use?.(channel);
        state.channel = channel;
        await closed;
      } catch ({ message }) {
        log(message);
      }
      state.channel = undefined;
      await sleep(50);
    }
  })();
  return state;
}

const makers = {
  'node-redis'() {
    const client = require('redis').createClient({ url: 'redis://redis' });
    client.on('error', ({ message }) => log(message));
    client.connect();
    return (value) => client.incr(value);
  },
  kafkajs() {
    const { Kafka } = require('kafkajs');
    const kafka = new Kafka({
      brokers: ['kafka:9092'],
      requestTimeout: 200,
      connectionTimeout: 200,
      retry: { initialRetryTime: 20, retries: 8 },
      logCreator: () => (entry) => log(entry.log.message),
    });
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    const connected = producer.connect();
    return async (value) => {
      await connected;
      await producer.send({ topic: 'orders', messages: [{ value }] });
    };
  },
  amqplib() {
    const state = amqpChannel();
    return (value) =>
      new Promise((done, failed) => {
        if (state.channel === undefined) failed(Object.assign(new Error('no channel'), { definite: true }));
        else
          state.channel.sendToQueue('orders', Buffer.from(value), { persistent: true }, (error) =>
            error ? failed(error) : done(),
          );
      });
  },
  consumer() {
    amqpChannel((channel) =>
      channel.consume('orders', (message) => {
        effect({ f: 'process', value: String(message.content) });
        channel.ack(message);
      }),
    );
  },
};

const send = makers[process.env.CLIENT]();
onRequest(async ({ value }) => void (await send(value)));
