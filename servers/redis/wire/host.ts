/** A Redis and its connections: commands go in as they come, and what is said because of them leaves together. */
import type { Line, LineEnd } from '../../wire/line.js';
import type { Redis } from '../core/data.js';
import { redisCommand } from '../core/execute.js';
import { newSession, redisConnect, redisGone, redisIsBlocked } from '../core/redis.js';
import { redisNextTickMs, redisTick } from '../core/ticking.js';
import type { RedisAsk, RedisMoment, RedisOutcome } from '../core/turn.js';
import type { RedisFiles } from './files/files.js';
import type { Address, HostSide } from './replication/host-side.js';
import { Replication } from './replication/replication.js';
import { commandText } from './command-text.js';
import { RedisConnection } from './connection.js';
import type { HostNetwork, HostPlace } from './place.js';
import { OK, type RedisReply } from '../core/reply.js';
import { replyText } from './reply-writer.js';

const CRON_MS = 100;
/** No client's number. */
const SELF = -2;

export class RedisHost {
  private readonly connections = new Map<number, RedisConnection>();
  /** Whose commands may go on. */
  private readonly ready = new Set<RedisConnection>();
  private readonly spoken = new Set<RedisConnection>();
  private nextClient = 1;
  private busyUntilMs = 0;
  /** The disk is waited for: until then no answer leaves, and nothing else is done. */
  private isKeeping = false;
  /** What was written and is not in a file yet. */
  private unkept = '';
  private cronStops: (() => void) | undefined;
  private lastCronS = 0;
  private readonly replication: Replication | undefined;
  private timer: { readonly dueMs: number; readonly stop: () => void } | undefined;

  constructor(
    private readonly redis: Redis,
    private readonly place: HostPlace,
    private readonly files?: RedisFiles,
  ) {
    if (place.network !== undefined) this.replication = new Replication(redis, this.side(place.network));
  }

  /** A message of its own, to those who listen. */
  publish(channel: string, message: string): void {
    this.redis.sessions.set(SELF, newSession(SELF));
    this.take(redisCommand(this.redis, SELF, ['PUBLISH', channel, message], this.moment()));
    this.redis.sessions.delete(SELF);
    this.leave();
  }

  /** Follows another one from now on. */
  follow(address: Address): void {
    this.replication?.follow(address);
    this.work();
  }

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

  /** Ends all connections; `save`: whether a snapshot is made, by the settings if that is not said. */
  shutDown(save?: boolean): void {
    this.timer?.stop();
    this.cronStops?.();
    this.replication?.end();
    this.files?.shutDown(save);
    for (const connection of this.connections.values()) {
      connection.end();
      connection.flush();
    }
  }

  /** What came of a turn goes where it belongs. */
  private take({ said, written, closes = [], busyMs = 0, asks = [] }: RedisOutcome): void {
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
    if (written.length > 0) this.note(written);
    for (const asked of asks) this.perform(asked);
  }

  /** It goes to the file, and from a master to those who follow. */
  private note(written: RedisOutcome['written']): void {
    const { files, replication, redis } = this;
    const feeds = replication?.isFollowed === true && redis.role === 'master';
    if (files?.keepsWrites !== true && !feeds) return;
    for (const words of written) {
      const text = commandText(words);
      if (feeds) replication.feed(text);
      // Messages are for those who hear them now.
      if (files?.keepsWrites === true && words[0] !== 'PUBLISH' && words[0] !== 'SPUBLISH')
        this.unkept += text;
    }
  }

  private perform(asked: RedisAsk): void {
    if (asked.ask === 'shut-down') return this.place.end?.(asked.save);
    if (asked.ask === 'save') return this.save(asked.client);
    this.files?.perform(asked);
    this.replication?.perform(asked);
  }

  private save(client: number): void {
    let reply: RedisReply = OK;
    try {
      this.files?.save();
    } catch {
      reply = { error: 'ERR' };
    }
    this.take({ said: [{ client, reply }], written: [] });
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
    this.replication?.work(() => this.isBusy());
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
      const instead = place.answers?.(words);
      if (instead !== undefined) {
        this.take({ said: [{ client, reply: instead }], written: [] });
        continue;
      }
      const outcome = redisCommand(redis, client, words, this.moment());
      if (place.carriedOut !== undefined && succeeds(outcome, client)) place.carriedOut(words);
      this.take(outcome);
    }
    if (this.isBusy()) this.ready.add(connection);
  }

  private isBusy(): boolean {
    return this.isKeeping || (this.busyUntilMs > 0 && this.busyUntilMs > this.place.clock.nowMs());
  }

  /** Answers leave together, as many commands may have come at once, and after what was written is kept. */
  private leave(): void {
    if (!this.isBusy() && this.keep()) {
      for (const connection of this.spoken) {
        connection.flush();
        if (connection.isOver) this.forget(connection);
      }
      this.spoken.clear();
    }
    this.watch();
  }

  /** @returns whether answers may leave */
  private keep(): boolean {
    const { unkept, files } = this;
    if (unkept === '' || files === undefined) return true;
    this.unkept = '';
    this.isKeeping = !files.keep(unkept, () => {
      this.isKeeping = false;
      this.work();
    });
    return !this.isKeeping;
  }

  private forget(connection: RedisConnection): void {
    const { client } = connection;
    this.connections.delete(client);
    this.ready.delete(connection);
    redisGone(this.redis, client);
    this.replication?.gone(client);
  }

  private moment(): RedisMoment {
    return { nowMs: this.place.clock.nowMs(), random: this.place.random };
  }

  /**
   * The timer is set to the next tick that has something to do, and no further than one tick: clocks may leap. While a
   * command keeps the server busy nothing else happens.
   */
  private watch(): void {
    this.watchCron();
    if (this.isKeeping) return;
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

  /** Files are looked after ten times a second, masters and replicas once, while there is something to look after. */
  private watchCron(): void {
    const isAtWork = this.files?.isAtWork === true || this.replication?.isAtWork === true;
    if (!isAtWork || this.cronStops !== undefined) return;
    const { clock } = this.place;
    this.cronStops = clock.after(CRON_MS, () => {
      this.cronStops = undefined;
      if (!this.isKeeping) this.files?.cron();
      const second = Math.floor(clock.nowMs() / 1000);
      if (second !== this.lastCronS) {
        this.lastCronS = second;
        this.replication?.cron();
      }
      this.work();
    });
  }

  private side({ own, dial }: HostNetwork): HostSide {
    const { place } = this;
    return {
      own,
      dial,
      nowMs: () => place.clock.nowMs(),
      random: () => place.random(),
      tell: (client, text) => {
        const connection = this.connections.get(client);
        connection?.say(text);
        if (connection !== undefined) this.spoken.add(connection);
      },
      end: (client) => this.end(client),
      take: (outcome) => this.take(outcome),
      passOn: (text) => this.replication?.feed(text),
      replaced: () => this.files?.beginAnew(),
      wake: () => this.work(),
    };
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
