/**
 * The npm package `yjs`, unmodified, on a bad network: replicas converge and keep what they acknowledged, always.
 *
 * A replica has a document, a log of its updates on the disk, and the two messages every Yjs provider has: here is an
 * update, and here is what I have, send me the rest (Nicolaescu, Jahns, Derntl & Klamma, "Near real-time peer-to-peer
 * shared editing on extensible data types", GROUP 2016). Its client ids are this node's random numbers, by ambient
 * virtualisation alone.
 */
import type * as YjsModule from 'yjs';
import {
  asyncProgram,
  clients,
  defineScenario,
  hdd,
  nemesis,
  nodeNames,
  z,
  type SendOptions,
} from 'seedstorm';
import {
  converges,
  defineChecker,
  strongConvergence,
  type Checker,
  type Found,
  type Operation,
  type ReplicaState,
} from 'seedstorm/checkers';
import { durableLog, every, ruled, type RulesOf } from 'seedstorm/parts';
import { npmPackage } from './npm-package.js';

type Yjs = typeof YjsModule;

/** Ways of using Yjs wrongly. */
const rules = ruled(
  {
    /** An edit is acknowledged, and leaves the node, only when it would survive a power cut. */
    acknowledge: 'after-sync',
    /** Pause in ms between two comparisons with the other replicas; `never`: what is lost stays lost. */
    compareEveryMs: 50,
    /** A request that arrives twice is carried out once, across crashes too. */
    takeOnce: true,
  },
  {
    'acknowledge-before-sync': {
      summary: 'An edit is acknowledged and sent before it is on the disk: a power cut takes it back',
      rules: { acknowledge: 'at-once' },
      shows: { check: 'edits-kept', anomaly: 'lost-insert', within: 13 },
    },
    'no-state-vectors': {
      summary: 'Updates are sent once and never compared: what the network loses is missing for ever',
      rules: { compareEveryMs: 'never' },
      shows: { check: 'converges', anomaly: 'divergence', within: 1 },
    },
    'twice-taken-requests': {
      summary:
        'An insert that the network delivers twice is carried out twice: merging updates does not help there',
      rules: { takeOnce: false },
      shows: { check: 'edits-kept', anomaly: 'duplicate', within: 12 },
    },
  },
);

/** Words are never inserted twice and values never set twice, so that each names the edit it came from. */
type Edit =
  /** `at`: 0 is the beginning, 1 the end. */
  | { readonly f: 'insert'; readonly word: string; readonly at: number }
  | { readonly f: 'delete'; readonly word: string }
  | { readonly f: 'set'; readonly entry: string; readonly value: string };

/** What a replica holds. */
interface State {
  readonly replica: string;
  readonly words: readonly string[];
  readonly map: Readonly<Record<string, string>>;
  /** Which updates it has applied, as one text: equal texts, equal updates. */
  readonly snapshot: string;
}

interface Replica {
  request: Edit | { readonly f: 'state' };
  /** For a `delete`, whether the word was there. */
  reply: State | boolean;
  message:
    | { readonly kind: 'update'; readonly update: Uint8Array }
    | { readonly kind: 'compare'; readonly vector: Uint8Array };
}

/** An update on the disk, and the word or value it came from, if a client of this replica asked for it. */
interface Entry {
  readonly update: Uint8Array;
  readonly edit?: string;
}

const replica = (Y: Yjs, { acknowledge, compareEveryMs, takeOnce }: RulesOf<typeof rules>) =>
  asyncProgram<Replica>(async (node) => {
    const sent: SendOptions = acknowledge === 'after-sync' ? { after: 'sync' } : {};
    const doc = new Y.Doc();
    const [text, map] = [doc.getText('text'), doc.getMap<string>('map')];
    const log = await durableLog<Entry>(node);
    for (const { update } of log.entries) Y.applyUpdate(doc, update);
    const carriedOut = new Set(log.entries.map(({ edit }) => edit));
    let written: Promise<void> = Promise.resolve();
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (typeof origin !== 'string') return void (written = log.write({ update }));
      carriedOut.add(origin);
      written = log.write({ update, edit: origin });
      // Others may only see what this node will not forget.
      node.broadcast({ kind: 'update', update }, sent);
    });

    node.onMessage(async (message, from) => {
      if (message.kind === 'compare')
        return node.send(from, { kind: 'update', update: Y.encodeStateAsUpdate(doc, message.vector) }, sent);
      Y.applyUpdate(doc, message.update);
      await written;
    });

    node.onRequest(async (request) => {
      if (request.f === 'state') return state();
      const found = apply(request);
      const synced = log.sync();
      if (acknowledge === 'after-sync') await synced;
      return found;
    });

    if (compareEveryMs !== 'never')
      await every(node, { everyMs: compareEveryMs, first: 'whole' }, () =>
        node.broadcast({ kind: 'compare', vector: Y.encodeStateVector(doc) }),
      );

    /** Carries an edit out, once however often the network delivers it; false: there is nothing to delete. */
    function apply(edit: Edit): boolean {
      if (edit.f === 'delete') {
        const start = ` ${text.toString()}`.indexOf(` ${edit.word} `);
        if (start >= 0) doc.transact(() => text.delete(start, edit.word.length + 1), `delete ${edit.word}`);
        return start >= 0;
      }
      const name = edit.f === 'insert' ? edit.word : edit.value;
      if (takeOnce && carriedOut.has(name)) return true;
      doc.transact(() => {
        if (edit.f === 'set') map.set(edit.entry, edit.value);
        else text.insert(boundary(text.toString(), edit.at), `${edit.word} `);
      }, name);
      return true;
    }

    function state(): State {
      const words = text.toString().split(' ').slice(0, -1);
      const snapshot = Buffer.from(Y.encodeSnapshot(Y.snapshot(doc))).toString('base64');
      return { replica: node.id, words, map: map.toJSON() as Record<string, string>, snapshot };
    }
  });

/** Where a word begins, or the end: that share of the way through the words. */
function boundary(text: string, at: number): number {
  const words = text.split(' ').slice(0, -1);
  const before = words.slice(0, Math.round(at * words.length));
  return before.reduce((length, word) => length + word.length + 1, 0);
}

/** What a replica was seen to hold. */
function stateOf({ input, output }: Operation): ReplicaState | undefined {
  if ((input as Replica['request']).f !== 'state' || output === undefined) return undefined;
  const { replica, words, map, snapshot } = output as State;
  return { replica, value: { words, map }, seen: [snapshot] };
}

/**
 * Acknowledged edits are in the final states, and nothing else is. Anomalies: `lost-insert` (acknowledged, nobody
 * asked to delete it, not there), `undone-delete` (acknowledged, still there), `phantom` (nobody inserted or set it),
 * `duplicate` (there twice), `lost-set` (an entry with acknowledged values has none).
 */
export function editsKept(): Checker {
  return defineChecker({
    name: 'edits-kept',
    looksFor: 'what replicas hold at the end (function state, process final)',
    scan(history, found) {
      const asked = history.filter(({ type }) => type !== 'fail') as Operation<Replica['request']>[];
      const states = asked.filter(({ type, input }) => type === 'ok' && input.f === 'state');
      const finals = states.filter(({ process }) => process === 'final');
      for (const final of finals) judge(final, asked, found);
      const acknowledged = asked.filter(({ type }) => type === 'ok').length - states.length;
      return {
        judged: finals.length,
        reason: `${acknowledged} acknowledged edits kept by ${finals.length} replicas`,
      };
    },
  });
}

function judge(final: Operation, asked: readonly Operation<Replica['request']>[], found: Found): void {
  const { replica, words, map } = final.output as State;
  const add = (kind: string, what: string, ...operations: Operation[]): void =>
    found.anomaly(kind, `${replica} ${what}`, ...operations, final);
  const known = new Set<string>();
  const crossedOut = new Set<string>();
  for (const { input } of asked) {
    if (input.f === 'insert') known.add(input.word);
    if (input.f === 'set') known.add(`${input.entry}: ${input.value}`);
    if (input.f === 'delete') crossedOut.add(input.word);
  }
  const present = new Set(words);
  for (const operation of asked) {
    const { input: edit, output, type } = operation;
    if (type !== 'ok') continue;
    if (edit.f === 'insert' && !present.has(edit.word) && !crossedOut.has(edit.word))
      add('lost-insert', `lacks '${edit.word}', which was acknowledged and never deleted`, operation);
    if (edit.f === 'delete' && output === true && present.has(edit.word))
      add('undone-delete', `still holds '${edit.word}', whose deletion was acknowledged`, operation);
    if (edit.f === 'set' && map[edit.entry] === undefined)
      add('lost-set', `has no '${edit.entry}', though '${edit.value}' was acknowledged`, operation);
  }
  const twice = words.find((word, index) => words.indexOf(word) < index);
  if (twice !== undefined) add('duplicate', `holds '${twice}' twice`);
  for (const word of present) if (!known.has(word)) add('phantom', `holds '${word}', which nobody inserted`);
  for (const [entry, value] of Object.entries(map))
    if (!known.has(`${entry}: ${value}`)) add('phantom', `holds ${entry} '${value}', which nobody set`);
}

/** What a good protocol survives, and a network that does to datagrams whatever it may. */
const badNetwork = nemesis(
  {
    partition: true,
    oneWayCut: true,
    loss: 'hell',
    duplication: 'hell',
    reordering: true,
    latency: true,
    crash: true,
    kill: true,
    restart: true,
    pause: true,
    tornWrite: true,
    diskSlow: true,
  },
  { name: 'bad-network', summary: 'Loses, doubles and reorders messages, splits, and crashes replicas' },
);

export const yjsScenario = defineScenario({
  name: 'real/yjs',
  summary: 'Documents of the npm package yjs, unmodified, converge and keep every acknowledged edit',
  params: z.object({
    nodes: z.int().min(2).max(9).default(3).describe('number of replicas'),
    clients: z.int().min(1).max(20).default(4),
    compareEveryMs: z.int().min(1).max(60).default(50).describe('pause between comparisons with the others'),
  }),
  nodes: ({ nodes }) => nodeNames(nodes),
  load: () => npmPackage<Yjs>('real/yjs', 'yjs', 'yjs', () => import('yjs')),
  protocol: ({ compareEveryMs }, { bug, loaded }) =>
    replica(loaded as Yjs, rules.with(bug, { compareEveryMs })),
  workload: ({ clients: count }) =>
    clients(
      count,
      { insert: 5, delete: 1, set: 2, state: 1 },
      {
        everyMs: 50,
        input(f, random, { client, index }) {
          const name = (number: number): string => `c${client + 1}-${number}`;
          if (f === 'insert') return { word: name(index), at: random.float() };
          // One of its last few words; some were no insert, or are gone already.
          if (f === 'delete') return { word: name(Math.max(0, index - random.int(1, 6))) };
          if (f === 'set') return { entry: random.pick(['title', 'author', 'colour']), value: name(index) };
          return {};
        },
      },
    ),
  // Slow disks, so that there is time to crash between a write and its sync.
  disk: hdd(),
  faults: badNetwork,
  // Nothing is claimed for disks that lose what they said was written, nor for damaged messages.
  budget: ({ nodes }) => ({ intactReplicas: nodes, allow: { corruption: false } }),
  durationMs: 2_500,
  clientTimeoutMs: 600,
  liveWithinMs: 500,
  restartAfterMs: 200,
  final: ({ nodes }) => nodeNames(nodes).map((to) => ({ to, input: { f: 'state' } })),
  check: ({ nodes }) => ({
    converges: converges({ state: stateOf, replicas: nodeNames(nodes) }),
    'strong-convergence': strongConvergence({ state: stateOf }),
    'edits-kept': editsKept(),
  }),
  bugs: rules.bugs,
});
