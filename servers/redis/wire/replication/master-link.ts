/** The link of a replica to its master: a handshake, the data set or what was missed, then all that the master writes. */
import type { Line, LineEnd } from '../../../wire/line.js';
import type { Redis, RedisMaster } from '../../core/data.js';
import { redisReplicate } from '../../core/execute.js';
import { secondsSince } from '../../core/following.js';
import { MASTER } from '../../core/redis.js';
import { loadSnapshot } from '../files/snapshot.js';
import { CommandReader } from '../command-reader.js';
import { commandText } from '../command-text.js';
import type { Address, HostSide } from './host-side.js';

/** What is awaited in the handshake, in this order. */
const STEPS = ['PING', 'listening-port', 'ip-address', 'capa', 'PSYNC'] as const;

export interface MasterLinkEvents {
  /** The whole data set has come anew, of this history. */
  replaced(history: string): void;
  /** It goes on where it was, in this history. */
  goesOn(history: string): void;
}

export class MasterLink {
  private line: Line | undefined;
  private hangUp: () => void = () => undefined;
  private step = 0;
  /** Bytes of the handshake and of the data set. */
  private bytes: Buffer = Buffer.alloc(0);
  private snapshot: { readonly history: string; readonly offset: number; length?: number } | undefined;
  private reader: CommandReader | undefined;
  /** A transaction that is not at its end: it does not count yet. */
  private held = '';
  private isOver = false;
  private readonly master: RedisMaster;

  constructor(
    private readonly redis: Redis,
    private readonly host: HostSide,
    address: Address,
    private readonly events: MasterLinkEvents,
  ) {
    this.master = { ...address, state: 'connect', heardMs: 0, downSinceMs: host.nowMs() };
    redis.master = this.master;
    this.connect();
  }

  /** Ends the link for good. */
  end(): void {
    this.isOver = true;
    this.hangUp();
    this.line?.end();
    this.dropTransaction();
  }

  /** Once a second. */
  cron(): void {
    const { master, host, redis } = this;
    const nowMs = host.nowMs();
    if (master.state === 'connect') this.connect();
    else if (secondsSince(master.heardMs, nowMs) > Number(redis.config.get('repl-timeout'))) {
      this.hangUp();
      this.line?.end();
      this.lost();
    } else if (master.state === 'connected') this.acknowledge();
  }

  acknowledge(): void {
    this.say('REPLCONF', 'ACK', String(this.redis.offset));
  }

  /** Carries out what has come, unless the server is busy. */
  work(isBusy: () => boolean): void {
    while (this.reader !== undefined && !isBusy()) {
      const words = this.reader.next();
      if (words === undefined) return;
      this.carryOut(words);
    }
  }

  private connect(): void {
    const { master, host } = this;
    master.state = 'connecting';
    master.heardMs = host.nowMs();
    this.hangUp = host.dial(
      master,
      (line) => this.begin(line),
      () => this.lost(false),
    );
  }

  private begin(line: Line): LineEnd {
    this.line = line;
    this.step = 0;
    this.bytes = Buffer.alloc(0);
    this.snapshot = this.reader = undefined;
    this.ask();
    return {
      received: (bytes) => {
        if (this.line === line) this.receive(bytes);
      },
      drained: () => undefined,
      lost: () => {
        if (this.line === line) this.lost();
      },
    };
  }

  private lost(again = true): void {
    this.line = undefined;
    this.reader = undefined;
    if (this.isOver) return;
    const { master, host } = this;
    if (master.state === 'connected') master.downSinceMs = host.nowMs();
    const wasThere = master.state === 'connected';
    master.state = 'connect';
    this.dropTransaction();
    // Each second it tries again; at once if it was there, for its place in the backlog may be lost soon.
    if (again && wasThere) this.connect();
  }

  /** A transaction that was not told to its end is told again. */
  private dropTransaction(): void {
    const session = this.redis.sessions.get(MASTER);
    if (session !== undefined) session.queue = undefined;
    this.held = '';
  }

  private say(...words: string[]): void {
    this.line?.write(Buffer.from(commandText(words), 'latin1'));
  }

  private ask(): void {
    const { redis, host } = this;
    const { own } = host;
    const step = STEPS[this.step];
    if (step === 'PING') this.say('PING');
    else if (step === 'listening-port') this.say('REPLCONF', 'listening-port', String(own.port));
    else if (step === 'ip-address') this.say('REPLCONF', 'ip-address', own.host);
    else if (step === 'capa') this.say('REPLCONF', 'capa', 'psync2');
    else this.say('PSYNC', redis.history.id, String(redis.offset + 1));
  }

  private receive(bytes: Buffer): void {
    this.master.heardMs = this.host.nowMs();
    if (this.reader !== undefined) this.reader.add(bytes);
    else {
      this.bytes = Buffer.concat([this.bytes, bytes]);
      while (this.reader === undefined && this.shakeHands());
    }
    this.host.wake();
  }

  /** @returns whether there may be more to read */
  private shakeHands(): boolean {
    if (this.snapshot?.length !== undefined) return this.takeSnapshot(this.snapshot.length);
    const end = this.bytes.indexOf('\r\n');
    if (end < 0) return false;
    const line = this.bytes.toString('latin1', 0, end);
    this.bytes = this.bytes.subarray(end + 2);
    if (this.snapshot !== undefined) {
      this.snapshot.length = Number(line.slice(1));
      return true;
    }
    if (STEPS[this.step] !== 'PSYNC') {
      if (line.startsWith('-') && this.step === 0 && !/^-(NOAUTH|MISCONF)/.test(line)) return this.giveUp();
      this.step++;
      this.ask();
      return true;
    }
    const [what, history = '', offset = ''] = line.split(' ');
    if (what === '+FULLRESYNC') {
      this.snapshot = { history, offset: Number(offset) };
      this.master.state = 'sync';
      return true;
    }
    if (what !== '+CONTINUE') return this.giveUp();
    this.events.goesOn(history === '' ? this.redis.history.id : history);
    this.goOn();
    return false;
  }

  /** The other one is in no state for it: later. */
  private giveUp(): boolean {
    this.line?.end();
    this.lost(false);
    return false;
  }

  private takeSnapshot(length: number): boolean {
    if (this.bytes.length < length) return false;
    const { history, offset } = this.snapshot as { history: string; offset: number };
    if (loadSnapshot(this.redis, this.bytes.subarray(0, length)) === undefined) return this.giveUp();
    this.bytes = this.bytes.subarray(length);
    this.redis.offset = offset;
    this.events.replaced(history);
    this.goOn();
    this.acknowledge();
    return false;
  }

  private goOn(): void {
    this.master.state = 'connected';
    this.held = '';
    this.reader = new CommandReader();
    if (this.bytes.length > 0) this.reader.add(this.bytes);
  }

  private carryOut(words: readonly string[]): void {
    const { redis, host } = this;
    const text = commandText(words);
    if (words[0]?.toUpperCase() === 'REPLCONF') {
      if (words[1]?.toUpperCase() === 'GETACK') this.acknowledge();
      this.count(text);
      return;
    }
    host.take(redisReplicate(redis, words, { nowMs: host.nowMs(), random: () => host.random() }));
    this.count(text);
  }

  private count(text: string): void {
    this.held += text;
    if (this.redis.sessions.get(MASTER)?.queue !== undefined) return;
    this.redis.offset += this.held.length;
    this.host.passOn(this.held);
    this.held = '';
  }
}
