/**
 * Stands between a program's standard streams and the network of the world: what arrives becomes a line of its standard
 * input, what it prints becomes a message, or the answer that a client waits for.
 */
import { EventKind } from '../../sim/kernel/event-kind.js';
import { closest } from '../../sim/input/did-you-mean.js';
import type { SimNode } from '../../sim/node/node.js';
import type { ClientInput } from '../../sim/workload/client-program.js';
import { readError } from './errors.js';
import { Lines, readMessage, type Body, type PrintedMessage } from './messages.js';
import type { Topology } from './topologies.js';
import type { Rpc, Workload } from './workloads/workload.js';

/** What nodes of a run have in common. */
export interface Surroundings {
  readonly nodes: readonly string[];
  readonly workload: Workload;
  readonly topology: Topology | undefined;
  /** So long may they take to get ready. */
  readonly readyMs: number;
}

/** Asks the node to get ready; no client of the workload has this name. */
const HOST = 'c0';

/** The sender of a message, where it is not the node that sent it: whoever passes a client's request on keeps its name. */
const SENDER = '@src';

/** Marks answers that are not as the protocol says; a check looks for it. */
export const MALFORMED = 'malformed answer';

interface OpenRequest {
  readonly from: string;
  readonly f: string;
  readonly input: ClientInput;
}

export class Desk {
  /** What the node is asked before anybody else may ask it, in order. */
  private readonly setup: Body[];
  /** Number of the setup request that waits for its answer; 0: none yet. */
  private setupId = 0;
  private waiting: (() => void)[] | undefined = [];
  /** It has failed. */
  private isOver = false;
  private readonly open = new Map<number, OpenRequest>();
  private readonly lines = new Lines((line) => this.line(line));

  constructor(
    private readonly node: SimNode,
    private readonly around: Surroundings,
    /** Gives the program a line. */
    private readonly feed: (line: string) => void,
    /** Ends the process: what it did is told in one sentence. */
    private readonly fail: (error: Error) => void,
  ) {
    const { nodes, topology } = around;
    this.setup = [
      { type: 'init', node_id: node.name, node_ids: nodes },
      ...(topology === undefined ? [] : [{ type: 'topology', topology }]),
    ];
  }

  /** The process is there. @param after runs something later */
  begin(after: (us: number, run: () => void) => void): void {
    after(this.around.readyMs * 1000, () => {
      const next = this.setup[0];
      if (this.waiting !== undefined && next !== undefined)
        this.fails(
          new Error(
            `did not answer ${String(next['type'])} within ${this.around.readyMs / 1000} s: expected a message of type "${String(next['type'])}_ok" with "in_reply_to": ${this.setupId}`,
          ),
        );
    });
    this.prepare();
  }

  /** Clients may ask. */
  get isReady(): boolean {
    return this.waiting === undefined;
  }

  /** Something came over the network. */
  receive(kind: number, from: number, id: number, payload: unknown): void {
    const { port, name } = this.node;
    const src = port.endpointName(from);
    if (kind === EventKind.Request) {
      const input = payload as ClientInput;
      const rpc = this.around.workload.rpcs[input.f];
      if (rpc === undefined) {
        const error = `not-supported: no function of ${this.around.workload.name} is called ${input.f}`;
        return this.node.reject(from, id, { error, definite: true });
      }
      this.open.set(id, { from: src, f: input.f, input });
      const body = { type: rpc.type ?? input.f, ...rpc.ask(input), msg_id: id };
      return this.whenReady(() => this.give(src, name, body));
    }
    const { [SENDER]: sender = src, ...body } = payload as Body;
    this.give(sender as string, name, body);
  }

  /** The program printed something. */
  printed(text: string): void {
    this.lines.push(text);
  }

  private line(line: string): void {
    if (this.node.driver === undefined || this.isOver) return;
    try {
      this.send(readMessage(line));
    } catch (error) {
      this.fails(error as Error);
    }
  }

  private fails(error: Error): void {
    this.isOver = true;
    this.fail(error);
  }

  private send({ src, dest, body }: PrintedMessage): void {
    const { node } = this;
    const to = this.endpoint(dest, 'dest');
    if (to === undefined) return this.hostHears(body);
    const sender = src === node.name ? undefined : src;
    if (sender !== undefined) this.endpoint(sender, 'src');
    if (node.port.isClient(to)) return this.answer(to, dest, body);
    node.send(
      EventKind.Message,
      to,
      0,
      sender === undefined ? body : { [SENDER]: sender, ...body },
      undefined,
    );
  }

  /** @returns undefined for whoever sets the nodes up */
  private endpoint(name: string, field: string): number | undefined {
    if (name === HOST) return undefined;
    const { port } = this.node;
    try {
      return port.endpoint(name);
    } catch {
      const { nodes } = this.around;
      const near = closest(name, [...port.members()]);
      const meant = near === undefined ? '' : `; did you mean ${near}?`;
      throw new Error(
        `printed a message with "${field}": ${JSON.stringify(name)}, and nobody has that name: there are ${nodes[0]} to ${nodes.at(-1)}, clients and services${meant}`,
      );
    }
  }

  private answer(to: number, client: string, body: Body): void {
    const { node, around } = this;
    const id = body['in_reply_to'];
    // Clients hear answers only, and each of them once.
    if (typeof id !== 'number') return this.note(`${client} asked for no such message`, body);
    const asked = this.open.get(id);
    if (asked !== undefined) this.open.delete(id);
    const rpc = asked === undefined ? rpcOf(around.workload, body) : around.workload.rpcs[asked.f];
    if (body['type'] === 'error') {
      const { error, definite } = readError(body);
      return node.reject(to, id, { error, definite: definite || rpc?.isRead === true });
    }
    const trouble =
      rpc === undefined
        ? `no request has an answer of type ${JSON.stringify(body['type'])}`
        : malformed(rpc, asked, body);
    if (trouble !== undefined)
      return node.reject(to, id, { error: `${MALFORMED}: ${trouble}`, definite: false });
    node.answer(to, id, rpc?.hear?.(body) ?? null, undefined);
  }

  /** The next thing that must be answered before clients may ask. */
  private prepare(): void {
    const next = this.setup[0];
    if (next !== undefined) return this.give(HOST, this.node.name, { ...next, msg_id: ++this.setupId });
    const waiting = this.waiting ?? [];
    this.waiting = undefined;
    for (const give of waiting) give();
  }

  private hostHears(body: Body): void {
    const next = this.setup[0];
    if (next === undefined || body['in_reply_to'] !== this.setupId) return;
    const type = String(next['type']);
    if (body['type'] === 'error') {
      const { error } = readError(body);
      return this.fails(new Error(`refused ${type}: ${error}`));
    }
    if (body['type'] !== `${type}_ok`)
      return this.fails(
        new Error(`answered ${type} with ${JSON.stringify(body['type'])}: expected "${type}_ok"`),
      );
    this.setup.shift();
    this.prepare();
  }

  private whenReady(give: () => void): void {
    if (this.waiting === undefined) give();
    else this.waiting.push(give);
  }

  private give(src: string, dest: string, body: Body): void {
    this.feed(JSON.stringify({ src, dest, body }));
  }

  private note(text: string, data: unknown): void {
    this.node.port.log(this.node, text, data);
  }
}

/** What was asked at another node: its answer alone says what it was. */
function rpcOf({ rpcs }: Workload, { type }: Body): Rpc | undefined {
  return Object.entries(rpcs).find(([f, rpc]) => `${rpc.type ?? f}_ok` === type)?.[1];
}

function malformed(rpc: Rpc, asked: OpenRequest | undefined, body: Body): string | undefined {
  const expected = asked === undefined ? body['type'] : `${rpc.type ?? asked.f}_ok`;
  if (body['type'] !== expected)
    return `expected type "${String(expected)}", got ${JSON.stringify(body['type'] ?? null)}`;
  return rpc.lacks?.(body, asked?.input);
}
