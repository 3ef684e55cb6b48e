/** Our Redis, called directly. Its time is made up: it stands still but for `wait`, in which its clock ticks. */
import {
  newRedis,
  redisCommand,
  redisConnect,
  redisNextTickMs,
  redisTick,
  type RedisOutcome,
} from '../../../servers/index.js';
import { timed } from './language.js';
import type { Answer, Happened, Port } from './play.js';

const NAMES = 'abcdefghijklmnopqrstuvwxyz';

export class CorePort implements Port {
  readonly #redis = newRedis();
  readonly #clients = new Set<number>();
  #nowMs = 1_700_000_000_000;
  #chance = 0;

  nowMs(): number {
    return this.#nowMs;
  }

  async send(client: string, words: readonly string[]): Promise<Happened> {
    const number = NAMES.indexOf(client) + 1;
    if (!this.#clients.has(number)) {
      redisConnect(this.#redis, number);
      this.#clients.add(number);
    }
    const outcome = redisCommand(this.#redis, number, timed(words, this.#nowMs), this.#moment());
    this.#nowMs += outcome.busyMs ?? 0;
    return happened([outcome]);
  }

  async wait(ms: number): Promise<Happened> {
    const untilMs = this.#nowMs + ms;
    const outcomes: RedisOutcome[] = [];
    for (
      let next = redisNextTickMs(this.#redis, this.#nowMs);
      next !== undefined && next <= untilMs;
      next = redisNextTickMs(this.#redis, this.#nowMs)
    ) {
      this.#nowMs = next;
      outcomes.push(redisTick(this.#redis, this.#moment()));
    }
    this.#nowMs = untilMs;
    return happened(outcomes);
  }

  #moment(): { nowMs: number; random: () => number } {
    const random = (): number => {
      this.#chance = (this.#chance * 1_103_515_245 + 12_345) % 2_147_483_648;
      return this.#chance / 2_147_483_648;
    };
    return { nowMs: this.#nowMs, random };
  }
}

function happened(outcomes: readonly RedisOutcome[]): Happened {
  const answers: Answer[] = outcomes.flatMap(({ said }) =>
    said.map(({ client, reply }) => ({ client: NAMES[client - 1] ?? '', reply })),
  );
  return { answers, written: outcomes.flatMap(({ written }) => written) };
}
