/** A node: one operating system process that runs Raft. Started by `cluster.ts`, and ends with whoever started it. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Input, ReachedSite } from '../../scenarios/replication/raft/effects.js';
import type { Rules } from '../../scenarios/replication/raft/rules.js';
import { start as startRaft, step } from '../../scenarios/replication/raft/step.js';
import { effectWriter } from './effects.js';
import { Links, type Addresses } from './links.js';
import { diskOf, Storage } from './storage.js';
import { asLine, HOST, onValues, type Letter, type Question } from './wire.js';
import { carrier, realDisk, realWorld } from './world.js';

/** What a node is told when it is started. */
export interface NodeSettings {
  readonly id: string;
  /** Which start of this node it is, from 1. Whoever starts it counts, for its disk may be lost. */
  readonly start: number;
  readonly voters: readonly string[];
  readonly rules: Rules;
  /** A folder that all nodes of the cluster share; this one keeps its files in a folder of its name. */
  readonly folder: string;
}

/** What whoever started a node tells it later. */
export type Order =
  | { readonly kind: 'addresses'; readonly addresses: Addresses }
  /** Stand still for so long, as in a long garbage collection. */
  | { readonly kind: 'pause'; readonly forMs: number }
  /** Lose what goes to other nodes and comes from them, for so long; clients are still heard. */
  | { readonly kind: 'cut-off'; readonly forMs: number };

/** What a node tells whoever started it. */
export type News =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'leads'; readonly term: number }
  /** It passed a point of the protocol that not every run comes to. */
  | { readonly kind: 'reached'; readonly site: ReachedSite };

const settings = JSON.parse(process.argv[2] ?? '') as NodeSettings;
const { id, start, rules, folder } = settings;

process.on('disconnect', () => process.exit(0));
if (process.connected !== true) process.exit(0);
const tell = (news: News): void => void process.send?.(news);

const storage = new Storage(diskOf(folder, id), (error) => exit(`the disk failed: ${String(error)}`));

const links = new Links();
const clients = new Map<string, Socket>();
const writeEffect = effectWriter(folder, id, start);

const carryOut = carrier({
  id,
  storage,
  links,
  answer: (client, answer) => void clients.get(client)?.write(asLine(answer)),
  happened,
  observed(effect) {
    if (effect.kind === 'reached') return tell({ kind: 'reached', site: effect.site });
    const { fact } = effect;
    writeEffect(fact);
    if (fact.f === 'lead') tell({ kind: 'leads', term: Number(fact['term']) });
  },
  exit,
});
const world = realWorld(id, start);
const { state, effects } = startRaft(realDisk(storage), world, rules, {
  voters: settings.voters,
  learners: [],
});
effects.forEach(carryOut);

function happened(input: Input): void {
  step(state, input, rules, world).forEach(carryOut);
}

const server = createServer((socket) => {
  socket.on('error', () => socket.destroy());
  onValues<Letter | Question>(socket, (value) => {
    if (!('message' in value)) onQuestion(value, socket);
    else if (value.to === id && !links.isCutOff)
      happened({ kind: 'message', message: value.message, from: value.from });
  });
});
server.listen(0, HOST, () => tell({ kind: 'listening', port: (server.address() as AddressInfo).port }));

process.on('message', (order: Order) => {
  switch (order.kind) {
    case 'addresses':
      return links.learn(order.addresses);
    case 'cut-off':
      return links.cutOff(order.forMs);
    case 'pause':
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, order.forMs);
  }
});

function onQuestion({ from, id: number, request }: Question, socket: Socket): void {
  clients.set(from, socket);
  happened({ kind: 'request', request, asker: { from, id: number } });
}

function exit(reason: string): never {
  process.stderr.write(`${id}: ${reason}\n`);
  process.exit(1);
}
