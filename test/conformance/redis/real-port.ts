/** A real Redis on loopback, spoken to over a socket for each client. */
import { connect, type Socket } from 'node:net';
import type { RedisReply } from '../../../servers/index.js';
import { timed } from './language.js';
import type { Port } from './play.js';

/** `SEEDSTORM_REDIS=host:port` names a server that tests may empty; without it there is none. */
const address = process.env['SEEDSTORM_REDIS'];

type Answer = { readonly client: string; readonly reply: RedisReply };

/** Is it there? */
export async function isThere(): Promise<boolean> {
  if (address === undefined) return false;
  try {
    const client = new Client();
    const reply = await client.ask(['PING']);
    client.end();
    return typeof reply === 'object' && reply !== null && 'status' in reply;
  } catch {
    return false;
  }
}

export class RealPort implements Port {
  readonly #clients = new Map<string, Client>();
  /** Clients that wait, with what will be answered. */
  readonly #waiting = new Map<string, Promise<void>>();
  #came: Answer[] = [];

  async begin(): Promise<void> {
    await this.#client(' ').ask(['FLUSHDB']);
  }

  async send(client: string, words: readonly string[]): Promise<readonly Answer[]> {
    const asked = this.#client(client).ask(timed(words, Date.now()));
    const mayWait = words.some((word) => word.toUpperCase() === 'BLOCK');
    const told = asked.then((reply) => {
      this.#came.push({ client, reply });
      this.#waiting.delete(client);
    });
    if (!mayWait) await told;
    else {
      this.#waiting.set(client, told);
      // The server works on one command after the other: what it can answer at once, it has answered before the second one.
      await this.#client(' ').ask(['PING']);
    }
    if (this.#waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, 8));
    return this.#taken();
  }

  async wait(ms: number): Promise<readonly Answer[]> {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return this.#taken();
  }

  end(): void {
    for (const client of this.#clients.values()) client.end();
  }

  #client(name: string): Client {
    const client = this.#clients.get(name) ?? new Client();
    this.#clients.set(name, client);
    return client;
  }

  #taken(): Answer[] {
    const came = this.#came;
    this.#came = [];
    return came;
  }
}

class Client {
  readonly #socket: Socket;
  readonly #asked: { resolve: (reply: RedisReply) => void; reject: (error: Error) => void }[] = [];
  #left = Buffer.alloc(0);

  constructor() {
    const [host = '127.0.0.1', port = '6379'] = (address ?? '').split(':');
    this.#socket = connect({ host, port: Number(port) });
    this.#socket.setNoDelay(true);
    this.#socket.on('error', (error) => {
      for (const { reject } of this.#asked.splice(0)) reject(error);
    });
    this.#socket.on('data', (bytes: Buffer) => {
      this.#left = Buffer.concat([this.#left, bytes]);
      for (let read = readReply(this.#left, 0); read !== undefined; read = readReply(this.#left, 0)) {
        this.#left = this.#left.subarray(read.end);
        this.#asked.shift()?.resolve(read.reply);
      }
    });
  }

  ask(words: readonly string[]): Promise<RedisReply> {
    const text = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('');
    this.#socket.write(`*${words.length}\r\n${text}`);
    return new Promise((resolve, reject) => this.#asked.push({ resolve, reject }));
  }

  end(): void {
    this.#socket.destroy();
  }
}

/** Undefined while it is not all there. */
function readReply(bytes: Buffer, start: number): { reply: RedisReply; end: number } | undefined {
  const lineEnd = bytes.indexOf('\r\n', start);
  if (lineEnd < 0) return undefined;
  const text = bytes.toString('utf8', start + 1, lineEnd);
  let end = lineEnd + 2;
  switch (String.fromCodePoint(bytes[start] ?? 0)) {
    case '+':
      return { reply: { status: text }, end };
    case '-':
      return { reply: { error: text }, end };
    case ':':
      return { reply: Number(text), end };
    case '$':
      if (text === '-1') return { reply: null, end };
      if (bytes.length < end + Number(text) + 2) return undefined;
      return { reply: bytes.toString('utf8', end, end + Number(text)), end: end + Number(text) + 2 };
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
