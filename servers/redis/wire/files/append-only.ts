/** The append-only file: what is written is appended to it, and is durable as `appendfsync` says. */
import fs from 'node:fs';
import { join } from 'node:path';
import type { HostClock } from '../../../wire/after.js';
import type { Redis } from '../../core/data.js';
import { baseName, partName, readManifest, writeManifest, type Manifest } from './manifest.js';
import { replaceFile, replaceFileBeside, saidOf, writeAll } from './replacing.js';
import { snapshotText } from './snapshot.js';

/** While the disk is at work, what is written waits so long for it. */
const PATIENCE_MS = 2_000;

export interface AppendOnlyPlace {
  readonly clock: HostClock;
  /** The server cannot go on. */
  die(why: string): void;
}

export class AppendOnlyFile {
  private fd: number;
  private manifest: Manifest;
  /** How long the file is that is appended to. */
  private length: number;
  private waiting = '';
  private waitsSinceMs = 0;
  private isSynced = true;
  private isSyncing = false;
  private lastSyncS: number;
  private afterSync: (() => void)[] = [];

  /** @param goesOn with what is in the folder; else it begins anew with what the Redis has @throws Error of Node's */
  constructor(
    private readonly folder: string,
    private readonly redis: Redis,
    private readonly place: AppendOnlyPlace,
    goesOn: boolean,
  ) {
    fs.mkdirSync(folder, { recursive: true });
    const found = readManifest(folder);
    const last = found?.last ?? 0;
    this.manifest =
      goesOn && found !== undefined
        ? found
        : { base: baseName(last + 1), parts: [partName(last + 1)], last: last + 1 };
    if (this.manifest !== found) replaceFile(folder, baseName(last + 1), snapshotText(redis));
    const part = this.manifest.parts.at(-1) as string;
    this.fd = fs.openSync(join(folder, part), 'a');
    this.length = fs.fstatSync(this.fd).size;
    if (this.manifest !== found) writeManifest(folder, this.manifest);
    this.lastSyncS = this.second();
    redis.files.aofBaseBytes = fs.statSync(join(folder, this.manifest.base)).size;
    redis.files.aofBytes = redis.files.aofBaseBytes + this.length;
    // Whoever reads the file must know the database.
    redis.writtenDb = undefined;
  }

  private second(): number {
    return Math.floor(this.place.clock.nowMs() / 1000);
  }

  private policy(): string {
    return this.redis.config.get('appendfsync') ?? 'everysec';
  }

  /** @returns whether answers may leave already; otherwise `done` is called when they may */
  append(text: string, done: () => void): boolean {
    this.waiting += text;
    if (this.policy() !== 'always') {
      this.write();
      return true;
    }
    if (!this.write()) return false;
    this.sync(done);
    return false;
  }

  /** Is something still to be written, or synced? */
  get isAtWork(): boolean {
    return this.waiting !== '' || (!this.isSynced && this.policy() === 'everysec');
  }

  /** From time to time: what waits is written, and what was written is synced. */
  cron(): void {
    if (this.waiting !== '') this.write();
    else this.syncEachSecond();
  }

  /** All that was written is synced, at once. */
  end(): void {
    if (this.waiting !== '') this.write(true);
    fs.fsyncSync(this.fd);
    fs.closeSync(this.fd);
  }

  private write(atOnce = false): boolean {
    const nowMs = this.place.clock.nowMs();
    if (this.policy() === 'everysec' && this.isSyncing && !atOnce) {
      if (this.waitsSinceMs === 0) this.waitsSinceMs = nowMs;
      if (nowMs - this.waitsSinceMs < PATIENCE_MS) return false;
    }
    this.waitsSinceMs = 0;
    const bytes = Buffer.from(this.waiting, 'latin1');
    const { files } = this.redis;
    try {
      writeAll(this.fd, bytes);
    } catch (error) {
      const why = saidOf(error);
      if (this.policy() === 'always')
        this.place.die(`Can't recover from AOF write error when the AOF fsync policy is 'always': ${why}`);
      // The part of it that was written must not be there twice.
      fs.ftruncateSync(this.fd, this.length);
      files.aofTrouble = why;
      return false;
    }
    this.waiting = '';
    this.length += bytes.length;
    files.aofBytes += bytes.length;
    if (bytes.length > 0) this.isSynced = false;
    if (!this.isSyncing) files.aofTrouble = undefined;
    this.syncEachSecond();
    return true;
  }

  private syncEachSecond(): void {
    if (this.policy() !== 'everysec' || this.isSynced || this.isSyncing) return;
    if (this.second() > this.lastSyncS) this.sync();
  }

  private sync(done?: () => void): void {
    this.isSyncing = true;
    this.isSynced = true;
    this.lastSyncS = this.second();
    fs.fsync(this.fd, (error) => {
      this.isSyncing = false;
      const { files } = this.redis;
      if (error !== null) {
        if (done !== undefined)
          this.place.die(
            `Can't persist AOF for fsync error when the AOF fsync policy is 'always': ${saidOf(error)}`,
          );
        this.isSynced = false;
        files.aofTrouble = saidOf(error);
        return;
      }
      files.aofTrouble = undefined;
      for (const next of this.afterSync.splice(0)) next();
      if (this.waiting !== '') this.write();
      done?.();
    });
  }

  /**
   * The data set as it is becomes the base, and what is written from now on goes to a new part. What was there counts
   * until the base is durable.
   */
  async rewrite(): Promise<void> {
    const { folder, redis } = this;
    const text = snapshotText(redis);
    this.nextPart();
    const last = this.manifest.last;
    const base = baseName(last);
    await replaceFileBeside(folder, base, text);
    const old = this.manifest;
    this.manifest = { base, parts: old.parts.slice(old.parts.indexOf(partName(last))), last };
    writeManifest(folder, this.manifest);
    for (const name of [old.base, ...old.parts])
      if (name !== base && !this.manifest.parts.includes(name)) fs.unlinkSync(join(folder, name));
    redis.files.aofBaseBytes = text.length;
    redis.files.aofBytes = text.length + this.length;
  }

  private nextPart(): void {
    if (this.waiting !== '') this.write(true);
    const { folder, fd: before, manifest } = this;
    // What the old part has must be durable no later than what the new one will have.
    fs.fsyncSync(before);
    const last = manifest.last + 1;
    this.fd = fs.openSync(join(folder, partName(last)), 'a');
    this.length = 0;
    this.manifest = { ...manifest, parts: [...manifest.parts, partName(last)], last };
    writeManifest(folder, this.manifest);
    if (this.isSyncing) this.afterSync.push(() => fs.closeSync(before));
    else fs.closeSync(before);
    this.redis.writtenDb = undefined;
  }
}
