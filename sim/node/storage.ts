/**
 * The disk as a node uses it: operations that may fail, syncs that take time, and what waits for them.
 *
 * Sync requests that arrive while one is under way share the next one (group commit).
 */
import { copyPlain } from '../kernel/copy.js';
import { digest } from '../kernel/digest.js';
import { draw, hashString, mix32 } from '../kernel/hash.js';
import { EventKind } from '../kernel/event-kind.js';
import type { Slot } from '../kernel/queue.js';
import type { Micros } from '../kernel/time.js';
import type { Agenda } from './agenda.js';
import type { Backlog } from './backlog.js';
import type { Clock } from './clock.js';
import { Disk, DiskError, type DiskSnapshot } from './disk.js';
import type { Fate } from './disk-file.js';
import type { NodePort } from './port.js';
import type { Sites } from './sites.js';

/** What this asks of the node whose disk it is. */
interface Owner {
  readonly name: string;
  readonly index: number;
  readonly status: string;
  readonly port: NodePort;
  readonly clock: Pick<Clock, 'real'>;
  readonly sites: Pick<Sites, 'gone' | 'begins' | 'done' | 'send'>;
  readonly backlog: Pick<Backlog, 'pushFirst'>;
  readonly agenda: Pick<Agenda, 'moveWake'>;
  synced(token: unknown, ok: boolean): void;
  effect(input: { readonly f: string }, after: undefined): void;
  exit(reason: string): never;
}

/** Something that waits until everything written before it is durable. */
export type Waiting =
  | {
      readonly kind: 'send';
      readonly message: number;
      readonly to: number;
      readonly id: number;
      readonly payload: unknown;
    }
  | { readonly kind: 'effect'; readonly input: { readonly f: string } }
  | { readonly kind: 'token'; readonly token: unknown };

interface Held {
  readonly position: number;
  readonly what: Waiting;
}

/** Disk faults in force on one node; numbers are the faults' positions in the plan. */
export interface DiskFaults {
  slow: Map<number, number>;
  full: Set<number>;
  errors: Map<number, { probability: number; operations: readonly string[] }>;
  syncFailures: Map<number, number>;
  lying: Set<number>;
  tornArmed: boolean;
}

export interface StorageSnapshot {
  readonly disk: DiskSnapshot;
  readonly held: readonly Held[];
  readonly syncing: number;
  readonly syncSlot: Slot;
  readonly syncDue: Micros;
  readonly counts: DrawCounts;
  readonly faults: DiskFaults;
}

type DiskOperation = 'read' | 'write' | 'sync';

/** How far each purpose has drawn: a fault more or less moves neither the latencies nor the draws of other faults. */
interface DrawCounts {
  latencies: number;
  /** Operations that a fault may make fail. */
  operations: number;
  syncs: number;
  /** Fates of unsynced writes, and bits that rot. */
  damages: number;
}

const DAMAGE = 0x0da3a6e5;

/** Column `a` of a sync that has reached the disk, and of which the program, which stood still, has yet to hear. */
export const SYNC_OK = 1;
const SYNC_FAILED = 2;

export class Storage {
  readonly disk = new Disk();
  faults: DiskFaults = noFaults();
  private held: Held[] = [];
  /** Position the sync under way will cover, or -1. */
  private syncing = -1;
  private syncSlot: Slot = -1;
  /** When the sync under way will be done. */
  private syncDue: Micros = 0;
  private counts: DrawCounts = { latencies: 0, operations: 0, syncs: 0, damages: 0 };
  /** When operations of an async program that are under way will be done, by their wake-ups. */
  private readonly underWay = new Map<number, Micros>();
  private readonly key: number;

  constructor(private readonly node: Owner) {
    this.key = hashString(`${String(node.port.seed)}\u0000disk/${node.name}`);
  }

  /** Whether an operation of an async program is under way. */
  get busy(): boolean {
    return this.underWay.size > 0;
  }

  /** What waits for a sync, oldest first. */
  get waiting(): readonly Waiting[] {
    return this.held.map(({ what }) => what);
  }

  /**
   * @param needsSpace false for writes that only give space back
   * @throws DiskError where a fault makes this operation fail
   */
  check(operation: DiskOperation, path: string, needsSpace = operation === 'write'): void {
    if (needsSpace && this.faults.full.size > 0) throw new DiskError('ENOSPC', `no space left for '${path}'`);
    const nth = ++this.counts.operations;
    for (const error of this.faults.errors.values()) {
      if (error.operations.includes(operation) && this.strikes(error, error.probability, nth))
        throw new DiskError('EIO', `${operation} of '${path}' failed`);
    }
  }

  /**
   * The program is about to change the disk.
   * @returns false where its process is no more
   * @throws DiskError as `check` does
   */
  beginWrite(path: string, needsSpace = true): boolean {
    if (!this.node.sites.begins('write')) return false;
    this.check('write', path, needsSpace);
    return true;
  }

  endWrite(): void {
    this.node.sites.done('write');
  }

  /** How long an operation takes now, in microseconds. */
  latency(operation: DiskOperation): number {
    let us = this.node.port.disk[operation](draw(this.key, ++this.counts.latencies));
    for (const factor of this.faults.slow.values()) us = Math.round(us * factor);
    return us;
  }

  /** Lets something happen once everything written so far is durable. */
  afterSync(what: Waiting): void {
    if (this.node.sites.gone) return;
    if (this.disk.clean && this.held.length === 0 && what.kind !== 'token') {
      this.release(what, true);
      return;
    }
    this.held.push({ position: this.disk.position, what });
    if (this.syncing < 0) this.startSync();
  }

  /** A sync under way has reached the disk. */
  syncDone(position: number): void {
    this.syncing = -1;
    this.syncSlot = -1;
    const ok = !this.syncFails();
    if (!ok) this.disk.abandon(position);
    else if (this.faults.lying.size === 0) this.disk.persist(position);
    this.node.port.note(this.node, ok ? 'synced' : 'sync-failed');
    const { sites } = this.node;
    if (ok) sites.done('sync');
    if (!sites.begins('await')) return;
    if (this.held.some((held) => held.position > position)) this.startSync();
    if (this.node.status === 'paused')
      this.node.backlog.pushFirst({
        kind: EventKind.Sync,
        a: ok ? SYNC_OK : SYNC_FAILED,
        b: position,
        payload: undefined,
      });
    else this.tell(position, ok);
  }

  /**
   * A program syncs some of its volume, and the disk is at it now.
   * @param durable called where it works
   * @param lost called where it fails: what it should have made durable, no later sync will write
   * @returns whether the disk says that it worked
   */
  syncPart(durable: () => void, lost: () => void): boolean {
    const { sites, port } = this.node;
    if (!sites.begins('sync')) return false;
    const ok = !this.syncFails();
    if (!ok) lost();
    else if (this.faults.lying.size === 0) durable();
    port.note(this.node, ok ? 'synced' : 'sync-failed');
    if (ok) sites.done('sync');
    return ok;
  }

  /** What waited for a sync goes on. */
  tell(position: number, ok: boolean): void {
    const covered = this.held.filter((held) => held.position <= position);
    this.held = this.held.filter((held) => held.position > position);
    for (const { what } of covered) this.release(what, ok);
    if (!ok && !covered.some(({ what }) => what.kind === 'token'))
      this.node.exit('a sync failed and nothing was ready to hear of it');
  }

  /** A fault makes the disk slow, also for what is left of what is under way. */
  beginSlow(fault: number, factor: number): void {
    this.faults.slow.set(fault, factor);
    this.pace(factor);
  }

  /** The disk is itself again; what is under way does not stay slow to its end. */
  endSlow(fault: number): void {
    const factor = this.faults.slow.get(fault);
    if (factor === undefined) return;
    this.faults.slow.delete(fault);
    this.pace(1 / factor);
  }

  /** An operation of an async program takes so long; it goes by the number of the wake-up that ends it. */
  takes(us: Micros, wake: number): void {
    this.underWay.set(wake, this.node.port.now + this.node.clock.real(us));
  }

  /** That operation is over. */
  took(wake: number): void {
    this.underWay.delete(wake);
  }

  /** The process is gone: nothing waits any more. Writes stay in the cache. */
  forget(): void {
    this.underWay.clear();
    this.node.port.cancel(this.syncSlot, this.node.index, EventKind.Sync);
    this.syncSlot = -1;
    this.syncing = -1;
    this.held = [];
  }

  powerCut(mode: 'lost' | 'kept' | 'torn' | 'random'): void {
    const tear = this.faults.tornArmed || mode === 'torn';
    this.faults.tornArmed = false;
    const fate = (index: number, count: number): Fate => {
      const last = index === count - 1;
      if (last && tear) return 'torn';
      if (mode === 'lost') return 'lost';
      if (mode !== 'random') return 'kept';
      const fates: readonly Fate[] = last ? ['lost', 'kept', 'torn'] : ['lost', 'kept'];
      return fates[this.pick(fates.length)] as Fate;
    };
    this.disk.powerCut(fate, (count) => this.pick(count));
  }

  rot(path: string | undefined): string | undefined {
    return this.disk.rot(path, (count) => this.pick(count));
  }

  /** The slot of the sync under way moved: the node was slow or paused. */
  moved(slot: Slot): void {
    this.syncSlot = slot;
  }

  save(): StorageSnapshot {
    const { held, syncing, syncSlot, syncDue, counts } = this;
    return {
      disk: this.disk.save(),
      held: held.map(copyHeld),
      syncing,
      syncSlot,
      syncDue,
      counts: { ...counts },
      faults: copyFaults(this.faults),
    };
  }

  restore(saved: StorageSnapshot): void {
    this.disk.restore(saved.disk);
    this.held = saved.held.map(copyHeld);
    this.syncing = saved.syncing;
    this.syncSlot = saved.syncSlot;
    this.syncDue = saved.syncDue;
    this.counts = { ...saved.counts };
    this.faults = copyFaults(saved.faults);
  }

  private startSync(): void {
    const { port, index } = this.node;
    this.syncing = this.disk.position;
    this.syncDue = port.now + this.latency('sync');
    this.syncSlot = port.schedule(this.syncDue, EventKind.Sync, index, 0, this.syncing, undefined);
  }

  /** The rest of what is under way takes this many times as long. What is done and waits for the node does not. */
  private pace(factor: number): void {
    const { port, index } = this.node;
    for (const [wake, dueUs] of this.underWay) {
      const restUs = Math.round((dueUs - port.now) * factor);
      if (restUs > 0 && this.node.agenda.moveWake(wake, restUs)) this.underWay.set(wake, port.now + restUs);
    }
    const rest = this.syncDue - port.now;
    if (this.syncSlot < 0 || rest <= 0) return;
    port.cancel(this.syncSlot, index, EventKind.Sync);
    this.syncDue = port.now + Math.round(rest * factor);
    this.syncSlot = port.schedule(this.syncDue, EventKind.Sync, index, 0, this.syncing, undefined);
  }

  private syncFails(): boolean {
    const nth = ++this.counts.syncs;
    for (const probability of this.faults.syncFailures.values())
      if (this.strikes('fsync-failure', probability, nth)) return true;
    for (const error of this.faults.errors.values())
      if (error.operations.includes('sync') && this.strikes(error, error.probability, nth)) return true;
    return false;
  }

  private release(what: Waiting, ok: boolean): void {
    if (what.kind === 'token') this.node.synced(what.token, ok);
    else if (!ok) return;
    else if (what.kind === 'effect') this.node.effect(what.input, undefined);
    else this.node.sites.send(what.message, what.to, what.id, what.payload);
  }

  private pick(count: number): number {
    return Math.floor(draw(this.key ^ DAMAGE, ++this.counts.damages) * count);
  }

  /** Whether a fault makes the `nth` operation or sync fail. Each has draws of its own. */
  private strikes(fault: unknown, probability: number, nth: number): boolean {
    return draw(mix32(this.key ^ digest(fault)), nth) < probability;
  }
}

function noFaults(): DiskFaults {
  return {
    slow: new Map(),
    full: new Set(),
    errors: new Map(),
    syncFailures: new Map(),
    lying: new Set(),
    tornArmed: false,
  };
}

function copyFaults(faults: DiskFaults): DiskFaults {
  return {
    slow: new Map(faults.slow),
    full: new Set(faults.full),
    errors: new Map(faults.errors),
    syncFailures: new Map(faults.syncFailures),
    lying: new Set(faults.lying),
    tornArmed: faults.tornArmed,
  };
}

// What is held is handed to its receiver when released, who may change it.
function copyHeld({ position, what }: Held): Held {
  if (what.kind === 'token') return { position, what: { ...what, token: copyPlain(what.token) } };
  if (what.kind === 'effect') return { position, what: { ...what, input: copyPlain(what.input) } };
  return { position, what: { ...what, payload: copyPlain(what.payload) } };
}
