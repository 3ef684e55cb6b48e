/** An open file of `fs/promises`: calls that need no number. */
import { EventEmitter } from 'node:events';
import { createInterface } from 'node:readline';
import type { Contents } from './operations/contents.js';
import * as read from './arguments.js';
import type { Steps } from './steps.js';

/** What this asks of the `fs` of its program. */
export interface HandleFiles {
  readonly operations: Contents &
    Readonly<Record<'fstat' | 'fchmod' | 'fchown' | 'futimes', (...given: unknown[]) => Steps<unknown>>>;
  inTime<T>(begin: () => Steps<T>): Promise<T>;
  createReadStream(path: unknown, options?: unknown): object;
  createWriteStream(path: unknown, options?: unknown): object;
}

export class FileHandle extends EventEmitter {
  readonly #files: HandleFiles;
  #fd: number;

  constructor(fd: number, files: HandleFiles) {
    super();
    this.#fd = fd;
    this.#files = files;
  }

  get fd(): number {
    return this.#fd;
  }

  async close(): Promise<void> {
    const fd = this.#fd;
    if (fd === -1) return;
    this.#fd = -1;
    await this.#files.inTime(() => this.#files.operations.close(fd));
    this.emit('close');
  }

  async read(...given: unknown[]): Promise<{ bytesRead: number; buffer: unknown }> {
    const piece = read.readPiece(given);
    const { bytes, buffer, position } = piece;
    const bytesRead = await this.ask('read', (fd) =>
      this.#files.operations.read(fd, bytes, 0, bytes.length, position),
    );
    return { bytesRead, buffer };
  }

  async write(...given: unknown[]): Promise<{ bytesWritten: number; buffer: unknown }> {
    const bytesWritten = await this.ask('write', (fd) => this.#files.operations.write(fd, ...given));
    return { bytesWritten, buffer: given[0] };
  }

  async readv(
    buffers: NodeJS.ArrayBufferView[],
    position?: unknown,
  ): Promise<{ bytesRead: number; buffers: unknown }> {
    const bytesRead = await this.ask('readv', (fd) => this.#files.operations.readv(fd, buffers, position));
    return { bytesRead, buffers };
  }

  async writev(
    buffers: NodeJS.ArrayBufferView[],
    position?: unknown,
  ): Promise<{ bytesWritten: number; buffers: unknown }> {
    const bytesWritten = await this.ask('writev', (fd) =>
      this.#files.operations.writev(fd, buffers, position),
    );
    return { bytesWritten, buffers };
  }

  readFile(options?: unknown): Promise<string | Buffer> {
    return this.ask('readFile', (fd) => this.#files.operations.readFile(fd, options));
  }

  writeFile(data: unknown, options?: unknown): Promise<void> {
    return this.ask('writeFile', (fd) => this.#files.operations.writeFile(fd, data, options));
  }

  appendFile(data: unknown, options?: unknown): Promise<void> {
    return this.writeFile(data, options);
  }

  sync(): Promise<void> {
    return this.ask('fsync', (fd) => this.#files.operations.fsync(fd));
  }

  datasync(): Promise<void> {
    return this.ask('fdatasync', (fd) => this.#files.operations.fdatasync(fd));
  }

  truncate(size?: unknown): Promise<void> {
    return this.ask('ftruncate', (fd) => this.#files.operations.ftruncate(fd, size));
  }

  stat(options?: unknown): Promise<unknown> {
    return this.ask('fstat', (fd) => this.#files.operations.fstat(fd, options));
  }

  async chmod(mode: unknown): Promise<void> {
    await this.ask('fchmod', (fd) => this.#files.operations.fchmod(fd, mode));
  }

  async chown(uid: unknown, gid: unknown): Promise<void> {
    await this.ask('fchown', (fd) => this.#files.operations.fchown(fd, uid, gid));
  }

  async utimes(access: unknown, modify: unknown): Promise<void> {
    await this.ask('futimes', (fd) => this.#files.operations.futimes(fd, access, modify));
  }

  createReadStream(options?: object): unknown {
    return this.#files.createReadStream(undefined, { ...options, fd: this });
  }

  createWriteStream(options?: object): unknown {
    return this.#files.createWriteStream(undefined, { ...options, fd: this });
  }

  readLines(options?: object): unknown {
    return createInterface({
      input: this.createReadStream(options) as NodeJS.ReadableStream,
      crlfDelay: Infinity,
    });
  }

  readableWebStream(): never {
    throw new Error('readableWebStream is not simulated: use createReadStream');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private async ask<T>(name: string, begin: (fd: number) => Steps<T>): Promise<T> {
    const fd = this.#fd;
    if (fd === -1) throw Object.assign(new Error('file closed'), { code: 'EBADF', syscall: name });
    return this.#files.inTime(() => begin(fd));
  }
}
