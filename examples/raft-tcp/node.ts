/** A node: one operating system process that runs Raft. Started by `cluster.ts`, and ends with whoever started it. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { ReachedSite } from '../../scenarios/replication/raft/coverage.js';
import { onMessage, onRequest, onSynced, onTimer } from '../../scenarios/replication/raft/raft.js';
import { recover } from '../../scenarios/replication/raft/recovery.js';
import type { Rules } from '../../scenarios/replication/raft/rules.js';
import type { Raft } from '../../scenarios/replication/raft/state.js';
import { effectWriter } from './effects.js';
import { Links, type Addresses } from './links.js';
import { realPort } from './port.js';
import { diskOf, Storage } from './storage.js';
import { asLine, HOST, onValues, type Answer, type Letter, type Question } from './wire.js';

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

const port = realPort({
  id,
  incarnation: start,
  storage,
  links,
  answer: (client: string, answer: Answer) => void clients.get(client)?.write(asLine(answer)),
  onTimer: (timer) => onTimer(raft, timer),
  onSynced: (token) => onSynced(raft, token),
  effect(fact: { readonly f: string; readonly term?: unknown }) {
    writeEffect(fact);
    if (fact.f === 'lead') tell({ kind: 'leads', term: Number(fact.term) });
  },
  reached: (site) => tell({ kind: 'reached', site }),
  exit,
});
const raft: Raft = { port, rules, state: recover(port, rules, { voters: settings.voters, learners: [] }) };

const server = createServer((socket) => {
  socket.on('error', () => socket.destroy());
  onValues<Letter | Question>(socket, (value) => {
    if (!('message' in value)) onQuestion(value, socket);
    else if (value.to === id && !links.isCutOff) onMessage(raft, value.message, value.from);
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
  onRequest(raft, { from, id: number }, request);
}

function exit(reason: string): never {
  process.stderr.write(`${id}: ${reason}\n`);
  process.exit(1);
}
