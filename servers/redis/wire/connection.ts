/** One connection of a client: commands that it has sent, and answers that are on their way to it. */
import type { Line } from '../../wire/line.js';
import { CommandReader, ProtocolError } from './command-reader.js';

/** Who waits for an answer and sends on and on is not read any more for a while. */
const MOST_WAITING = 1024 * 1024;

export class RedisConnection {
  private readonly reader: CommandReader;
  private out = '';
  private isFull = false;
  private isPaused = false;
  private isEnding = false;
  isOver = false;

  constructor(
    readonly client: number,
    private readonly line: Line,
    longest: number,
  ) {
    this.reader = new CommandReader(longest);
  }

  receive(bytes: Buffer): void {
    if (!this.isOver && !this.isEnding) this.reader.add(bytes);
  }

  /** The next command, unless it has to wait. What is no command ends the connection. */
  next(): readonly string[] | undefined {
    if (this.isOver || this.isEnding || this.isFull) return undefined;
    try {
      return this.reader.next();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.say(`-${error.message}\r\n`);
      this.isEnding = true;
      return undefined;
    }
  }

  say(text: string): void {
    if (!this.isEnding) this.out += text;
  }

  /** What was said leaves. */
  flush(): void {
    if (this.isOver) return;
    const { out } = this;
    this.out = '';
    if (out !== '') this.isFull = !this.line.write(Buffer.from(out, 'latin1'));
    if (this.isEnding) {
      this.isOver = true;
      this.line.end();
      return;
    }
    const isTooMuch = this.reader.waiting > MOST_WAITING;
    if (isTooMuch !== this.isPaused) {
      this.isPaused = isTooMuch;
      this.line.read(!isTooMuch);
    }
  }

  drained(): void {
    this.isFull = false;
  }

  /** After what was said, nothing more. */
  end(): void {
    this.isEnding = true;
  }

  lost(): void {
    this.isOver = true;
  }
}
