/**
 * One run, recorded so that another can be compared with it: every event with digests of what it carried, and of the
 * state and disk it left, so that a difference is named where it begins and not where it shows. Plain data, because
 * the other run may have been in another thread.
 */
import { digest } from '../kernel/digest.js';
import { EventKind, eventKindName } from '../kernel/event-kind.js';
import { fold, hashString } from '../kernel/hash.js';
import { toMs } from '../kernel/time.js';
import type { Observer, SeenEvent } from './observer.js';
import type { DiskSnapshot } from '../node/disk.js';
import { dataText } from './data-text.js';
import { diskDigest, diskText } from './disk-content.js';

export interface RunRecord {
  /** Two words for each event: what happened, and what it held. The last two are the verdict's. */
  readonly words: Int32Array;
  /** The events in words, from number `from` on, as far as they were kept. */
  readonly told: readonly ToldEvent[];
  readonly from: number;
}

export interface ToldEvent {
  readonly line: string;
  readonly parts: readonly ToldPart[];
}

/** One thing that an event held. */
export interface ToldPart {
  /** Such as `what it carried`, `the state of n1`. */
  readonly what: string;
  readonly text: string;
}

/** What is asked of the world that is recorded. */
export interface RecordedWorld {
  endpointName(index: number): string;
  nameOfInterned(number: number): string;
  /** What a node shows. */
  stateOf(node: number): unknown;
  /** What it holds, whatever it shows. */
  contentOf(node: number): { readonly memory: unknown; readonly disk: RecordedDisk } | undefined;
}

/** A disk that tells whether it changed. */
interface RecordedDisk {
  readonly changes: number;
  save(): DiskSnapshot;
}

/** What was last found of a state or disk. */
interface Lasting {
  readonly digest: number;
  /** Missing where no text was wanted. */
  readonly part: ToldPart | undefined;
  /** Of a disk: how often it had changed. */
  readonly changes: number | undefined;
}

/** Letters kept of one run; later events are known by their digests only. */
const KEPT = 8_000_000;

export class Recording implements Observer {
  private readonly words: number[] = [];
  private readonly told: ToldEvent[] = [];
  private parts: ToldPart[] = [];
  private word = 0;
  private kept = 0;
  /** The last text of each state and disk: most events change neither. */
  private readonly last = new Map<string, Lasting>();

  constructor(private readonly world: RecordedWorld) {}

  event(seen: SeenEvent): void {
    this.word = 0;
    this.parts = [];
    // Before it is handled: programs may change what they are given.
    this.add('what it carried', seen.payload);
  }

  handled(seen: SeenEvent): void {
    const { world } = this;
    const { kind, node } = seen;
    const where = node < 0 ? 'the world' : world.endpointName(node);
    const from =
      kind >= EventKind.Message && kind <= EventKind.Segment ? ` from ${world.endpointName(seen.a)}` : '';
    const timer = kind === EventKind.Timer ? ` '${world.nameOfInterned(seen.a)}'` : '';
    const content = node < 0 ? undefined : world.contentOf(node);
    if (content !== undefined) {
      const shown = world.stateOf(node);
      this.addLasting(`the state of ${where}`, content.memory);
      this.addDisk(`the disk of ${where}`, content.disk);
      if (shown !== content.memory) this.addLasting(`what ${where} shows`, shown);
    }
    this.end(
      `${toMs(seen.atUs)} ms  ${where}: ${eventKindName(kind)}${timer}${from} (#${seen.order}, ${seen.b})`,
    );
  }

  dropped(): void {
    this.word = fold(this.word, 0xd209);
  }

  note(node: number, what: string): void {
    this.word = fold(this.word, node);
    this.add('what took place', what);
  }

  log(node: number, text: string, data: unknown): void {
    this.add(`the log of ${this.nameOf(node)}`, data === undefined ? text : [text, data]);
  }

  invoked(operation: number, process: unknown, input: unknown): void {
    this.word = fold(this.word, operation);
    this.add(`what ${String(process)} asks`, input);
  }

  completed(operation: number, type: string, output: unknown): void {
    this.word = fold(this.word, operation);
    this.add(`the outcome of operation ${operation}`, [type, output]);
  }

  effect(node: number, input: unknown): void {
    this.add(`the effect of ${this.nameOf(node)}`, input);
  }

  /** The record, once the run was judged. */
  result(verdict: unknown): RunRecord {
    this.word = 0;
    this.parts = [];
    this.add('the verdict', verdict);
    this.end('the verdict');
    return { words: Int32Array.from(this.words), told: this.told, from: 0 };
  }

  private nameOf(node: number): string {
    return node < 0 ? 'the world' : this.world.endpointName(node);
  }

  private add(what: string, value: unknown): void {
    // Closures of async programs are no data: they count as nothing.
    const data = typeof value === 'function' ? undefined : value;
    this.word = fold(this.word, digest(data));
    if (data !== undefined && this.kept < KEPT) this.keep({ what, text: dataText(data) });
  }

  private addLasting(what: string, value: unknown): void {
    this.lasts(what, digest(value), value === undefined ? undefined : () => dataText(value));
  }

  /** A disk is read only when it changed. */
  private addDisk(what: string, disk: RecordedDisk): void {
    const known = this.last.get(what);
    if (known?.changes === disk.changes) return this.lasts(what, known.digest);
    const content = disk.save();
    this.lasts(what, diskDigest(content), () => diskText(content), disk.changes);
  }

  /** @param text what to show of it if it is not as it was; without it, nothing is */
  private lasts(what: string, found: number, text?: () => string, changes?: number): void {
    this.word = fold(this.word, found);
    const last = this.last.get(what);
    const same = last?.digest === found;
    const room = this.kept < KEPT;
    const part = same ? last.part : text && room ? { what, text: text() } : undefined;
    this.last.set(what, { digest: found, part, changes: changes ?? last?.changes });
    if (part === undefined) return;
    if (same) this.parts.push(part);
    else this.keep(part);
  }

  private keep(part: ToldPart): void {
    this.kept += part.text.length;
    this.parts.push(part);
  }

  private end(line: string): void {
    this.words.push(hashString(line), this.word);
    if (this.kept < KEPT) this.told.push({ line, parts: this.parts });
  }
}
