/** What a broker said, as one line of text that is alike wherever brokers behave alike: no times, no names made up. */
import type { Properties, ServerMethod, Table } from '../../../servers/index.js';
import type { BrokerEvent, Counts } from './port.js';

/** An answer, without the name of its method: the step tells that. */
export function shownAnswer(answer: ServerMethod): string {
  switch (answer.method) {
    case 'queue.declare-ok':
      return `${madeUp(answer.queue)}: ${shownCounts({ ready: answer.messageCount, consumers: answer.consumerCount })}`;
    case 'queue.purge-ok':
    case 'queue.delete-ok':
      return `${answer.messageCount} messages`;
    case 'basic.consume-ok':
      return `consumer ${madeUp(answer.consumerTag)}`;
    case 'basic.get-empty':
      return 'nothing there';
    case 'basic.get-ok':
      return `${content(answer)}${answer.redelivered ? ' R' : ''}, ${answer.messageCount} left`;
    default:
      return 'ok';
  }
}

export interface ShownEvent {
  /** What has an order of its own: lines of different keys may come in any order. */
  readonly key: string;
  readonly text: string;
}

export function shownEvent({ on, what }: BrokerEvent): ShownEvent {
  const line = (text: string, key = on): ShownEvent => ({ key, text: `${on} ${text}` });
  switch (what.method) {
    case 'basic.deliver': {
      const tag = madeUp(what.consumerTag);
      return line(`${tag} gets ${content(what)}${what.redelivered ? ' R' : ''}`, `${on} ${tag}`);
    }
    case 'basic.return':
      return line(`returned ${what.replyCode} ${content(what)}`);
    case 'basic.cancel':
      return line(`cancelled ${madeUp(what.consumerTag)}`, `${on} ${madeUp(what.consumerTag)}`);
    case 'channel.close':
      return line(`channel closed ${what.replyCode}${failed(what)}`);
    case 'connection.close':
      return line(`connection closed ${what.replyCode}`);
    default:
      return line(what.method);
  }
}

/** The method that an error is about. */
function failed({ classId = 0, methodId = 0 }: { classId?: number; methodId?: number }): string {
  return classId === 0 && methodId === 0 ? '' : ` at ${classId}.${methodId}`;
}

export function shownCounts({ ready, consumers }: Counts): string {
  return `${ready} ready, ${consumers} consumer${consumers === 1 ? '' : 's'}`;
}

interface Content {
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: Properties;
  readonly body: unknown;
}

function content({ exchange, routingKey, properties, body }: Content): string {
  const { headers, ...others } = properties;
  const shown: Record<string, unknown> = { ...others };
  if (headers !== undefined && Object.keys(headers).length > 0) shown['headers'] = withoutTimes(headers);
  const said = Object.keys(shown).length > 0 ? ` ${inOrder(shown)}` : '';
  return `${String(body)} (${exchange}:${madeUp(routingKey)})${said}`;
}

/** Deaths without their times, which no two runs share. */
function withoutTimes(headers: Table): Table {
  const deaths = headers['x-death'];
  if (!Array.isArray(deaths)) return headers;
  const untimed = deaths.map((death) => {
    const { time: _time, ...rest } = death as Record<string, unknown>;
    return rest;
  });
  return { ...headers, 'x-death': untimed as unknown as Table[] };
}

/** JSON with the keys of every table in order. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'string') return madeUp(part);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(
      Object.entries(part)
        .filter(([, inner]) => inner !== undefined)
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  });
}

/** Names that the broker made up, without what makes them unique. */
export function madeUp(name: string): string {
  return name.replace(/^(amq\.(?:gen-|ctag-|rabbitmq\.reply-to\.)).+/, '$1*');
}
