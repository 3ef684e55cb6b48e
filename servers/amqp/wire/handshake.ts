/**
 * The beginning of a connection: who speaks which version, who logs in, what both agree to. Each step takes what the client
 * sends and gives the answer, or what became of the connection.
 */
import type { Table } from '../core/methods.js';
import { AmqpError, ReplyCode, Unanswerable } from './codec/amqp-error.js';
import type { HandshakeMethod, WireMethod } from './codec/method-codec.js';
import { loginOf, MECHANISMS } from './login.js';
import type { KnownSettings } from './settings.js';

/** What a connection begins with. */
export const PROTOCOL_HEADER: Uint8Array = Uint8Array.of(0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1);
/** The same as version 0-9 had it: its methods are those of 0-9-1. */
const HEADER_OF_0_9: Uint8Array = Uint8Array.of(0x41, 0x4d, 0x51, 0x50, 1, 1, 0, 9);

export function isProtocolHeader(bytes: Buffer): boolean {
  return bytes.equals(PROTOCOL_HEADER) || bytes.equals(HEADER_OF_0_9);
}

/** What client and broker agreed to. */
export interface Agreed {
  readonly channelMax: number;
  readonly frameMax: number;
  /** In seconds; 0: none. */
  readonly heartbeat: number;
}

export type Stage =
  | { readonly at: 'starting' }
  | { readonly at: 'tuning'; readonly user: string; readonly capabilities: Table }
  | { readonly at: 'opening'; readonly user: string; readonly capabilities: Table; readonly agreed: Agreed };

export type Step =
  | { readonly then: Stage; readonly answer?: HandshakeMethod }
  | { readonly then: 'open'; readonly answer: HandshakeMethod }
  /** The client wants to be told why. */
  | { readonly then: 'refused'; readonly why: AmqpError };

export function startOf({ version }: KnownSettings): HandshakeMethod {
  return {
    method: 'connection.start',
    versionMajor: 0,
    versionMinor: 9,
    serverProperties: {
      capabilities: {
        publisher_confirms: true,
        exchange_exchange_bindings: true,
        'basic.nack': true,
        consumer_cancel_notify: true,
        'connection.blocked': true,
        consumer_priorities: true,
        authentication_failure_close: true,
        per_consumer_qos: true,
        direct_reply_to: true,
      },
      cluster_name: 'seedstorm',
      platform: 'Node.js',
      product: 'RabbitMQ',
      information: 'A model of RabbitMQ, by Seedstorm',
      version: version === '3.10' ? '3.10.8' : '4.0.0',
    },
    mechanisms: MECHANISMS,
    locales: 'en_US',
  };
}

/**
 * @throws Unanswerable where RabbitMQ says nothing more, AmqpError where it tells the client what is wrong
 */
export function handshake(stage: Stage, asked: WireMethod, settings: KnownSettings): Step {
  switch (stage.at) {
    case 'starting':
      if (asked.method !== 'connection.start-ok') throw new Unanswerable(`${asked.method} before a login`);
      return login(asked, settings);
    case 'tuning':
      if (asked.method !== 'connection.tune-ok')
        throw new Unanswerable(`${asked.method} before connection.tune-ok`);
      return { then: { ...stage, at: 'opening', agreed: agreedOf(asked, settings) } };
    case 'opening':
      if (asked.method !== 'connection.open')
        throw new AmqpError(
          ReplyCode.channelError,
          `${asked.method} before the connection is open`,
          asked.method,
        );
      if (!settings.virtualHosts.includes(asked.virtualHost))
        throw new AmqpError(
          ReplyCode.notAllowed,
          `there is no virtual host ${asked.virtualHost}`,
          asked.method,
        );
      return { then: 'open', answer: { method: 'connection.open-ok' } };
  }
}

type Asked<M extends string> = Extract<HandshakeMethod, { readonly method: M }>;

function login(
  { mechanism, response, clientProperties }: Asked<'connection.start-ok'>,
  { users, channelMax, frameMax, heartbeat }: KnownSettings,
): Step {
  const who = loginOf(mechanism, response);
  if (who === undefined) throw new Unanswerable(`no login by ${mechanism}`);
  const capabilities = (clientProperties['capabilities'] ?? {}) as Table;
  if (!Object.hasOwn(users, who.user) || users[who.user] !== who.password) {
    if (capabilities['authentication_failure_close'] !== true) throw new Unanswerable('a wrong password');
    const why = new AmqpError(ReplyCode.accessRefused, `login was refused using mechanism ${mechanism}`);
    return { then: 'refused', why };
  }
  const answer = { method: 'connection.tune', channelMax, frameMax, heartbeat } as const;
  return { then: { at: 'tuning', user: who.user, capabilities }, answer };
}

/** What every frame may have at least. */
const FRAME_MIN = 4_096;

/** A client may ask for less than the broker offered; without a limit it asks for more. */
function agreedOf(
  { channelMax, frameMax, heartbeat }: Asked<'connection.tune-ok'>,
  offered: KnownSettings,
): Agreed {
  const wrong =
    exceeds(channelMax, offered.channelMax) ||
    exceeds(frameMax, offered.frameMax) ||
    (frameMax !== 0 && frameMax < FRAME_MIN);
  if (wrong) throw new Unanswerable(`channel-max ${channelMax} and frame-max ${frameMax} are not agreed to`);
  return { channelMax, frameMax, heartbeat };
}

function exceeds(asked: number, offered: number): boolean {
  return offered !== 0 && (asked === 0 || asked > offered);
}
