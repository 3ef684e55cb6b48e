/**
 * A program of Maelstrom as a real process, in lockstep with the world: it is given a line, then the world waits for what
 * it prints. Virtual time never runs ahead of the clock on the wall, as the process has timers of its own. What such a
 * process does no seed decides, so a run with it does not repeat.
 */
import type { SimNode } from '../../../sim/node/node.js';
import type { Driver, Program } from '../../../sim/node/program.js';
import { Desk, type Surroundings } from '../desk.js';
import { Children, type Heard } from './children.js';

/** How long the world waits for the first line that a process prints when it is given one. */
const ANSWER_MS = 4;
/** How long it waits for one that starts, and how long at a time. */
const START_MS = 10_000;
const STEP_MS = 20;
/** How often it is looked for what a process prints by itself, in virtual time. */
const LOOK_US = 2_000;

let children: Children | undefined;

/** Ends all processes. */
export function endChildren(): void {
  children?.close();
  children = undefined;
}

export function childProgram(bin: string, args: readonly string[], around: Surroundings): Program {
  children ??= new Children();
  const all = children;
  return {
    style: 'async',
    drive: (node) => new ChildDriver(node as SimNode, all, { bin, args }, around),
  };
}

class ChildDriver implements Driver {
  private readonly desk: Desk;
  private readonly wakes = new Map<number, () => void>();
  private lastWords = '';

  constructor(
    private readonly node: SimNode,
    private readonly all: Children,
    private readonly process: { readonly bin: string; readonly args: readonly string[] },
    around: Surroundings,
  ) {
    const feed = (line: string): void => all.give(node.name, line);
    this.desk = new Desk(node, around, feed, (error) => this.fails(error));
  }

  start(): void {
    const { all, node, process } = this;
    all.start(node.name, process.bin, process.args);
    this.desk.begin((us, run) => this.after(us, run));
    // An interpreter takes its time; none of it passes in the world.
    for (let ms = 0; ms < START_MS && !this.desk.isReady && this.isThere(); ms += STEP_MS) this.hear(STEP_MS);
    if (node.port.now === 0) all.startClock();
    this.look();
  }

  receive(kind: number, from: number, id: number, payload: unknown): void {
    this.desk.receive(kind, from, id, payload);
    this.hear(ANSWER_MS);
  }

  wake(id: number): void {
    const run = this.wakes.get(id);
    this.wakes.delete(id);
    run?.();
  }

  stream(): void {}
  callEnded(): void {}
  timer(): void {}
  synced(): void {}
  membership(): void {}

  stop(): void {
    this.all.end(this.node.name);
  }

  state(): unknown {
    return undefined;
  }

  restore(): void {
    throw new Error('a real process cannot be restored from a snapshot');
  }

  private look(): void {
    this.after(LOOK_US, () => {
      this.all.until(this.node.port.now / 1000);
      this.hear(0);
      this.look();
    });
  }

  private hear(ms: number): void {
    for (const heard of this.all.listen(this.node.name, ms)) this.happened(heard);
  }

  private happened({ kind, text }: Heard): void {
    if (!this.isThere()) return;
    if (kind === 'stdout') return this.desk.printed(text);
    if (kind === 'end') {
      const words = this.lastWords === '' ? '' : `; its last words on stderr: ${this.lastWords}`;
      return this.fails(new Error(`ended (${text}), and a node runs until the test ends${words}`));
    }
    for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
      this.lastWords = line;
      this.node.port.log(this.node, line, undefined);
    }
  }

  private after(us: number, run: () => void): void {
    if (this.isThere()) this.wakes.set(this.node.agenda.wakeAfter(us), run);
  }

  private fails(error: Error): void {
    if (this.isThere()) this.node.failed(error);
  }

  private isThere(): boolean {
    return this.node.driver === this;
  }
}
