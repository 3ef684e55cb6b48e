/**
 * Each sync fails with this probability, and says so; what it should have made durable stays unsynced. Programs
 * that retry as if nothing happened lose data (Rebello et al., "Can Applications Recover from fsync Failures?",
 * USENIX ATC 2020).
 */
import { fields, lastsOnNode, probability, type FaultIn, type Kind } from '../kind.js';
import type { Draw } from '../severity.js';
import { percent } from '../words.js';

const schema = fields('fsync-failure', { ...lastsOnNode, probability });
type FsyncFailure = FaultIn<typeof schema>;

export const fsyncFailure = {
  schema,
  drawn: { fsyncFailure: drawFailedSyncs },
  begin({ node, probability }, { port }, number) {
    port.node(node).storage.faults.syncFailures.set(number, probability);
  },
  end: ({ node }, { port }, number) => void port.node(node).storage.faults.syncFailures.delete(number),
  words: ({ node, probability }) => `disk of ${node} fails ${percent(probability)} of syncs`,
  // Many a program stops on that.
  cost: { down: true, memory: () => true },
} satisfies Kind<FsyncFailure>;

function drawFailedSyncs(draw: Draw): FsyncFailure[] {
  return draw.windows().map((window) => {
    const node = draw.node();
    return { kind: 'fsync-failure', ...window, node, probability: draw.between(0.05, draw.by(0.1, 0.5, 1)) };
  });
}
