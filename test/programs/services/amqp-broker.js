// As much of AMQP 0-9-1 as amqplib needs to publish with confirms and to consume with acknowledgements, in memory.
const net = require('node:net');

const METHOD = 1;
const HEADER = 2;
const BODY = 3;
const HEARTBEAT = 8;
const queues = new Map();

const short = (value) => Buffer.from([value >> 8, value & 255]);
const long = (value) => Buffer.concat([short(value >>> 16), short(value & 65_535)]);
const longLong = (value) => Buffer.concat([long(0), long(value)]);
const shortText = (text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
const longText = (text) => Buffer.concat([long(text.length), Buffer.from(text)]);
const textAt = (bytes, at) => bytes.toString('utf8', at + 1, at + 1 + bytes[at]);

function queueOf(name) {
  if (!queues.has(name)) queues.set(name, { name, waiting: [], consumers: new Set() });
  return queues.get(name);
}

/** Gives what waits to whoever consumes, one after another. */
function handOut(queue) {
  const [consumer] = queue.consumers;
  for (const body of consumer === undefined ? [] : queue.waiting.splice(0)) consumer.deliver(body);
}

net
  .createServer((socket) => {
    let bytes = Buffer.alloc(0);
    let hasGreeted = false;
    let published;
    let confirmed = 0;
    let delivered = 0;
    const unacknowledged = new Map();
    const consumers = [];
    const frame = (type, channel, payload) =>
      socket.write(
        Buffer.concat([
          Buffer.from([type]),
          short(channel),
          long(payload.length),
          payload,
          Buffer.from([206]),
        ]),
      );
    const method = (channel, [kind, number], ...fields) =>
      frame(METHOD, channel, Buffer.concat([short(kind), short(number), ...fields]));

    // By class and number of the specification: 10 connection, 20 channel, 50 queue, 60 basic, 85 confirm.
    const methods = {
      10.11: () => method(0, [10, 30], short(100), long(131_072), short(1)),
      10.31: () => undefined,
      '10.40': () => method(0, [10, 41], shortText('')),
      '10.50': () => method(0, [10, 51]),
      '20.10': (channel) => method(channel, [20, 11], longText('')),
      '20.40': (channel) => method(channel, [20, 41]),
      '85.10': (channel) => method(channel, [85, 11]),
      '50.10': (channel, fields) =>
        method(channel, [50, 11], shortText(queueOf(textAt(fields, 2)).name), long(0), long(0)),
      '60.20': (channel, fields) => {
        const queue = queueOf(textAt(fields, 2));
        const deliver = (body) => {
          unacknowledged.set(++delivered, { queue, body });
          const where = [shortText(''), shortText(queue.name)];
          method(channel, [60, 60], shortText('c'), longLong(delivered), Buffer.from([0]), ...where);
          frame(HEADER, channel, Buffer.concat([short(60), short(0), longLong(body.length), short(0)]));
          frame(BODY, channel, body);
        };
        const consumer = { queue, deliver };
        consumers.push(consumer);
        queue.consumers.add(consumer);
        method(channel, [60, 21], shortText('c'));
        handOut(queue);
      },
      '60.40': (_channel, fields) => {
        const exchange = textAt(fields, 2);
        published = { queue: queueOf(textAt(fields, 3 + exchange.length)), parts: [], left: 0 };
      },
      '60.80': (_channel, fields) => unacknowledged.delete(fields.readUInt32BE(4)),
    };

    function take(type, channel, payload) {
      if (type === METHOD)
        methods[`${payload.readUInt16BE(0)}.${payload.readUInt16BE(2)}`](channel, payload.subarray(4));
      else if (type === HEADER) published.left = payload.readUInt32BE(8);
      else if (type === BODY) {
        published.parts.push(payload);
        published.left -= payload.length;
        if (published.left > 0) return;
        published.queue.waiting.push(Buffer.concat(published.parts));
        method(channel, [60, 80], longLong(++confirmed), Buffer.from([0]));
        handOut(published.queue);
      } else frame(HEARTBEAT, 0, Buffer.alloc(0));
    }

    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const consumer of consumers) consumer.queue.consumers.delete(consumer);
      for (const { queue, body } of unacknowledged.values()) queue.waiting.push(body);
      for (const { queue } of unacknowledged.values()) handOut(queue);
    });
    socket.on('data', (part) => {
      bytes = Buffer.concat([bytes, part]);
      if (!hasGreeted && bytes.length >= 8) {
        hasGreeted = true;
        bytes = bytes.subarray(8);
        method(0, [10, 10], Buffer.from([0, 9]), long(0), longText('PLAIN'), longText('en_US'));
      }
      while (hasGreeted && bytes.length >= 8 && bytes.length >= 8 + bytes.readUInt32BE(3)) {
        const end = 7 + bytes.readUInt32BE(3);
        const [type, channel, payload] = [bytes[0], bytes.readUInt16BE(1), bytes.subarray(7, end)];
        bytes = bytes.subarray(end + 1);
        take(type, channel, payload);
      }
    });
  })
  .listen(5672);
