/**
 * The second sketch of the design: a register on a majority of nodes, in ordinary async code (Attiya, Bar-Noy & Dolev,
 * "Sharing memory robustly in message-passing systems", 1995). What it reads, it writes back before it answers.
 */
import {
  asyncProgram,
  clients,
  defineScenario,
  nodeNames,
  profileNamed,
  QuorumFailed,
  z,
  type NemesisProfile,
  type Vote,
} from 'seedstorm';
import { linearizable, registerModel } from 'seedstorm/checkers';
import { heavyTailedLan } from 'seedstorm/parts';

interface Copy {
  readonly time: number;
  /** Who gave it its time: node and incarnation, so that nobody gives the same twice. */
  readonly by: string;
  readonly value: number | null;
}

interface Abd {
  request: { f: 'read'; key: string } | { f: 'write'; key: string; value: number };
  reply: number | null | undefined;
  message: { query: string } | { store: string; copy: Copy };
  answer: Copy;
  durable: Record<string, Copy>;
}

const nothing: Copy = { time: 0, by: '', value: null };

const abd = (writeBack: boolean) =>
  asyncProgram<Abd>(async (node) => {
    const copies: Record<string, Copy> = {};
    for (const key of await node.disk.list()) copies[key] = (await node.disk.read(key)) ?? nothing;
    let issued = 0;

    node.onMessage(async (message) => {
      const key = 'query' in message ? message.query : message.store;
      if ('store' in message && isNewer(message.copy, copies[key])) {
        copies[key] = message.copy;
        await node.disk.write(key, message.copy);
      }
      const copy = copies[key] ?? nothing;
      await node.disk.sync(); // nobody hears of what a power cut would take back
      return copy;
    });

    for await (const request of node.requests()) {
      const { f, key } = request.body;
      let stored = false;
      try {
        const found = newest(await ask({ query: key }));
        if (f === 'write') {
          issued = Math.max(issued, found.time) + 1;
          stored = true;
          const copy = { time: issued, by: `${node.id}.${node.incarnation}`, value: request.body.value };
          await ask({ store: key, copy });
        } else if (writeBack) await ask({ store: key, copy: found });
        request.reply(f === 'read' ? found.value : undefined);
      } catch (error) {
        if (!(error instanceof QuorumFailed)) throw error;
        request.reject(error.message, { definite: !stored });
      }
    }

    function ask(message: Abd['message']): Promise<Vote<Copy>[]> {
      const need = Math.floor(node.members.length / 2) + 1;
      return node.quorum(node.members, message, { need, timeoutMs: 100 });
    }
  });

function newest(votes: readonly Vote<Copy>[]): Copy {
  return votes.map(({ value }) => value).reduce((a, b) => (isNewer(b, a) ? b : a));
}

function isNewer(a: Copy, b: Copy = nothing): boolean {
  return a.time > b.time || (a.time === b.time && a.by > b.by);
}

const params = z.object({ nodes: z.int().min(3).default(3) });

export const abdScenario = defineScenario<z.infer<typeof params>>({
  name: 'examples/abd',
  summary: 'A majority register in async style stays linearizable',
  params,
  nodes: ({ nodes }) => nodeNames(nodes),
  protocol: (_params, { bug }) => abd(bug !== 'no-write-back'),
  workload: () => clients(4, { read: 0.6, write: 0.4 }, { everyMs: 15, keys: ['x'] }),
  network: heavyTailedLan({ minMs: 0.5, alpha: 0.9 }),
  faults: profileNamed('rough') as NemesisProfile,
  // Disks keep what they said was written; and a request that came twice would be written twice.
  budget: ({ nodes }) => ({ intactReplicas: nodes, allow: { duplication: false } }),
  durationMs: 2000,
  clientTimeoutMs: 400,
  check: { linearizable: linearizable(registerModel()) },
  bugs: {
    'no-write-back': { summary: 'A read answers without storing what it found: a later read may see less' },
  },
});
