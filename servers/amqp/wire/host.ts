/** A broker and its connections: what the core decides is carried to them, to the journal and to a timer. */
import type { Broker } from '../core/broker.js';
import { closeConnection, openConnection } from '../core/connections.js';
import type { JournalLine } from '../core/journal.js';
import type { ClientMethod, ServerMethod } from '../core/methods.js';
import type { Outlet } from '../core/outlet.js';
import { receive } from '../core/receive.js';
import { journalMark, journalSynced } from '../core/synced.js';
import { nextDueMs, passTime } from '../core/time.js';
import type { After, HostClock } from '../../wire/after.js';
import type { Journal } from '../../wire/journal-file.js';
import type { Line, LineEnd } from '../../wire/line.js';
import { AmqpConnection, type Desk } from './connection.js';
import type { KnownSettings } from './settings.js';

export class AmqpHost implements Desk {
  private readonly connections = new Map<number, AmqpConnection>();
  private nextId = 1;
  private readonly outlet: Outlet;
  private lines: JournalLine[] = [];
  private isKeeping = false;
  private readonly keptListeners: (() => void)[] = [];
  private readonly sending = new Set<AmqpConnection>();
  private timer: { readonly dueMs: number; readonly stop: () => void } | undefined;
  /** Why publishers have to wait. */
  alarm: string | undefined;
  readonly after: After;

  constructor(
    readonly settings: KnownSettings,
    readonly broker: Broker,
    private readonly clock: HostClock,
    private readonly journal: Journal<JournalLine> | undefined,
  ) {
    this.after = (ms, run) => clock.after(ms, () => this.turn(run));
    const send = (connection: number, channel: number, method: ServerMethod): void =>
      this.connections.get(connection)?.send(channel, method);
    this.outlet = journal === undefined ? { send } : { send, journal: (line) => void this.lines.push(line) };
    this.watch();
  }

  /** A client has connected: what becomes of its line is to be told here. */
  accept(line: Line): LineEnd {
    const connection = new AmqpConnection(this.nextId++, line, this);
    this.connections.set(connection.id, connection);
    return {
      received: (bytes) => this.turn(() => connection.receive(bytes)),
      drained: () => connection.drained(),
      lost: () =>
        this.turn(() => {
          connection.lost();
          this.connections.delete(connection.id);
        }),
    };
  }

  /** Publishers wait, or wait no more. */
  setAlarm(reason: string | undefined): void {
    this.alarm = reason;
    if (reason === undefined)
      this.turn(() => {
        for (const connection of this.connections.values()) connection.unblock();
      });
  }

  /** All clients are told that it is over. */
  shutDown(): void {
    this.turn(() => {
      for (const connection of this.connections.values()) connection.shutDown();
    });
  }

  /** Nobody is connected any more: the journal says that it was stopped in good order. */
  stopped(): void {
    this.turn(() => this.lines.push({ line: 'stopped' }));
  }

  /** Runs something as soon as the journal has all that there is. */
  onceKept(run: () => void): void {
    if (this.isKeeping) this.keptListeners.push(run);
    else run();
  }

  opened(connection: number, user: string): void {
    openConnection(this.broker, connection, { user });
  }

  received(connection: number, channel: number, method: ClientMethod): void {
    receive(this.broker, connection, channel, method, this.clock.nowMs(), this.outlet);
  }

  isOpen(connection: number, channel: number): boolean {
    return this.broker.connections.get(connection)?.channels.has(channel) === true;
  }

  channelsOf(connection: number): number {
    return this.broker.connections.get(connection)?.channels.size ?? 0;
  }

  gone(connection: number): void {
    closeConnection(this.broker, connection, this.clock.nowMs(), this.outlet);
  }

  wantsToSend(connection: AmqpConnection): void {
    this.sending.add(connection);
  }

  /** Something happens; all that follows from it leaves together. */
  private turn(act: () => void): void {
    act();
    if (this.settings.confirm === 'on-receipt') this.synced(Infinity);
    for (const connection of this.sending) connection.flush();
    this.sending.clear();
    this.keep();
    this.watch();
  }

  /** Makes what is new in the journal durable: one batch after the other, as each takes long. */
  private keep(): void {
    const { journal, lines } = this;
    if (journal === undefined || this.isKeeping || lines.length === 0) return;
    const mark = journalMark(this.broker);
    this.lines = [];
    this.isKeeping = true;
    journal.keep(lines, () => {
      this.isKeeping = false;
      this.turn(() => this.synced(mark));
      for (const run of this.keptListeners.splice(0)) this.onceKept(run);
    });
  }

  private synced(mark: number): void {
    journalSynced(this.broker, this.clock.nowMs(), this.outlet, mark);
  }

  /** The timer is set to when time alone changes something. One that comes too early is set anew then. */
  private watch(): void {
    const dueMs = nextDueMs(this.broker);
    if (dueMs === undefined || (this.timer !== undefined && this.timer.dueMs <= dueMs)) return;
    this.timer?.stop();
    const stop = this.clock.after(Math.max(1, dueMs - this.clock.nowMs()), () => {
      this.timer = undefined;
      this.turn(() => passTime(this.broker, this.clock.nowMs(), this.outlet));
    });
    this.timer = { dueMs, stop };
  }
}
