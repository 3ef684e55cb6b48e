/** The disk in the async style: every operation takes the time the disk takes. */
import type { DiskRecord } from './disk-file.js';
import type { SimNode } from './node.js';
import type { LogName, LogRecord, StoredRecord, WriteOptions } from './protocol.js';
import { storedRecords } from './sync-disk.js';

/** The disk of a node that runs an async program. Await every call. */
export interface AsyncDisk<D> {
  /** A copy of what the file holds, or undefined. Rejects with DiskError `EIO` or `CORRUPT`. */
  read<K extends keyof D & string>(path: K): Promise<D[K] | undefined>;
  /** Replaces a file. Durable only after a sync. Rejects with DiskError `EIO` or `ENOSPC`. */
  write<K extends keyof D & string>(path: K, value: D[K], options?: WriteOptions): Promise<void>;
  /** Adds a record to an append-only file. */
  append<K extends LogName<D>>(path: K, record: LogRecord<D, K>): Promise<void>;
  /** The records of an append-only file, damaged ones marked. */
  records<K extends LogName<D>>(path: K): Promise<StoredRecord<LogRecord<D, K>>[]>;
  /** Keeps the first `count` records. */
  truncate<K extends LogName<D>>(path: K, count: number): Promise<void>;
  delete(path: keyof D & string): Promise<void>;
  list<F extends string = ''>(prefix?: F): Promise<(keyof D & `${F}${string}`)[]>;
  /** Makes everything written so far durable. Rejects with DiskError `EIO` when the sync fails. */
  sync(): Promise<void>;
}

/** What the async disk needs of the driver. */
export interface DiskWaits {
  /** A promise that resolves after `us` of real time. */
  after(us: number): Promise<void>;
  /** A promise for the end of a sync of everything written so far. */
  synced(): Promise<void>;
}

export class WaitingDisk implements AsyncDisk<Record<string, unknown>> {
  constructor(
    private readonly node: SimNode,
    private readonly waits: DiskWaits,
  ) {}

  async read(path: string): Promise<unknown> {
    await this.operation('read', path);
    return this.node.storage.disk.read(path);
  }

  async write(path: string, value: unknown, options: WriteOptions = {}): Promise<void> {
    // Written at once, so that the caller cannot change the value while the disk is busy.
    const { storage } = this.node;
    if (storage.beginWrite(path)) {
      storage.disk.write(path, value, options);
      storage.endWrite();
    }
    await this.waits.after(storage.latency('write'));
  }

  async append(path: string, record: unknown): Promise<void> {
    const { storage } = this.node;
    if (storage.beginWrite(path)) {
      storage.disk.append(path, record);
      storage.endWrite();
    }
    await this.waits.after(storage.latency('write'));
  }

  async records(path: string): Promise<StoredRecord<unknown>[]> {
    await this.operation('read', path);
    const records: readonly DiskRecord[] = this.node.storage.disk.records(path);
    return storedRecords(records);
  }

  async truncate(path: string, count: number): Promise<void> {
    const { storage } = this.node;
    if (storage.beginWrite(path, false)) {
      storage.disk.truncate(path, count);
      storage.endWrite();
    }
    await this.waits.after(storage.latency('write'));
  }

  async delete(path: string): Promise<void> {
    const { storage } = this.node;
    if (storage.beginWrite(path, false)) {
      storage.disk.delete(path);
      storage.endWrite();
    }
    await this.waits.after(storage.latency('write'));
  }

  async list<F extends string = ''>(prefix = '' as F): Promise<`${F}${string}`[]> {
    await this.operation('read', prefix);
    return this.node.storage.disk.list(prefix) as `${F}${string}`[];
  }

  sync(): Promise<void> {
    return this.waits.synced();
  }

  private async operation(kind: 'read', path: string): Promise<void> {
    await this.waits.after(this.node.storage.latency(kind));
    this.node.storage.check(kind, path);
  }
}
