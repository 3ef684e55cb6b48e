/** A connection to a real Redis: commands and their answers, and what comes unasked. */
import { connect, type Socket } from 'node:net';
import type { RedisReply } from '../../../servers/index.js';

export class RealClient {
  readonly #socket: Socket;
  readonly #asked: { resolve: (reply: RedisReply) => void; reject: (error: Error) => void }[] = [];
  readonly #unasked: (reply: RedisReply) => void;
  #left: Buffer = Buffer.alloc(0);

  constructor(address: string, unasked: (reply: RedisReply) => void = () => undefined) {
    const [host = '127.0.0.1', port = '6379'] = address.split(':');
    this.#unasked = unasked;
    this.#socket = connect({ host, port: Number(port) });
    this.#socket.setNoDelay(true);
    const refuseAll = (error: Error): void => {
      for (const { reject } of this.#asked.splice(0)) reject(error);
    };
    this.#socket.on('error', refuseAll);
    this.#socket.on('close', () => refuseAll(new Error('the connection was closed')));
    this.#socket.on('data', (bytes: Buffer) => {
      this.#left = this.#left.length === 0 ? bytes : Buffer.concat([this.#left, bytes]);
      for (let read = readReply(this.#left, 0); read !== undefined; read = readReply(this.#left, 0)) {
        this.#left = this.#left.subarray(read.end);
        const asked = isMessage(read.reply) ? undefined : this.#asked.shift();
        if (asked === undefined) this.#unasked(read.reply);
        else asked.resolve(read.reply);
      }
    });
  }

  ask(words: readonly string[]): Promise<RedisReply> {
    this.tell(words);
    return new Promise((resolve, reject) => this.#asked.push({ resolve, reject }));
  }

  /** Sends what is answered otherwise than by one answer. */
  tell(words: readonly string[]): void {
    const text = words.map((word) => `$${word.length}\r\n${word}\r\n`).join('');
    this.#socket.write(Buffer.from(`*${words.length}\r\n${text}`, 'latin1'));
  }

  end(): void {
    this.#socket.destroy();
  }
}

const KINDS = new Set(['message', 'pmessage', 'smessage']);

const isMessage = (reply: RedisReply): boolean =>
  Array.isArray(reply) && typeof reply[0] === 'string' && KINDS.has(reply[0]);

/** Undefined while it is not all there. */
export function readReply(bytes: Buffer, start: number): { reply: RedisReply; end: number } | undefined {
  const lineEnd = bytes.indexOf('\r\n', start);
  if (lineEnd < 0) return undefined;
  const text = bytes.toString('latin1', start + 1, lineEnd);
  let end = lineEnd + 2;
  switch (String.fromCodePoint(bytes[start] ?? 0)) {
    case '+':
      return { reply: { status: text }, end };
    case '-':
      return { reply: { error: text }, end };
    case ':':
      return { reply: Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text), end };
    case '$':
      if (text === '-1') return { reply: null, end };
      if (bytes.length < end + Number(text) + 2) return undefined;
      return { reply: bytes.toString('latin1', end, end + Number(text)), end: end + Number(text) + 2 };
    default: {
      if (text === '-1') return { reply: { nil: 'list' }, end };
      const list: RedisReply[] = [];
      while (list.length < Number(text)) {
        const part = readReply(bytes, end);
        if (part === undefined) return undefined;
        list.push(part.reply);
        end = part.end;
      }
      return { reply: list, end };
    }
  }
}
