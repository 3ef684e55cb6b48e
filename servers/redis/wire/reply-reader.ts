/** Answers of a Redis out of the bytes that it sends, in protocol 2 or 3, as far as one server asks another one. */

/** What a server says: plain data. Maps and sets are lists. */
export type Said =
  string | number | null | readonly Said[] | { readonly error: string } | { readonly push: readonly Said[] };

export class ReplyReader {
  private text = '';
  private at = 0;

  add(bytes: Buffer): void {
    this.text = this.text.slice(this.at) + bytes.toString('latin1');
    this.at = 0;
  }

  /** Undefined while it is not all there. */
  next(): Said | undefined {
    const before = this.at;
    const said = this.read();
    if (said === undefined) this.at = before;
    return said;
  }

  private read(): Said | undefined {
    const end = this.text.indexOf('\r\n', this.at);
    if (end < 0) return undefined;
    const mark = this.text[this.at];
    const line = this.text.slice(this.at + 1, end);
    this.at = end + 2;
    switch (mark) {
      case '+':
        return line;
      case '-':
        return { error: line };
      case ':':
      case ',':
        return Number(line);
      case '_':
        return null;
      case '#':
        return Number(line === 't');
      case '$':
      case '=':
        return this.bulk(Number(line), mark === '=' ? 4 : 0);
      case '%':
        return this.list(2 * Number(line));
      case '>': {
        const push = this.list(Number(line));
        return push === undefined ? undefined : { push: push ?? [] };
      }
      default:
        return this.list(Number(line));
    }
  }

  /** @param skipped the bytes that say what kind of text it is */
  private bulk(length: number, skipped: number): string | null | undefined {
    if (length < 0) return null;
    const end = this.at + length;
    if (this.text.length < end + 2) return undefined;
    const text = this.text.slice(this.at + skipped, end);
    this.at = end + 2;
    return text;
  }

  private list(length: number): readonly Said[] | null | undefined {
    if (length < 0) return null;
    const list: Said[] = [];
    while (list.length < length) {
      const said = this.read();
      if (said === undefined) return undefined;
      list.push(said);
    }
    return list;
  }
}
