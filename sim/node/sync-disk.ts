/** The disk in the state-machine style: reads and writes act on the cache at once, syncs report back later. */
import { copyPlain } from '../kernel/copy.js';
import { unheard } from './misuse.js';
import type { SimNode } from './node.js';
import type { LogName, LogRecord, StoredRecord, WriteOptions } from './protocol.js';

/** The disk of a node that runs a state machine. All calls return at once; `onSync` gets the result of a sync. */
export interface StateMachineDisk<D, T> {
  /** A copy of what the file holds, or undefined. @throws DiskError `EIO`, `CORRUPT` */
  read<K extends keyof D & string>(path: K): D[K] | undefined;
  /** Replaces a file. Durable only after a sync. @throws DiskError `EIO`, `ENOSPC` */
  write<K extends keyof D & string>(path: K, value: D[K], options?: WriteOptions): void;
  /** Adds a record to an append-only file. @throws DiskError `EIO`, `ENOSPC` */
  append<K extends LogName<D>>(path: K, record: LogRecord<D, K>): void;
  /** The records of an append-only file, damaged ones marked. @throws DiskError `EIO` */
  records<K extends LogName<D>>(path: K): StoredRecord<LogRecord<D, K>>[];
  /** Keeps the first `count` records. @throws DiskError `EIO` */
  truncate<K extends LogName<D>>(path: K, count: number): void;
  delete(path: keyof D & string): void;
  /** Names of the files that begin with the prefix, sorted. */
  list<F extends string = ''>(prefix?: F): (keyof D & `${F}${string}`)[];
  /**
   * Makes everything written so far durable; `onSync` is called with the token when that is done, or has failed.
   */
  sync(token?: T): void;
}

export class SyncDisk implements StateMachineDisk<Record<string, unknown>, unknown> {
  /** @param hears whether the program has a handler `onSync` */
  constructor(
    private readonly node: SimNode,
    private readonly hears: boolean,
  ) {}

  read(path: string): unknown {
    const { storage } = this.node;
    storage.check('read', path);
    return storage.disk.read(path);
  }

  write(path: string, value: unknown, options: WriteOptions = {}): void {
    const { storage } = this.node;
    if (!storage.beginWrite(path)) return;
    storage.disk.write(path, value, options);
    storage.endWrite();
  }

  append(path: string, record: unknown): void {
    const { storage } = this.node;
    if (!storage.beginWrite(path)) return;
    storage.disk.append(path, record);
    storage.endWrite();
  }

  records(path: string): StoredRecord<unknown>[] {
    const { storage } = this.node;
    storage.check('read', path);
    return storedRecords(storage.disk.records(path));
  }

  truncate(path: string, count: number): void {
    const { storage } = this.node;
    if (!storage.beginWrite(path, false)) return;
    storage.disk.truncate(path, count);
    storage.endWrite();
  }

  delete(path: string): void {
    const { storage } = this.node;
    if (!storage.beginWrite(path, false)) return;
    storage.disk.delete(path);
    storage.endWrite();
  }

  list<F extends string = ''>(prefix = '' as F): `${F}${string}`[] {
    return this.node.storage.disk.list(prefix) as `${F}${string}`[];
  }

  sync(token?: unknown): void {
    if (token !== undefined && !this.hears) throw unheard('node.disk.sync with a token', 'onSync');
    this.node.storage.afterSync({ kind: 'token', token: copyPlain(token, 'token') });
  }
}

/** Records as a program may see them: copies, with damaged ones marked. */
export function storedRecords(
  records: readonly { readonly value: unknown; readonly corrupt: boolean }[],
): StoredRecord<unknown>[] {
  return records.map(({ value, corrupt }) =>
    corrupt ? { ok: false } : { ok: true, value: copyPlain(value) },
  );
}
