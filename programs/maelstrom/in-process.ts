/** A JavaScript program of Maelstrom in this process: its standard streams are those of its node. */
import { PassThrough, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { SimNode } from '../../sim/node/node.js';
import type { Program } from '../../sim/node/program.js';
import { NodeProgramDriver } from '../driver.js';
import { programOf } from '../node-program.js';
import type { StandardStreams } from '../process/standard-streams.js';
import { Desk, type Surroundings } from './desk.js';

/** @throws InputError in one sentence where the file is none that can be run */
export function inProcess(entry: string, argv: readonly string[], around: Surroundings): Program {
  class MaelstromDriver extends NodeProgramDriver {
    private readonly stdin = Object.assign(new PassThrough(), {
      ref: () => undefined,
      unref: () => undefined,
    });
    private readonly desk: Desk;
    private readonly stdout: Writable;

    constructor(...given: ConstructorParameters<typeof NodeProgramDriver>) {
      super(...given);
      const { node } = this;
      const feed = (line: string): void => void this.stdin.write(`${line}\n`);
      this.desk = new Desk(node, around, feed, (error) => this.fails(error));
      this.stdout = printingTo((text) => this.desk.printed(text));
    }

    protected override get streams(): StandardStreams {
      return { stdin: this.stdin, stdout: this.stdout };
    }

    override start(): void {
      super.start();
      this.desk.begin((us, run) => this.after(us, run));
    }

    override receive(kind: number, from: number, id: number, body: unknown): void {
      this.desk.receive(kind, from, id, body);
    }

    override unread(): [] {
      return [];
    }

    /** Nodes run until the test ends. */
    protected override exitOf(reason: string): Error {
      return new Error(`${reason} ended the process, and a node runs until the test ends`);
    }

    private fails(error: Error): void {
      this.silence();
      // The code that printed it runs on for a moment, and nothing of that counts.
      process.nextTick(() => {
        if (isThere(this.node, this)) this.node.failed(error);
      });
    }
  }
  return programOf({ entry, argv }, MaelstromDriver, programOf);
}

const isThere = (node: SimNode, driver: object): boolean => node.driver === driver;

/** What is written is there when `write` returns, as with the pipe of a real process. */
function printingTo(print: (text: string) => void): Writable {
  const decoder = new StringDecoder('utf8');
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      print(decoder.write(chunk));
      done();
    },
  });
}
