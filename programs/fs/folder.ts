/** An open folder, as `opendir` gives it: its entries one after the other. */
import { fileError } from './errors.js';

export class Dir {
  // Whoever prints it sees the path alone.
  readonly #found: readonly unknown[];
  #at = 0;
  #isOpen = true;

  /** @param found what the folder held when it was opened */
  constructor(
    readonly path: string,
    found: readonly unknown[],
  ) {
    this.#found = found;
  }

  read(done?: (error: unknown, entry?: unknown) => void): Promise<unknown> | undefined {
    if (done === undefined) return Promise.resolve().then(() => this.readSync());
    try {
      const entry = this.readSync();
      process.nextTick(done, null, entry);
    } catch (error) {
      process.nextTick(done, error);
    }
    return undefined;
  }

  readSync(): unknown {
    this.assertOpen('read');
    return this.#found[this.#at++] ?? null;
  }

  close(done?: (error: unknown) => void): Promise<void> | undefined {
    if (done === undefined) return Promise.resolve().then(() => this.closeSync());
    this.closeSync();
    process.nextTick(done, null);
    return undefined;
  }

  closeSync(): void {
    this.assertOpen('close');
    this.#isOpen = false;
  }

  async *entries(): AsyncGenerator<unknown> {
    try {
      for (let entry = await this.read(); entry !== null; entry = await this.read()) yield entry;
    } finally {
      this.#isOpen = false;
    }
  }

  [Symbol.asyncIterator](): AsyncGenerator<unknown> {
    return this.entries();
  }

  private assertOpen(syscall: string): void {
    if (this.#isOpen) return;
    throw Object.assign(fileError('EBADF', { syscall }), {
      code: 'ERR_DIR_CLOSED',
      message: 'Directory handle was closed',
    });
  }
}
