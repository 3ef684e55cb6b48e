/** The files of a Redis: a snapshot at times, and all that is written in an append-only file, as its settings say. */
import fs from 'node:fs';
import { join } from 'node:path';
import type { Redis } from '../../core/data.js';
import type { RedisAsk } from '../../core/turn.js';
import { AppendOnlyFile, type AppendOnlyPlace } from './append-only.js';
import { rewriteConfig } from './config-file.js';
import { loadFiles, type LoadMoment } from './loading.js';
import { replaceFile, replaceFileBeside } from './replacing.js';
import { snapshotText } from './snapshot.js';

/** After a snapshot that failed the next is tried no sooner. */
const TRY_AGAIN_S = 5;

export class RedisFiles {
  private appendOnly: AppendOnlyFile | undefined;
  private lastTryS = 0;

  /** Reads what is there. @throws UnreadableFiles, Error of Node's */
  constructor(
    private readonly redis: Redis,
    private readonly folder: string,
    private readonly place: AppendOnlyPlace,
    at: Pick<LoadMoment, 'random' | 'cutsDamage'>,
  ) {
    fs.mkdirSync(folder, { recursive: true });
    redis.files.isKept = true;
    loadFiles(redis, folder, { nowMs: place.clock.nowMs(), ...at });
    if (redis.config.get('appendonly') === 'yes') this.openAppendOnly(true);
  }

  /** Whether it wants to know what is written. */
  get keepsWrites(): boolean {
    return this.appendOnly !== undefined;
  }

  /**
   * @param text what was written, since the last time
   * @returns whether answers may leave already; otherwise `done` is called when they may
   */
  keep(text: string, done: () => void): boolean {
    return this.appendOnly?.append(text, done) ?? true;
  }

  /** Is there something that a cron has to look after? */
  get isAtWork(): boolean {
    const { files, config } = this.redis;
    if (files.rewriteIsDue || this.appendOnly?.isAtWork === true) return true;
    return files.changes > 0 && config.get('save') !== '';
  }

  cron(): void {
    const { redis } = this;
    const { files } = redis;
    this.appendOnly?.cron();
    if (files.isSaving || files.isRewriting) return;
    if (files.rewriteIsDue || this.hasGrown()) {
      files.isRewriting = true;
      void this.rewriteBeside();
    } else if (this.isSaveDue()) {
      files.isSaving = true;
      void this.saveBeside();
    }
  }

  /** Does what a command has asked for, if it is about files. */
  perform(asked: RedisAsk): void {
    if (asked.ask === 'rewrite-config') rewriteConfig(this.redis, this.folder);
    else if (asked.ask === 'save-beside') void this.saveBeside();
    else if (asked.ask === 'rewrite-beside') void this.rewriteBeside();
    else if (asked.ask === 'settings' && asked.names.includes('appendonly')) this.turnAppendOnly();
  }

  /** The last thing it does; `save`: whether a snapshot is made, by its settings if that is not said. */
  shutDown(save = this.redis.config.get('save') !== ''): void {
    this.appendOnly?.end();
    this.appendOnly = undefined;
    if (save) this.save();
  }

  /** @throws Error of Node's */
  save(): void {
    const { files } = this.redis;
    replaceFile(this.folder, this.dumpName(), snapshotText(this.redis));
    this.saved(files.changes);
  }

  private async saveBeside(): Promise<void> {
    const { files } = this.redis;
    const { changes } = files;
    this.lastTryS = this.second();
    try {
      await replaceFileBeside(this.folder, this.dumpName(), snapshotText(this.redis));
      this.saved(changes);
    } catch {
      files.lastSaveOk = false;
    }
    files.isSaving = false;
  }

  private saved(changes: number): void {
    const { files } = this.redis;
    files.changes -= changes;
    files.lastSaveMs = this.place.clock.nowMs();
    files.lastSaveOk = true;
  }

  private async rewriteBeside(): Promise<void> {
    const { files, config } = this.redis;
    files.rewriteIsDue = false;
    try {
      if (this.appendOnly === undefined) this.openAppendOnly(false).end();
      else await this.appendOnly.rewrite();
      files.lastRewriteOk = true;
    } catch {
      files.lastRewriteOk = false;
    }
    if (config.get('appendonly') !== 'yes') this.appendOnly = undefined;
    files.isRewriting = false;
  }

  /** The whole data set is another one now: the append-only file begins with it. */
  beginAnew(): void {
    if (this.appendOnly === undefined) return;
    this.appendOnly.end();
    this.openAppendOnly(false);
  }

  private turnAppendOnly(): void {
    const isOn = this.redis.config.get('appendonly') === 'yes';
    if (isOn && this.appendOnly === undefined) this.openAppendOnly(false);
    if (isOn) return;
    this.appendOnly?.end();
    this.appendOnly = undefined;
  }

  private openAppendOnly(goesOn: boolean): AppendOnlyFile {
    const folder = join(this.folder, 'appendonlydir');
    this.appendOnly = new AppendOnlyFile(folder, this.redis, this.place, goesOn);
    return this.appendOnly;
  }

  private dumpName(): string {
    return this.redis.config.get('dbfilename') ?? '';
  }

  private second(): number {
    return Math.floor(this.place.clock.nowMs() / 1000);
  }

  /** The server's clock shows whole seconds: a save point of one second is due after one to two. */
  private isSaveDue(): boolean {
    const { config, files } = this.redis;
    const points = config.get('save') ?? '';
    if (points === '' || files.changes === 0) return false;
    const sinceS = this.second() - Math.floor(files.lastSaveMs / 1000);
    if (!files.lastSaveOk && this.second() - this.lastTryS <= TRY_AGAIN_S) return false;
    const words = points.split(' ').map(Number);
    return words.some(
      (seconds, at) => at % 2 === 0 && files.changes >= (words[at + 1] as number) && sinceS > seconds,
    );
  }

  private hasGrown(): boolean {
    const { config, files } = this.redis;
    const percent = Number(config.get('auto-aof-rewrite-percentage'));
    if (this.appendOnly === undefined || percent === 0) return false;
    if (files.aofBytes <= Number(config.get('auto-aof-rewrite-min-size'))) return false;
    const base = Math.max(1, files.aofBaseBytes);
    return ((files.aofBytes - base) * 100) / base >= percent;
  }
}
