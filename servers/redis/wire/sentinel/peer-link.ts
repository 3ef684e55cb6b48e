/** A connection of a sentinel to a server: questions with their answers, and messages of a channel. */
import type { Line, LineEnd } from '../../../wire/line.js';
import { commandText } from '../command-text.js';
import type { Address, HostSide } from '../replication/host-side.js';
import { ReplyReader, type Said } from '../reply-reader.js';

export class PeerLink {
  private line: Line | undefined;
  private readonly asked: ((said: Said) => void)[] = [];
  private readonly reader = new ReplyReader();
  private readonly hangUp: () => void;
  isOver = false;

  /** @param opened is told when it is there */
  constructor(
    address: Address,
    dial: HostSide['dial'],
    opened: (link: PeerLink) => void,
    private readonly heard: (message: string) => void,
  ) {
    this.hangUp = dial(
      address,
      (line) => {
        this.line = line;
        this.ask(['HELLO', '3']);
        opened(this);
        return this.ends();
      },
      () => (this.isOver = true),
    );
  }

  get isOpen(): boolean {
    return this.line !== undefined && !this.isOver;
  }

  ask(words: readonly string[], answered: (said: Said) => void = () => undefined): void {
    if (!this.isOpen) return;
    this.asked.push(answered);
    this.tell(words);
  }

  /** Sends what is answered by messages. */
  tell(words: readonly string[]): void {
    this.line?.write(Buffer.from(commandText(words), 'latin1'));
  }

  end(): void {
    this.isOver = true;
    this.hangUp();
  }

  private ends(): LineEnd {
    return {
      received: (bytes) => {
        this.reader.add(bytes);
        for (let said = this.reader.next(); said !== undefined; said = this.reader.next()) this.hear(said);
      },
      drained: () => undefined,
      lost: () => void (this.isOver = true),
    };
  }

  private hear(said: Said): void {
    if (this.isOver) return;
    if (!isPush(said)) return this.asked.shift()?.(said);
    const [kind, , message] = said.push;
    if (kind === 'message') this.heard(String(message));
  }
}

const isPush = (said: Said): said is { readonly push: readonly Said[] } =>
  typeof said === 'object' && said !== null && Object.hasOwn(said, 'push');
