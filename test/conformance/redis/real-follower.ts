/** What a real Redis tells its replicas: a connection that says it is one. */
import { connect, type Socket } from 'node:net';
import { readReply } from './real-client.js';

export class RealFollower {
  readonly #socket: Socket;
  readonly #fences = new Map<string, () => void>();
  #left: Buffer = Buffer.alloc(0);
  /** Undefined until the line with its length has come; then how much of the data set is still to come. */
  #snapshotBytes: number | undefined;
  #written: string[][] = [];
  #fence = 0;

  /** The data set has come. */
  readonly isThere: Promise<void>;
  #came: () => void = () => undefined;

  constructor(address: string) {
    this.isThere = new Promise((resolve) => (this.#came = resolve));
    const [host = '127.0.0.1', port = '6379'] = address.split(':');
    this.#socket = connect({ host, port: Number(port) });
    this.#socket.on('error', () => undefined);
    this.#socket.write('PSYNC ? -1\r\n');
    this.#socket.on('data', (bytes: Buffer) => {
      this.#left = Buffer.concat([this.#left, bytes]);
      this.#read();
    });
  }

  /** What was written since the last time. `publish` sends a message that marks the end of it. */
  async taken(publish: (channel: string, message: string) => Promise<unknown>): Promise<string[][]> {
    const mark = String(++this.#fence);
    const seen = new Promise<void>((resolve) => this.#fences.set(mark, resolve));
    await publish(CHANNEL, mark);
    await seen;
    const written = this.#written;
    this.#written = [];
    return written;
  }

  /** It is still there: without a word for a minute it would be given up. */
  acknowledge(): void {
    this.#socket.write('REPLCONF ACK 0\r\n');
  }

  end(): void {
    this.#socket.destroy();
  }

  #read(): void {
    if (this.#snapshotBytes === undefined) {
      const found = /\n\$(\d+)\r\n/.exec(this.#left.toString('latin1'));
      if (found === null) return;
      this.#snapshotBytes = Number(found[1]);
      this.#left = this.#left.subarray(found.index + found[0].length);
    }
    const skipped = Math.min(this.#snapshotBytes, this.#left.length);
    this.#snapshotBytes -= skipped;
    this.#left = this.#left.subarray(skipped);
    if (this.#snapshotBytes > 0) return;
    this.#came();
    for (;;) {
      while (this.#left[0] === 10) this.#left = this.#left.subarray(1);
      const read = readReply(this.#left, 0);
      if (read === undefined) return;
      this.#left = this.#left.subarray(read.end);
      const words = read.reply as unknown as string[];
      if (/^ping$/i.test(words[0] ?? '') || words[0] === 'REPLCONF') continue;
      if (words[1] === CHANNEL) {
        this.#fences.get(words[2] ?? '')?.();
        this.#fences.delete(words[2] ?? '');
      } else this.#written.push(words);
    }
  }
}

const CHANNEL = 'seedstorm:fence';
