/** The last bytes of a history of writes: a replica that was away for a while goes on from them. */

export class Backlog {
  private readonly pieces: string[] = [];
  private length = 0;

  /** @param first the offset of the first byte that will be in it */
  constructor(private first: number) {}

  add(text: string, longest: number): void {
    this.pieces.push(text);
    this.length += text.length;
    while (this.length > longest && this.pieces.length > 1) {
      const gone = (this.pieces.shift() as string).length;
      this.length -= gone;
      this.first += gone;
    }
  }

  /** All from this offset on; undefined where some of it is not there any more, or not there yet. */
  from(offset: number): string | undefined {
    if (offset < this.first || offset > this.first + this.length) return undefined;
    return this.pieces.join('').slice(offset - this.first);
  }
}
