/** A small memory of words met lately: a history says the same few again and again. */

const SLOTS = 1024;

export class Words {
  private readonly slots: (string | undefined)[] = new Array<undefined>(SLOTS).fill(undefined);

  /**
   * The characters of `text` from `start` to `end`, as the same string as last time if possible; `hash` is any number
   * drawn from them. Never a slice of `text`, which would keep all of it alive.
   */
  get(text: string, start: number, end: number, hash: number): string {
    const slot = hash & (SLOTS - 1);
    const known = this.slots[slot];
    if (known !== undefined && known.length === end - start && text.startsWith(known, start)) return known;
    return (this.slots[slot] = JSON.parse(JSON.stringify(text.slice(start, end))) as string);
  }
}
