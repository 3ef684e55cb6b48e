/** A broker in a test's hands: methods go in, what the broker says comes out as short lines. */
import {
  newBroker,
  openConnection,
  passTime,
  receive,
  type BrokerSettings,
  type ClientMethod,
  type JournalLine,
  type Outlet,
  type ServerMethod,
} from 'seedstorm/servers';

export interface Told {
  readonly lines: readonly string[];
  readonly journal: readonly JournalLine[];
  readonly outlet: Outlet;
  readonly broker: ReturnType<typeof newBroker>;
  /** Sends methods on channel 1 of connection 1, and gives what the broker said to them. */
  say(...methods: readonly ClientMethod[]): readonly string[];
  /** Lets time pass. */
  at(nowMs: number): readonly string[];
}

export function told(settings: BrokerSettings & { readonly journalled?: boolean } = {}): Told {
  const broker = newBroker(settings);
  openConnection(broker, 1);
  const lines: string[] = [];
  const journal: JournalLine[] = [];
  let nowMs = 0;
  const outlet: Outlet = {
    send: (_connection, _channel, method) => void lines.push(short(method)),
    ...(settings.journalled === true && { journal: (line) => void journal.push(line) }),
  };
  receive(broker, 1, 1, { method: 'channel.open' }, nowMs, outlet);
  lines.length = 0;
  return {
    lines,
    journal,
    outlet,
    broker,
    say(...methods) {
      lines.length = 0;
      for (const method of methods) receive(broker, 1, 1, method, nowMs, outlet);
      return [...lines];
    },
    at(now) {
      nowMs = now;
      lines.length = 0;
      passTime(broker, now, outlet);
      return [...lines];
    },
  };
}

function short(said: ServerMethod): string {
  switch (said.method) {
    case 'basic.deliver':
    case 'basic.get-ok':
      return `${said.deliveryTag} ${String(said.body)}${said.redelivered ? 'R' : ''}`;
    case 'basic.ack':
    case 'basic.nack':
      return `${said.method} ${said.deliveryTag}${said.multiple ? ' and before' : ''}`;
    case 'basic.return':
      return `return ${said.replyCode} ${String(said.body)}`;
    case 'channel.close':
    case 'connection.close':
      return `${said.method} ${said.replyCode}`;
    case 'queue.declare-ok':
      return `${said.method} ${said.messageCount}`;
    default:
      return said.method;
  }
}
