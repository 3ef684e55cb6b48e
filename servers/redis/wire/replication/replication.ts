/** Whom a Redis follows, and who follows it. */
import type { Redis } from '../../core/data.js';
import { redisBecome } from '../../core/role.js';
import type { RedisAsk } from '../../core/turn.js';
import { beginHistory, newId } from './history.js';
import type { Address, HostSide } from './host-side.js';
import { MasterLink } from './master-link.js';
import { Replicas } from './replicas.js';

export class Replication {
  private readonly replicas: Replicas;
  private link: MasterLink | undefined;

  constructor(
    private readonly redis: Redis,
    private readonly host: HostSide,
  ) {
    this.replicas = new Replicas(redis, host);
    redis.runId = newId(() => host.random());
    const isKnown = redis.history.id !== '0'.repeat(40);
    if (!isKnown) redis.history.id = newId(() => host.random());
    if (redis.history.before !== undefined || isKnown) this.replicas.beginBacklog();
  }

  /** Does anybody want to know what is written? */
  get isFollowed(): boolean {
    return this.replicas.isFollowed;
  }

  /** Is there something that a cron has to look after? */
  get isAtWork(): boolean {
    return this.link !== undefined || this.redis.followers.size > 0;
  }

  /** What this one has written, or its master. */
  feed(text: string): void {
    this.replicas.feed(text);
  }

  perform(asked: RedisAsk): void {
    switch (asked.ask) {
      case 'lead':
        return this.lead();
      case 'follow':
        return this.follow(asked);
      case 'stream':
        return this.replicas.begin(asked.client, asked.history, asked.from);
      case 'replica':
        return this.replicas.hear(asked.client, asked.words);
      case 'get-ack':
        return this.replicas.askAll();
      default:
    }
  }

  gone(client: number): void {
    this.replicas.gone(client);
  }

  /** Once a second. */
  cron(): void {
    this.replicas.cron();
    this.link?.cron();
  }

  /** What the master has written. */
  work(isBusy: () => boolean): void {
    this.link?.work(isBusy);
  }

  end(): void {
    this.link?.end();
  }

  follow(address: Address): void {
    const { redis, host } = this;
    this.link?.end();
    this.replicas.endAll();
    host.take(redisBecome(redis, 'replica'));
    this.link = new MasterLink(
      redis,
      host,
      { host: address.host, port: address.port },
      {
        replaced: (history) => {
          redis.history.id = history;
          redis.history.before = undefined;
          // Those who follow this one have something else.
          this.replicas.endAll();
          this.replicas.beginBacklog();
          host.replaced();
        },
        goesOn: (history) => {
          if (!this.replicas.isFollowed) this.replicas.beginBacklog();
          if (history === redis.history.id) return;
          beginHistory(redis, history);
          this.replicas.endAll();
        },
      },
    );
  }

  private lead(): void {
    const { redis, host } = this;
    if (redis.role === 'master') return;
    this.link?.end();
    this.link = undefined;
    redis.master = undefined;
    beginHistory(
      redis,
      newId(() => host.random()),
    );
    if (!this.replicas.isFollowed) this.replicas.beginBacklog();
    this.replicas.endAll();
    host.take(redisBecome(redis, 'master'));
  }
}
