/** A queue that an async program reads with `for await`: what arrives before it looks waits for it. */

export class Mailbox<T> implements AsyncIterableIterator<T> {
  private readonly items: T[] = [];
  private readonly readers: ((result: IteratorResult<T>) => void)[] = [];
  private closed = false;
  /** Somebody has read from it, or wanted to. */
  isRead = false;

  /** @param onFirstRead told once, when somebody wants to read */
  constructor(private readonly onFirstRead?: () => void) {}

  /** Adds an item; a waiting reader goes on with it. */
  put(item: T): void {
    if (this.closed) return;
    const reader = this.readers.shift();
    if (reader === undefined) this.items.push(item);
    else reader({ done: false, value: item });
  }

  /** Takes out everything that waits to be read. */
  takeAll(): T[] {
    return this.items.splice(0);
  }

  /** Nothing more will come: readers see the end once they have read what is there. */
  close(): void {
    this.closed = true;
    for (const reader of this.readers.splice(0)) reader({ done: true, value: undefined });
  }

  /** How many wait to be read. */
  get size(): number {
    return this.items.length;
  }

  next(): Promise<IteratorResult<T>> {
    if (!this.isRead) {
      this.isRead = true;
      this.onFirstRead?.();
    }
    if (this.items.length > 0) return Promise.resolve({ done: false, value: this.items.shift() as T });
    if (this.closed) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.readers.push(resolve));
  }

  /** A `break` in the loop leaves the mailbox open: the next loop goes on where this one stopped. */
  return(): Promise<IteratorResult<T>> {
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
