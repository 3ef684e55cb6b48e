// As much of Kafka as a producer of kafkajs needs: one topic of one partition, in memory. Its codec is kafkajs's own.
const net = require('node:net');
const { effect } = require('seedstorm/node');
const Decoder = require('kafkajs/src/protocol/decoder');
const Encoder = require('kafkajs/src/protocol/encoder');

const TOPIC = 'orders';
let end = 0;

const answers = {
  /** Versions: of each request the first and last version that this understands. */
  18: () =>
    new Encoder().writeInt16(0).writeArray(
      [
        [0, 2, 2],
        [2, 1, 1],
        [3, 1, 1],
        [18, 0, 0],
      ].map((row) => row.reduce((encoder, number) => encoder.writeInt16(number), new Encoder())),
    ),
  /** Metadata: who leads what. */
  3: () => {
    const broker = new Encoder().writeInt32(1).writeString('kafka').writeInt32(9092).writeString(null);
    const numbers = (encoder) => encoder.writeArray([1]).writeArray([1]);
    const partition = numbers(new Encoder().writeInt16(0).writeInt32(0).writeInt32(1));
    const topic = new Encoder().writeInt16(0).writeString(TOPIC).writeBoolean(false).writeArray([partition]);
    return new Encoder().writeArray([broker]).writeInt32(1).writeArray([topic]);
  },
  /** Produce. */
  0: (request) => {
    request.readInt16();
    request.readInt32();
    const first = end;
    request.readArray((topic) => {
      topic.readString();
      topic.readArray((partition) => {
        partition.readInt32();
        for (const value of valuesIn(partition.readBytes())) {
          end++;
          effect({ f: 'process', value });
        }
      });
    });
    const partition = new Encoder().writeInt32(0).writeInt16(0).writeInt64(first).writeInt64(-1);
    const topic = new Encoder().writeString(TOPIC).writeArray([partition]);
    return new Encoder().writeArray([topic]).writeInt32(0);
  },
  /** Offsets: where the partition ends. */
  2: () => {
    const partition = new Encoder().writeInt32(0).writeInt16(0).writeInt64(-1).writeInt64(end);
    return new Encoder().writeArray([new Encoder().writeString(TOPIC).writeArray([partition])]);
  },
};

/** Of a message set of version 1. */
function valuesIn(bytes) {
  const values = [];
  const set = new Decoder(bytes);
  while (set.canReadInt64()) {
    // Offset, size, check sum, version and attributes, time, key.
    set.readInt64();
    set.readInt32();
    set.readInt32();
    set.readInt16();
    set.readInt64();
    set.readBytes();
    values.push(set.readBytes().toString());
  }
  return values;
}

net
  .createServer((socket) => {
    let bytes = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (part) => {
      bytes = Buffer.concat([bytes, part]);
      while (bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32BE(0)) {
        const size = bytes.readInt32BE(0);
        const request = new Decoder(bytes.subarray(4, 4 + size));
        bytes = bytes.subarray(4 + size);
        const key = request.readInt16();
        request.readInt16();
        const correlation = request.readInt32();
        request.readString();
        const answer = new Encoder().writeInt32(correlation).writeEncoder(answers[key](request)).buffer;
        const head = Buffer.alloc(4);
        head.writeInt32BE(answer.length);
        socket.write(Buffer.concat([head, answer]));
      }
    });
  })
  .listen(9092);
