/** What a sentinel is told. */

/** Settings of a sentinel. */
export interface RedisSentinelSettings {
  /** By what name clients ask for the master. @default 'mymaster' */
  readonly name?: string;
  /** Where the master is at first. */
  readonly monitor: { readonly host: string; readonly port?: number };
  /** So many sentinels must find the master down, before one of them may be elected to replace it. */
  readonly quorum: number;
  /** Who was silent for so long is down, as one sees it. @default 30000 */
  readonly downAfterMs?: number;
  /** Within it a fail-over is done, and not tried again for twice as long. @default 180000 */
  readonly failoverTimeoutMs?: number;
  /** So many replicas turn to the new master at a time. @default 1 */
  readonly parallelSyncs?: number;
  /** @default 26379 */
  readonly port?: number;
  /** By how much the periods of the real one (of PING, INFO, greetings, elections) are divided. @default 1 */
  readonly haste?: number;
  /** What it remembers through a restart lies there; null: it remembers nothing. @default '/var/lib/sentinel' */
  readonly folder?: string | null;
  /** Mistakes to be found. @default none */
  readonly rules?: Partial<RedisSentinelRules>;
}

/** What a sentinel does; anything but the first of each is a mistake. */
export interface RedisSentinelRules {
  /** An old master that comes back is made a replica. */
  readonly demotes: boolean;
  /** Which replica becomes the master. */
  readonly chooses: 'newest' | 'oldest';
  /** How many sentinels must have voted for the one that does it. */
  readonly elects: 'majority' | 'itself';
}

const soundSentinel: RedisSentinelRules = { demotes: true, chooses: 'newest', elects: 'majority' };

export type WholeSettings = Required<Omit<RedisSentinelSettings, 'rules' | 'monitor' | 'folder'>> & {
  readonly monitor: { readonly host: string; readonly port: number };
  readonly folder: string | null;
  readonly rules: RedisSentinelRules;
};

export const withDefaults = ({ rules, monitor, ...given }: RedisSentinelSettings): WholeSettings => ({
  ...{ name: 'mymaster', downAfterMs: 30_000, failoverTimeoutMs: 180_000, parallelSyncs: 1 },
  ...{ port: 26_379, haste: 1, folder: '/var/lib/sentinel' },
  ...given,
  monitor: { port: 6_379, ...monitor },
  rules: { ...soundSentinel, ...rules },
});

/** How often it does what, in ms, at a haste of 1. */
const PERIODS = {
  tick: 100,
  ping: 1_000,
  info: 10_000,
  hello: 2_000,
  ask: 1_000,
  /** No two begin an election at the same time. */
  desync: 1_000,
  election: 10_000,
} as const;

export type Periods = Readonly<Record<keyof typeof PERIODS, number>>;

export const periodsOf = ({ haste }: WholeSettings): Periods =>
  Object.fromEntries(Object.entries(PERIODS).map(([name, ms]) => [name, ms / haste])) as unknown as Periods;
