/**
 * A replica of a shared document: `yjs` as it comes from npm, a log of its updates on the disk, and the two messages
 * every Yjs provider has: here is an update, and here is what I have, send me the rest. Its client ids are this node's
 * random numbers, by ambient virtualisation alone.
 *
 * Nicolaescu, Jahns, Derntl & Klamma, "Near real-time peer-to-peer shared editing on extensible data types" (GROUP
 * 2016).
 */
import type * as YjsModule from 'yjs';
import { asyncProgram, type Program } from 'seedstorm';
import { openLog } from './log.js';
import type { Edit, Replica, State } from './messages.js';
import type { ReplicaRules } from './rules.js';

export type Yjs = typeof YjsModule;

export function yjsReplica(Y: Yjs, rules: ReplicaRules): Program {
  return asyncProgram<Replica>(async (node) => {
    const doc = new Y.Doc();
    const text = doc.getText('text');
    const map = doc.getMap<string>('map');
    const log = openLog(node, (update) => Y.applyUpdate(doc, update));
    const ready = log.recover().then(() =>
      doc.on('update', (update: Uint8Array, origin: unknown) => {
        const edit = typeof origin === 'string' ? origin : undefined;
        log.append(update, edit);
        // Others may only see what this node will not forget.
        if (edit !== undefined) node.broadcast({ kind: 'update', update }, sendOptions);
      }),
    );
    const sendOptions = rules.acknowledge === 'after-sync' ? ({ after: 'sync' } as const) : {};

    node.onMessage(async (message, from) => {
      await ready;
      if (message.kind === 'update') {
        Y.applyUpdate(doc, message.update);
        await log.written();
      } else {
        node.send(from, { kind: 'update', update: Y.encodeStateAsUpdate(doc, message.vector) }, sendOptions);
      }
    });

    node.onRequest(async (request) => {
      await ready;
      if (request.f === 'state') return state();
      const found = apply(request);
      const synced = log.synced();
      if (rules.acknowledge === 'after-sync') await synced;
      return found;
    });

    await ready;
    while (rules.compareEveryMs !== 'never') {
      await node.sleep(rules.compareEveryMs);
      node.broadcast({ kind: 'compare', vector: Y.encodeStateVector(doc) });
    }

    /** Carries an edit out, once however often the network delivers it; false: there is nothing to delete. */
    function apply(edit: Edit): boolean {
      if (edit.f === 'delete') {
        const start = ` ${text.toString()}`.indexOf(` ${edit.word} `);
        if (start >= 0) doc.transact(() => text.delete(start, edit.word.length + 1), `delete ${edit.word}`);
        return start >= 0;
      }
      const name = edit.f === 'insert' ? edit.word : edit.value;
      if (rules.takeOnce && log.holds(name)) return true;
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
}

/** Where a word begins, or the end: that share of the way through the words. */
function boundary(text: string, at: number): number {
  const words = text.split(' ').slice(0, -1);
  const before = words.slice(0, Math.round(at * words.length));
  return before.reduce((length, word) => length + word.length + 1, 0);
}
