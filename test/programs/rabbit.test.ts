/** amqplib, unmodified, and our broker. */
import { expect, it } from 'vitest';
import { inWorld, onThisMachine } from '../conformance/rabbitmq/in-world.js';
import { listenAmqp } from 'seedstorm/servers';

it('amqplib says the same in a world and on this machine', async () => {
  const listener = await listenAmqp({ port: 0 });
  const outside = await onThisMachine(
    '../../programs/services/rabbit-talk.js',
    `amqp://127.0.0.1:${listener.port}`,
  );
  await listener.close();
  const inside = await inWorld('../../programs/services/rabbit-talk.js');
  expect(inside.wrong).toEqual([]);
  expect(inside.said).toEqual(outside);
  expect(outside).toEqual([['one', { n: 1 }, false], 0, 'closed']);
});
