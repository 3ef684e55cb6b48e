/** Real processes beside a world: lines are given to them, and what they print is waited for, without an event loop. */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { HOST_CODE } from './host-code.js';

/** What came of a process. */
export interface Heard {
  readonly name: string;
  readonly kind: 'stdout' | 'stderr' | 'end';
  readonly text: string;
}

/** When nothing has come for so long, nothing more will. */
const QUIET_MS = 1;

export class Children {
  private readonly signal = new Int32Array(new SharedArrayBuffer(8));
  private readonly port;
  private readonly heard = new Map<string, Heard[]>();

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    const worker = new Worker(HOST_CODE, {
      eval: true,
      workerData: { port: port2, signal: this.signal },
      transferList: [port2],
    });
    worker.unref();
    port1.unref();
  }

  /** From now on {@link until} counts. */
  startClock(): void {
    Atomics.store(this.signal, 1, 0);
    this.port.postMessage({ op: 'clock' });
  }

  /** Starts a process; one of the same name is ended. */
  start(name: string, bin: string, args: readonly string[]): void {
    this.heard.delete(name);
    this.port.postMessage({ op: 'start', name, bin, args });
  }

  give(name: string, line: string): void {
    this.port.postMessage({ op: 'line', name, line });
  }

  end(name: string): void {
    this.port.postMessage({ op: 'end', name });
  }

  close(): void {
    this.port.postMessage({ op: 'close' });
  }

  /** Waits until so much real time has passed on the clock. */
  until(ms: number): void {
    for (let now = Atomics.load(this.signal, 1); now < ms; now = Atomics.load(this.signal, 1))
      Atomics.wait(this.signal, 0, Atomics.load(this.signal, 0), Math.min(ms - now, 1));
  }

  /** What a process has printed, once it prints nothing for a moment. @param ms so long is the first line waited for */
  listen(name: string, ms: number): readonly Heard[] {
    let waitMs = ms;
    for (;;) {
      const seen = Atomics.load(this.signal, 0);
      const before = this.heard.get(name)?.length ?? 0;
      this.receive();
      if ((this.heard.get(name)?.length ?? 0) > before) waitMs = QUIET_MS;
      if (waitMs <= 0) break;
      if (Atomics.wait(this.signal, 0, seen, waitMs) === 'timed-out') waitMs = 0;
    }
    const heard = this.heard.get(name) ?? [];
    this.heard.delete(name);
    return heard;
  }

  private receive(): void {
    for (;;) {
      const received = receiveMessageOnPort(this.port) as { message: Heard } | undefined;
      if (received === undefined) return;
      const { message } = received;
      const before = this.heard.get(message.name);
      if (before === undefined) this.heard.set(message.name, [message]);
      else before.push(message);
    }
  }
}
