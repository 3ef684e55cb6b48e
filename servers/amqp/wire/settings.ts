/** What a broker behind sockets is told: who may log in, what it agrees to, where its journal lies. */
import type { BrokerSettings, BrokerVersion } from '../core/broker.js';

/** Settings of a broker that clients of AMQP 0-9-1 talk to. */
export interface AmqpServerSettings extends BrokerSettings {
  /** @default 5672 */
  readonly port?: number;
  /** Passwords by user. @default { guest: 'guest' } */
  readonly users?: Readonly<Record<string, string>>;
  /** Names that `connection.open` may give: all stand for one and the same. @default ['/'] */
  readonly virtualHosts?: readonly string[];
  /** Seconds after which each side says that it is there; the client may choose another time, 0 for never. @default 60 */
  readonly heartbeat?: number;
  /** The most channels of a connection. @default 2047 */
  readonly channelMax?: number;
  /** The largest frame, in bytes. @default 131_072 */
  readonly frameMax?: number;
  /** Where the journal lies; null: nothing is kept. Inside a world by default `/var/lib/amqp`, outside null. */
  readonly folder?: string | null;
  /** `on-receipt` confirms what a power cut may take back; real brokers wait for the disk. @default 'after-sync' */
  readonly confirm?: 'after-sync' | 'on-receipt';
}

/** The same, and all that the wire has to know is said. */
export type KnownSettings = AmqpServerSettings &
  Required<Omit<AmqpServerSettings, keyof BrokerSettings>> & { readonly version: BrokerVersion };

export function withDefaults(settings: AmqpServerSettings): KnownSettings {
  return {
    version: '3.10',
    port: 5_672,
    users: { guest: 'guest' },
    virtualHosts: ['/'],
    heartbeat: 60,
    channelMax: 2_047,
    frameMax: 131_072,
    folder: null,
    confirm: 'after-sync',
    ...settings,
  };
}
