/** What Node asks of every handle: its number, and whether it keeps the process alive. */
export abstract class Handle {
  private holds = true;

  /** Nothing of Node's hooks tells them apart. */
  getAsyncId(): number {
    return 1;
  }

  hasRef(): boolean {
    return this.holds;
  }

  ref(): void {
    this.holds = true;
  }

  unref(): void {
    this.holds = false;
  }
}
