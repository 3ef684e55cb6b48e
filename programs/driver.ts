/** One incarnation of a program on its node: starts it, brings it requests and connections, and tells of its end. */
import { copyPlain } from '../sim/kernel/copy.js';
import { EventKind } from '../sim/kernel/event-kind.js';
import { toMicros, type Micros } from '../sim/kernel/time.js';
import type { StreamEvent } from '../sim/network/stream-event.js';
import { NodeExit } from '../sim/node/exit.js';
import { assertEffect } from '../sim/node/misuse.js';
import type { SimNode } from '../sim/node/node.js';
import type { Driver } from '../sim/node/program.js';
import { readBy, type Unread } from '../sim/node/reading.js';
import { shown } from '../sim/input/shown.js';
import { thrownText } from '../sim/input/thrown.js';
import type { Jiti } from 'jiti';
import { builtinsOf } from './builtins.js';
import type { NodeFace, OnRequest } from './face.js';
import type { OwnFiles } from './fs/files.js';
import { processFiles } from './fs/process-files.js';
import { Modules, type FindShared } from './loader/modules.js';
import { NetworkCard } from './net/network-card.js';
import type { Datagram } from './net/udp-handle.js';
import { closeRetiredParsers, retireParsers } from './net/parsers.js';
import { consoleOf } from './console.js';
import { globalOf, webAssemblyOf } from './globals.js';
import { OwnProcess } from './process/own-process.js';
import type { StandardStreams } from './process/standard-streams.js';
import { begins } from './running.js';

export interface ProgramFile {
  /** Absolute path of the file that the process begins with. */
  readonly entry: string;
  /** The same as the scenario names it. */
  readonly named: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** How long it may take to end once it is told to, in ms. */
  readonly graceMs: number;
  readonly shared: FindShared | undefined;
}

interface WaitingRequest {
  readonly from: number;
  readonly id: number;
  readonly body: unknown;
}

/** A wake-up that does not come. */
const NEVER = -1;
/** When it is looked whether a process that is to end has nothing left to do: first, and later at the most. */
const FIRST_LOOK_US = 1_000;
const LAST_LOOK_US = 50_000;

export class NodeProgramDriver implements Driver {
  private readonly card: NetworkCard;
  private ownFiles: OwnFiles | undefined;
  private readonly wakes = new Map<number, () => void>();
  private process: OwnProcess | undefined;
  /** It has ended itself, and whatever its code still does is void. */
  private silent = false;
  private handler: OnRequest | undefined;
  private waiting: WaitingRequest[] = [];
  private waitsSinceUs = 0;

  constructor(
    protected readonly node: SimNode,
    private readonly file: ProgramFile,
    private readonly jiti: Jiti,
  ) {
    this.card = new NetworkCard(node, (us, run) => void this.after(us, run));
  }

  start(): void {
    const { node, file } = this;
    closeRetiredParsers();
    begins(node.host, { card: this.card, files: () => this.files() });
    const own = {
      streams: this.streams,
      log: (text: string) => this.log(text, undefined),
      isThere: () => node.driver === this,
      listeners: () => node.host.processEvents?.listeners,
      exitOf: (reason: string) => this.exitOf(reason),
      ended: (exit: Error) => node.failed(exit),
      silence: () => this.silence(),
      after: (us: number, run: () => void) => void this.after(us, run),
    };
    this.process = new OwnProcess(own, { argv: [file.entry, ...file.argv], env: file.env });
    const { object: process } = this.process;
    const console = consoleOf({ ...own, nowUs: () => node.port.now });
    const WebAssembly = webAssemblyOf();
    // Node's own `fetch` stands on a copy of undici that all of the process share.
    const fetch = (...given: unknown[]): unknown => {
      const undici = modules.find('undici', file.entry) as
        { fetch(...given: unknown[]): unknown } | undefined;
      if (undici !== undefined) return undici.fetch(...given);
      throw new Error(
        'fetch inside a world is that of the package undici: npm install it beside the program',
      );
    };
    const global = globalOf({ process, console, fetch, WebAssembly });
    const modules = new Modules(
      this.jiti,
      { process, global, console, fetch, WebAssembly },
      builtinsOf({ process, console, face: this.face(), files: () => this.files(), card: this.card }),
      file.shared,
    );
    const loaded = modules.load(file.entry);
    if (loaded instanceof Promise) this.watch(loaded);
  }

  receive(kind: number, from: number, id: number, body: unknown): void {
    if (kind === EventKind.Message) this.card.datagram(from, body as Datagram);
    // Programs talk by sockets: a call of another node has nobody to hear it.
    if (kind !== EventKind.Request) return;
    const request = { from, id, body };
    if (this.handler === undefined) this.keep(request);
    else this.watch(this.serve(this.handler, request));
  }

  private keep(request: WaitingRequest): void {
    if (this.waiting.length === 0) this.waitsSinceUs = this.node.port.now;
    this.waiting.push(request);
  }

  unread(): Unread[] {
    const { waiting, waitsSinceUs: sinceUs, file } = this;
    if (waiting.length === 0) return [];
    const needs = `${file.named} must call onRequest of seedstorm/node, or clients must ask another node (to: () => …)`;
    return [{ post: 'request', count: waiting.length, sinceUs, needs }];
  }

  /** Where standard input and output lead, if anywhere. */
  protected get streams(): StandardStreams | undefined {
    return undefined;
  }

  /** What is thrown where the program ends its process. */
  protected exitOf(reason: string): Error {
    return new NodeExit(reason);
  }

  wake(id: number): void {
    const run = this.wakes.get(id);
    this.wakes.delete(id);
    run?.();
  }

  stream(event: StreamEvent): void {
    this.card.stream(event);
  }

  callEnded(): void {}
  timer(): void {}
  synced(): void {}
  membership(): void {}
  stop(): void {}

  /** An orchestrator ends a process by SIGTERM, and kills it where it takes too long. */
  terminate(): Micros | undefined {
    if (this.process?.hears('SIGTERM') !== true) return undefined;
    this.process.signal('SIGTERM');
    this.endWhenIdle(FIRST_LOOK_US);
    return toMicros(this.file.graceMs);
  }

  gone(): void {
    retireParsers(this.card.open);
  }

  dies(): void {
    this.process?.dies();
  }

  /** Node ends a process that has nothing left to wait for. It is looked for only where the end is near. */
  private endWhenIdle(us: number): void {
    this.after(us, () => {
      if (this.isIdle()) this.process?.runOut(() => this.isIdle());
      this.endWhenIdle(Math.min(2 * us, LAST_LOOK_US));
    });
  }

  private isIdle(): boolean {
    const { node, handler, wakes, card } = this;
    return (
      handler === undefined && wakes.size === 0 && card.isIdle && node.host.loop.isIdle && !node.storage.busy
    );
  }

  /** From now on nothing of what its code does counts. */
  protected silence(): void {
    this.silent = true;
    this.card.cut();
  }

  state(): unknown {
    return undefined;
  }

  restore(): void {
    throw new Error('a Node program cannot be restored from a snapshot: what it waits for is not data');
  }

  protected after(us: number, run: () => void): number {
    // Node closes a socket at the end of the turn: in a process that has ended in it, nobody waits for that.
    if (this.node.driver !== this) return NEVER;
    const wake = this.node.agenda.wakeAfter(us);
    this.wakes.set(wake, run);
    return wake;
  }

  private files(): OwnFiles {
    return (this.ownFiles ??= processFiles(this.node, {
      entry: this.file.entry,
      after: (us, run) => this.after(us, run),
      isThere: () => this.isThere(),
      print: (text, fd) => {
        const stdout = fd === 1 ? this.streams?.stdout : undefined;
        if (stdout === undefined) this.log(text.replace(/\n$/, ''), undefined);
        else stdout.write(text);
      },
    }));
  }

  private face(): NodeFace {
    const { node } = this;
    return {
      name: node.name,
      incarnation: node.incarnation,
      nodes: node.port.members(),
      onRequest: (handler) => {
        if (typeof handler !== 'function')
          throw new TypeError(`onRequest: expected a function, got ${shown(handler)}`);
        if (this.handler !== undefined) throw new Error('onRequest: there is a handler of requests already');
        this.handler = handler;
        readBy(node).add('request');
        for (const request of this.waiting.splice(0)) this.watch(this.serve(handler, request));
      },
      effect: (input) => {
        assertEffect(input);
        if (this.silent) return;
        node.effect(copyPlain(input, 'effect'), undefined);
      },
      log: (text, data) => this.log(text, data),
    };
  }

  protected log(text: string, data: unknown): void {
    if (!this.silent && !this.node.sites.gone) this.node.port.log(this.node, text, data);
  }

  private async serve(handler: OnRequest, { from, id, body }: WaitingRequest): Promise<void> {
    const { node } = this;
    try {
      const reply = await handler(body as never, node.port.endpointName(from));
      if (this.isThere()) node.answer(from, id, reply ?? null, undefined);
    } catch (error) {
      const definite = (error as { definite?: unknown } | null)?.definite === true;
      if (this.isThere()) node.reject(from, id, { error: thrownText(error), definite });
    }
  }

  /** What nobody catches ends the process. */
  private watch(promise: Promise<unknown>): void {
    promise.then(undefined, (error: unknown) => {
      if (this.isThere()) this.node.failed(error, promise);
    });
  }

  private isThere(): boolean {
    return this.node.driver === this && !this.silent;
  }
}
