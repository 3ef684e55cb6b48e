/** What a broker behind sockets is told: where it listens, which topics it begins with, how it keeps them, how it waits. */

/** Settings of a broker that clients of Kafka's protocol talk to. */
export interface KafkaServerSettings {
  /** @default 9092 */
  readonly port?: number;
  /** What clients are told to connect to. Inside a world by default the node's name, outside `localhost`. */
  readonly host?: string;
  /** Topics that are there from the beginning: partitions by name. @default {} */
  readonly topics?: Readonly<Record<string, number>>;
  /** Whether a topic that a client asks for is created. @default true */
  readonly autoCreateTopics?: boolean;
  /** Partitions of a topic for which nobody says how many. @default 1 */
  readonly partitions?: number;
  /** The largest request, in bytes: a larger one ends the connection. @default 104_857_600 */
  readonly requestMax?: number;
  /** The largest batch of records, in bytes. @default 1_048_588 */
  readonly batchMax?: number;
  /** How long the first rebalance of an empty group waits for more members. @default 3_000 */
  readonly initialRebalanceDelayMs?: number;
  /** Session time-outs that members may ask for. @default 6_000 and 1_800_000 */
  readonly minSessionMs?: number;
  readonly maxSessionMs?: number;
  /** How often it is looked what retention and compaction take. @default 300_000 */
  readonly retentionCheckMs?: number;
  /** Where the journal lies; null: nothing is kept. Inside a world by default `/var/lib/kafka`, outside null. */
  readonly folder?: string | null;
  /**
   * `each-append` answers once the disk has all. `later` is what Kafka does by default: a power cut takes what only the
   * machine's memory has, and other brokers are meant to have it. @default 'each-append'
   */
  readonly flush?: 'each-append' | 'later';
}

/** The same, and all is said. */
export type KnownSettings = Required<KafkaServerSettings>;

export function withDefaults(settings: KafkaServerSettings): KnownSettings {
  return {
    port: 9_092,
    host: 'localhost',
    topics: {},
    autoCreateTopics: true,
    partitions: 1,
    requestMax: 104_857_600,
    batchMax: 1_048_588,
    initialRebalanceDelayMs: 3_000,
    minSessionMs: 6_000,
    maxSessionMs: 1_800_000,
    retentionCheckMs: 300_000,
    folder: null,
    flush: 'each-append',
    ...settings,
  };
}
