/** A real Redis on loopback, spoken to over a socket for each client. */
import type { RedisReply } from '../../../servers/index.js';
import { readStep, timed } from './language.js';
import type { Answer, Happened, Port } from './play.js';
import { RealClient } from './real-client.js';
import { RealFollower } from './real-follower.js';

/** `SEEDSTORM_REDIS=host:port` names a server that tests may empty; without it there is none. */
const address = process.env['SEEDSTORM_REDIS'];

/** Is it there? */
export async function isThere(): Promise<boolean> {
  if (address === undefined) return false;
  try {
    const client = new RealClient(address);
    const reply = await client.ask(['PING']);
    client.end();
    return typeof reply === 'object' && reply !== null && 'status' in reply;
  } catch {
    return false;
  }
}

const MAY_WAIT = /^(?:B(?:LPOP|RPOP|LMOVE|LMPOP|RPOPLPUSH|ZPOPMIN|ZPOPMAX|ZMPOP)|WAIT|XREAD|XREADGROUP)$/i;
const MANY_ANSWERS = /^[ps]?(?:un)?subscribe$/i;

/** How it is set before each script. */
const BEFORE = [
  ...['CLIENT KILL TYPE normal SKIPME yes', 'CLIENT KILL TYPE pubsub', 'FLUSHALL', 'SCRIPT FLUSH'],
  ...['CONFIG SET maxmemory 0 hz 10 notify-keyspace-events ""', 'DEBUG SET-ACTIVE-EXPIRE 1'],
];

export class RealPort implements Port {
  readonly #control = new RealClient(address ?? '');
  readonly #follower: RealFollower | undefined;
  readonly #clients = new Map<string, RealClient>();
  /** How many answers each client still waits for. */
  readonly #waiting = new Set<string>();
  #listens = false;
  #came: Answer[] = [];

  /** `follows`: what it tells its replicas is noted too. */
  constructor({ follows = false } = {}) {
    if (follows) this.#follower = new RealFollower(address ?? '');
  }

  async begin(): Promise<void> {
    await this.#follower?.isThere;
    await Promise.all(
      BEFORE.map((line) => this.#control.ask((readStep(line) as { words: readonly string[] }).words)),
    );
    for (const client of this.#clients.values()) client.end();
    this.#clients.clear();
    this.#waiting.clear();
    this.#listens = false;
    this.#follower?.acknowledge();
    await this.#happened();
    this.#came = [];
  }

  nowMs(): number {
    return Date.now();
  }

  async send(client: string, words: readonly string[]): Promise<Happened> {
    const socket = this.#client(client);
    const sent = timed(words, Date.now());
    const [name = '', sub = ''] = words;
    const silent = /^client$/i.test(name) && /^reply$/i.test(sub);
    if (MANY_ANSWERS.test(name) || silent) {
      this.#listens = true;
      socket.tell(sent);
      return this.#happened();
    }
    const told = socket.ask(sent).then(
      (reply) => {
        this.#came.push({ client, reply });
        this.#waiting.delete(client);
      },
      () => undefined,
    );
    if (MAY_WAIT.test(name)) {
      this.#waiting.add(client);
      await this.#control.ask(['PING']);
      await turns(2);
    } else await told;
    return this.#happened();
  }

  async wait(ms: number): Promise<Happened> {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return this.#happened();
  }

  end(): void {
    this.#follower?.end();
    this.#control.end();
    for (const client of this.#clients.values()) client.end();
  }

  #client(name: string): RealClient {
    const unasked = (reply: RedisReply): void => void this.#came.push({ client: name, reply });
    const client = this.#clients.get(name) ?? new RealClient(address ?? '', unasked);
    this.#clients.set(name, client);
    return client;
  }

  async #happened(): Promise<Happened> {
    // The server works on one command after the other: what it has said before it answers this one is on its way.
    if (this.#listens || this.#waiting.size > 0)
      for (let time = 0; time < 2; time++) {
        await this.#control.ask(['PING']);
        await turns(3);
      }
    const written =
      (await this.#follower?.taken((channel, mark) => this.#control.ask(['PUBLISH', channel, mark]))) ?? [];
    const answers = this.#came;
    this.#came = [];
    return { answers, written };
  }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}
