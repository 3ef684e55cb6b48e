/** How one process ends itself: whoever calls `process.exit` is not heard of again, even if something catches what it throws. */
import process from 'node:process';
import { tellNode } from '../../sim/node/ambient/process-events.js';

/** What this asks of the process. */
export interface Mortal {
  exitCode: unknown;
  /** It is still the one that runs on its node. */
  isThere(): boolean;
  /** What is thrown where it ends itself. */
  exitOf(reason: string): Error;
  /** The last thing that is heard of it. */
  ended(exit: Error): void;
  /** From now on nothing leaves it: no byte, no line. */
  silence(): void;
}

export class Ending {
  private state: 'running' | 'telling' | 'over' = 'running';

  constructor(private readonly own: Mortal) {}

  /** `process.exit`: listeners of `exit` hear of it first. */
  exit(code: unknown, reason: string): never {
    this.tell(code);
    return this.kill(reason);
  }

  /** Ends it with no word to its listeners, as a signal does. */
  kill(reason: string): never {
    const { own } = this;
    const exit = own.exitOf(reason);
    if (this.state !== 'over') {
      this.state = 'over';
      own.silence();
      // What is thrown may be caught; the process ends all the same.
      process.nextTick(() => {
        if (own.isThere()) own.ended(exit);
      });
    }
    throw exit;
  }

  /** Calls the listeners of `exit`, once; one that throws, or exits itself, is the last. */
  tell(code: unknown): void {
    if (this.state !== 'running') return;
    this.state = 'telling';
    if (code !== undefined) this.own.exitCode = code;
    try {
      tellNode('exit', Number(this.own.exitCode ?? 0));
    } catch {
      // It ends, and there is nobody left to tell.
    }
  }
}
