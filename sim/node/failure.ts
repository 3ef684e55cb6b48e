/** What becomes of an error that ended a handler: the program's own exit, a disk error nobody caught, or a bug. */
import { isA } from '../input/thrown.js';
import { askListeners } from './ambient/uncaught.js';
import { DiskError, fromDisk } from './disk.js';
import { NodeExit } from './exit.js';
import type { NodeHost } from './node-host.js';
import type { NodePort } from './port.js';

/** What this asks of the node whose handler ended. */
interface Failing {
  readonly sites: { readonly gone: boolean };
  readonly port: NodePort;
  readonly name: string;
  readonly driver: { dies?(): void } | undefined;
}

/**
 * Ends the process, unless the program listens to such errors.
 * @param host what the incarnation has asked of Node, if anything
 * @param promise the one that was rejected, if any
 */
export function fail(
  node: Failing,
  host: NodeHost | undefined,
  thrown: unknown,
  promise: Promise<unknown> | undefined,
): void {
  const uncaught = askListeners(host, thrown, promise);
  // A listener may have ended the process itself.
  if (uncaught === undefined || node.sites.gone) return;
  const { error } = uncaught;
  if (isA(error, NodeExit)) node.port.ended(node, 'exit', error.message);
  else if (isA(error, DiskError) || fromDisk.has(error as object))
    node.port.ended(node, 'exit', `disk error: ${(error as Error).message}`);
  else {
    node.driver?.dies?.();
    node.port.ended(node, 'uncaught', error);
  }
}
