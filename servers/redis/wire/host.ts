/** A Redis and its connections: commands go in as they come, and what is said because of them leaves together. */
import type { Line, LineEnd } from '../../wire/line.js';
import type { Redis } from '../core/data.js';
import { redisCommand } from '../core/execute.js';
import { redisConnect, redisGone, redisIsBlocked } from '../core/redis.js';
import { redisNextTickMs, redisTick } from '../core/ticking.js';
import type { RedisMoment, RedisOutcome } from '../core/turn.js';
import { RedisConnection } from './connection.js';
import type { HostPlace } from './place.js';
import { replyText } from './reply-writer.js';

export class RedisHost {
  private readonly connections = new Map<number, RedisConnection>();
  /** Whose commands may go on. */
  private readonly ready = new Set<RedisConnection>();
  private readonly spoken = new Set<RedisConnection>();
  private nextClient = 1;
  private busyUntilMs = 0;
  private timer: { readonly dueMs: number; readonly stop: () => void } | undefined;

  constructor(
    private readonly redis: Redis,
    private readonly place: HostPlace,
  ) {}

  /** A client has connected: what becomes of its line is to be told here. */
  accept(line: Line): LineEnd {
    const { redis } = this;
    const client = this.nextClient++;
    const longest = Number(redis.config.get('proto-max-bulk-len'));
    const connection = new RedisConnection(client, line, longest);
    this.connections.set(client, connection);
    redisConnect(redis, client);
    return {
      received: (bytes) => {
        connection.receive(bytes);
        this.goOn(connection);
      },
      drained: () => {
        connection.drained();
        this.goOn(connection);
      },
      lost: () => {
        connection.lost();
        this.forget(connection);
        this.watch();
      },
    };
  }

  /** Ends all connections. */
  shutDown(): void {
    this.timer?.stop();
    for (const connection of this.connections.values()) {
      connection.end();
      connection.flush();
    }
  }

  /** What came of a turn goes where it belongs. */
  private take({ said, closes = [], busyMs = 0 }: RedisOutcome): void {
    const { redis, place } = this;
    for (const { client, reply } of said) {
      const connection = this.connections.get(client);
      if (connection === undefined) continue;
      connection.say(replyText(reply, redis.sessions.get(client)?.protocol ?? 2));
      this.spoken.add(connection);
      // Perhaps it had waited for this: its next commands come after those of whoever is at work.
      this.ready.add(connection);
    }
    for (const client of closes) this.end(client);
    if (busyMs > 0) this.busyUntilMs = place.clock.nowMs() + busyMs;
  }

  private end(client: number): void {
    const connection = this.connections.get(client);
    if (connection === undefined) return;
    connection.end();
    this.spoken.add(connection);
  }

  private goOn(connection: RedisConnection): void {
    this.ready.add(connection);
    this.work();
  }

  private work(): void {
    for (const connection of this.ready) {
      if (this.isBusy()) break;
      this.ready.delete(connection);
      this.spoken.add(connection);
      this.carryOut(connection);
    }
    this.leave();
  }

  private carryOut(connection: RedisConnection): void {
    const { redis, place } = this;
    const { client } = connection;
    while (!this.isBusy() && !redisIsBlocked(redis, client)) {
      const words = connection.next();
      if (words === undefined) return;
      const outcome = redisCommand(redis, client, words, this.moment());
      if (place.carriedOut !== undefined && succeeds(outcome, client)) place.carriedOut(words);
      this.take(outcome);
    }
    if (this.isBusy()) this.ready.add(connection);
  }

  private isBusy(): boolean {
    return this.busyUntilMs > 0 && this.busyUntilMs > this.place.clock.nowMs();
  }

  /** Answers leave together, as many commands may have come at once. */
  private leave(): void {
    if (!this.isBusy()) {
      for (const connection of this.spoken) {
        connection.flush();
        if (connection.isOver) this.forget(connection);
      }
      this.spoken.clear();
    }
    this.watch();
  }

  private forget(connection: RedisConnection): void {
    const { client } = connection;
    this.connections.delete(client);
    this.ready.delete(connection);
    redisGone(this.redis, client);
  }

  private moment(): RedisMoment {
    return { nowMs: this.place.clock.nowMs(), random: this.place.random };
  }

  /**
   * The timer is set to the next tick that has something to do, and no further than one tick: clocks may leap. While a
   * command keeps the server busy nothing else happens.
   */
  private watch(): void {
    const { clock } = this.place;
    const nowMs = clock.nowMs();
    const isBusy = this.isBusy();
    const tickMs = redisNextTickMs(this.redis, nowMs);
    if (!isBusy && tickMs === undefined) return;
    const stepMs = Math.ceil(1_000 / Number(this.redis.config.get('hz')));
    const dueMs = isBusy ? this.busyUntilMs : Math.min(tickMs as number, nowMs + stepMs);
    if (this.timer !== undefined && this.timer.dueMs <= dueMs && this.timer.dueMs > nowMs) return;
    this.timer?.stop();
    const stop = clock.after(Math.max(1, dueMs - nowMs), () => {
      this.timer = undefined;
      if (!this.isBusy()) this.take(redisTick(this.redis, this.moment()));
      this.work();
    });
    this.timer = { dueMs, stop };
  }
}

/** It was carried out now, and not refused. */
const succeeds = ({ said }: RedisOutcome, client: number): boolean =>
  said.some(
    ({ client: to, reply }) =>
      to === client &&
      !(typeof reply === 'object' && reply !== null && 'error' in reply) &&
      !(typeof reply === 'object' && reply !== null && 'status' in reply && reply.status === 'QUEUED'),
  );
