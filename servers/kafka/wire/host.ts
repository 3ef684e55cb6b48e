/**
 * A broker and its connections. Answers leave once all that was written before them is kept: nobody hears of what a
 * restart could take back.
 */
import { restoreTransactionCoordinator } from '../core/coordinator.js';
import type { HostClock } from '../../wire/after.js';
import type { Journal } from '../../wire/journal-file.js';
import type { Line, LineEnd } from '../../wire/line.js';
import type { KafkaBroker } from './broker.js';
import { apiOf } from './codec/apis.js';
import { ByteWriter } from './codec/bytes.js';
import type { Field } from './codec/fields.js';
import { Undecodable } from '../../wire/bytes.js';
import type { WireRequest } from './codec/request-reader.js';
import { KafkaConnection, type ConnectionDesk } from './connection.js';
import type { JournalLine } from './journal.js';
import { createTopic, type Call, type Desk, type WaitingFetch } from './requests/desk.js';
import { nextGroupDueMs, passGroupTime } from './requests/group-requests.js';
import { handlers } from './requests/handlers.js';
import { answerFetches, nextFetchDueMs } from './requests/log-requests.js';
import { tidyTopics, versionsForNewer } from './requests/topic-requests.js';
import {
  nextTransactionDueMs,
  passTransactionTime,
  resumeTransactions,
} from './requests/transaction-requests.js';
import type { KnownSettings } from './settings.js';

/** Who waits for an answer, and how it is written. */
interface OpenCall {
  readonly connection: KafkaConnection;
  readonly correlationId: number;
  readonly version: number;
  readonly answer: Field<unknown>;
}

/** An answer that waits until so many lines are kept. */
interface Held {
  readonly connection: KafkaConnection;
  readonly bytes: Uint8Array;
  readonly after: number;
}

type AnyHandler = (desk: Desk, request: unknown, call: Call) => unknown;

export class KafkaHost implements Desk, ConnectionDesk {
  fetches: WaitingFetch[] = [];
  port = 0;
  private readonly connections = new Set<KafkaConnection>();
  private readonly calls = new Map<number, OpenCall>();
  private nextCall = 1;
  private held: Held[] = [];
  private lines: JournalLine[] = [];
  /** So many lines there were, and so many of them are kept. */
  private readonly count: { lines: number; kept: number };
  private isKeeping = false;
  private hasChanged = false;
  private readonly keptListeners: (() => void)[] = [];
  private timer: { readonly dueMs: number; readonly stop: () => void } | undefined;
  private tidyDueMs: number;

  constructor(
    readonly settings: KnownSettings,
    readonly broker: KafkaBroker,
    private readonly clock: HostClock,
    private readonly journal: Journal<JournalLine> | undefined,
  ) {
    this.count = { lines: 0, kept: journal === undefined ? Infinity : 0 };
    this.tidyDueMs = clock.nowMs() + settings.retentionCheckMs;
    this.turn(() => this.begin());
  }

  /** A client has connected: what becomes of its line is to be told here. */
  accept(line: Line): LineEnd {
    const connection = new KafkaConnection(line, this, this.settings.requestMax);
    this.connections.add(connection);
    return {
      received: (bytes) => this.turn(() => connection.receive(bytes)),
      drained: () => this.turn(() => connection.drained()),
      lost: () => this.turn(() => connection.lost()),
    };
  }

  shutDown(): void {
    for (const connection of this.connections) connection.end();
  }

  /** Runs something as soon as the journal has all that there is. */
  onceKept(run: () => void): void {
    if (this.isKeeping) this.keptListeners.push(run);
    else run();
  }

  request(
    connection: KafkaConnection,
    { key, version, correlationId, clientId, body }: WireRequest,
  ): boolean {
    const found = apiOf(key);
    if (found === undefined) throw new Undecodable(`request ${key}: there is no such request`);
    const [first, last] = found.api.versions;
    const id = this.nextCall++;
    if (found.name === 'apiVersions' && version > last) {
      // Whoever asks in a newer version understands the answer of the first.
      this.calls.set(id, { connection, correlationId, version: 0, answer: found.api.answer });
      this.answer(id, versionsForNewer());
      return true;
    }
    if (version < first || version > last)
      throw new Undecodable(`version ${version} of ${found.name}: there are ${first} to ${last}`);
    const request = found.api.request.read(body, version);
    this.calls.set(id, { connection, correlationId, version, answer: found.api.answer });
    const call: Call = { id, clientId, version, nowMs: this.clock.nowMs() };
    const said = (handlers[found.name] as AnyHandler)(this, request, call);
    if (said === 'never') this.calls.delete(id);
    else if (said !== 'later') this.answer(id, said);
    return said !== 'never';
  }

  answer(id: number, said: unknown): void {
    const call = this.calls.get(id);
    if (call === undefined) return;
    this.calls.delete(id);
    const writer = new ByteWriter();
    writer.int32(0);
    writer.int32(call.correlationId);
    call.answer.write(writer, said, call.version);
    const bytes = writer.take();
    bytes.writeInt32BE(bytes.length - 4, 0);
    this.held.push({ connection: call.connection, bytes, after: this.count.lines });
  }

  readonly keep = (line: JournalLine): void => {
    this.hasChanged = true;
    if (this.journal === undefined) return;
    this.lines.push(line);
    this.count.lines++;
  };

  gone(connection: KafkaConnection): void {
    this.connections.delete(connection);
    for (const [id, call] of this.calls) if (call.connection === connection) this.calls.delete(id);
    this.fetches = this.fetches.filter(({ call: { id } }) => this.calls.has(id));
  }

  private begin(): void {
    const { broker } = this;
    broker.starts++;
    const { transactions, nextProducerId } = broker.transactions;
    broker.transactions = restoreTransactionCoordinator(
      Object.values(transactions),
      nextProducerId,
      broker.starts,
    );
    this.keep({ line: 'starts', starts: this.broker.starts });
    for (const [name, partitions] of Object.entries(this.settings.topics))
      if (!this.broker.topics.has(name)) createTopic(this, name, partitions);
    resumeTransactions(this, this.clock.nowMs());
  }

  /** Something happens; all that follows from it leaves together. */
  private turn(act: () => void): void {
    act();
    this.releaseAnswers();
    this.writeLines();
    this.watch();
  }

  /** An answer that leaves lets in the next request of its connection, which may change more. */
  private releaseAnswers(): void {
    do {
      if (this.hasChanged) {
        this.hasChanged = false;
        answerFetches(this, this.clock.nowMs());
      }
      const ready = this.held.filter(({ after }) => after <= this.count.kept);
      this.held = this.held.filter(({ after }) => after > this.count.kept);
      for (const { connection, bytes } of ready) connection.answer(bytes);
    } while (this.hasChanged || this.held.some(({ after }) => after <= this.count.kept));
  }

  /** Makes what is new durable: one batch after the other, as each takes long. */
  private writeLines(): void {
    const { journal, lines } = this;
    if (journal === undefined || this.isKeeping || lines.length === 0) return;
    const mark = this.count.lines;
    this.lines = [];
    this.isKeeping = true;
    journal.keep(lines, () => {
      this.isKeeping = false;
      this.count.kept = mark;
      this.turn(() => undefined);
      for (const run of this.keptListeners.splice(0)) this.onceKept(run);
    });
  }

  /** The timer is set to when time alone changes something. One that comes too early is set anew then. */
  private watch(): void {
    const dueMs = Math.min(
      nextFetchDueMs(this),
      nextGroupDueMs(this),
      nextTransactionDueMs(this),
      this.tidyDueMs,
    );
    if (this.timer !== undefined && this.timer.dueMs <= dueMs) return;
    this.timer?.stop();
    const stop = this.clock.after(Math.max(1, dueMs - this.clock.nowMs()), () => {
      this.timer = undefined;
      this.turn(() => this.passTime(this.clock.nowMs()));
    });
    this.timer = { dueMs, stop };
  }

  private passTime(nowMs: number): void {
    answerFetches(this, nowMs);
    passGroupTime(this, nowMs);
    passTransactionTime(this, nowMs);
    if (nowMs < this.tidyDueMs) return;
    this.tidyDueMs = nowMs + this.settings.retentionCheckMs;
    tidyTopics(this, nowMs);
  }
}
