/** Those who follow: each gets the data set, or what it has missed, and then all that is written. */
import { redisAcknowledged } from '../../core/blocking.js';
import type { Redis } from '../../core/data.js';
import { secondsSince } from '../../core/following.js';
import { bytesOf } from '../../core/turn.js';
import { snapshotText } from '../files/snapshot.js';
import { commandText } from '../command-text.js';
import { Backlog } from './backlog.js';
import { isShared } from './history.js';
import type { HostSide } from './host-side.js';

export class Replicas {
  private backlog: Backlog | undefined;
  private lastPingS = 0;
  /** What connections have said of themselves, before they began to follow. */
  private readonly addresses = new Map<number, { host: string; port: number }>();

  constructor(
    private readonly redis: Redis,
    private readonly host: HostSide,
  ) {}

  /** Does anybody want what is written? */
  get isFollowed(): boolean {
    return this.backlog !== undefined;
  }

  /** Keeps what is written from now on, for those who will follow. */
  beginBacklog(): void {
    this.backlog = new Backlog(this.redis.offset + 1);
  }

  /** Without one who follows it need not be kept, unless it was already. */
  feed(text: string): void {
    if (this.backlog === undefined) return;
    this.backlog.add(text, Number(this.redis.config.get('repl-backlog-size')));
    for (const client of this.redis.followers.keys()) this.host.tell(client, text);
  }

  /** A connection wants to follow, from an offset of a history on. */
  begin(client: number, of: string, from: number): void {
    const { redis, host } = this;
    const missed = isShared(redis.history, of, from) ? this.backlog?.from(from) : undefined;
    const address = this.addresses.get(client) ?? { host: '127.0.0.1', port: 0 };
    const nowMs = host.nowMs();
    if (missed !== undefined) {
      redis.followers.set(client, { ...address, isOnline: true, upTo: 0, heardMs: nowMs });
      host.tell(client, `+CONTINUE ${redis.history.id}\r\n${missed}`);
      return;
    }
    if (this.backlog === undefined) this.beginBacklog();
    const snapshot = Buffer.from(snapshotText(redis)).toString('latin1');
    redis.followers.set(client, { ...address, isOnline: false, upTo: 0, heardMs: nowMs });
    host.tell(
      client,
      `+FULLRESYNC ${redis.history.id} ${redis.offset}\r\n$${snapshot.length}\r\n${snapshot}`,
    );
  }

  /** A connection says something of itself, as a replica: its address, or how far it is. */
  hear(client: number, words: readonly string[]): void {
    const address = this.addresses.get(client) ?? { host: '127.0.0.1', port: 0 };
    for (let at = 0; at < words.length; at += 2) {
      const [name, value = ''] = [words[at]?.toLowerCase(), words[at + 1]];
      if (name === 'listening-port') this.addresses.set(client, { ...address, port: Number(value) });
      if (name === 'ip-address') this.addresses.set(client, { ...address, host: value });
      if (name === 'ack' && this.redis.followers.has(client))
        this.host.take(redisAcknowledged(this.redis, client, Number(value), this.host.nowMs()));
    }
  }

  /** All are to say how far they are. */
  askAll(): void {
    if (this.redis.followers.size > 0) this.write(['REPLCONF', 'GETACK', '*']);
  }

  gone(client: number): void {
    this.addresses.delete(client);
    this.redis.followers.delete(client);
  }

  /** They are to connect anew: what they follow is of another history now. */
  endAll(): void {
    for (const client of this.redis.followers.keys()) this.host.end(client);
    this.redis.followers.clear();
  }

  /** Once a second. */
  cron(): void {
    const { redis, host } = this;
    const nowMs = host.nowMs();
    const periodS = Number(redis.config.get('repl-ping-replica-period'));
    if (redis.role === 'master' && secondsSince(this.lastPingS * 1000, nowMs) >= periodS) {
      this.lastPingS = Math.floor(nowMs / 1000);
      if (redis.followers.size > 0) this.write(['PING']);
    }
    for (const [client, { heardMs }] of redis.followers)
      if (secondsSince(heardMs, nowMs) > Number(redis.config.get('repl-timeout'))) host.end(client);
  }

  /** Only for those who follow: it is in no file. */
  private write(words: readonly string[]): void {
    if (this.redis.role !== 'master') return;
    this.redis.offset += bytesOf(words);
    this.feed(commandText(words));
  }
}
