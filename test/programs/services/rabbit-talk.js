// Says what amqplib tells of one broker: in a world by effects, outside by lines of JSON. The broker is at URL.
const amqp = require('amqplib');

const say = process.env.INSIDE
  ? (value) => require('seedstorm/node').effect({ f: 'said', value })
  : (value) => console.log(JSON.stringify(value));

(async () => {
  const connection = await amqp.connect(process.env.URL);
  const channel = await connection.createConfirmChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true });
  channel.sendToQueue(queue, Buffer.from('one'), { headers: { n: 1 } });
  await channel.waitForConfirms();
  const got = await channel.get(queue, {});
  say([String(got.content), got.properties.headers, got.fields.redelivered]);
  channel.ack(got);
  say(await channel.checkQueue(queue).then(({ messageCount }) => messageCount));
  await connection.close();
  say('closed');
})();
