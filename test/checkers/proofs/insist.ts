/** Asks another node, over a network that loses, until it answers. */
import { CallFailed, type AsyncNode } from 'seedstorm';

export async function insist<P extends object, T>(node: AsyncNode<P>, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      await node.sleep(2 + 3 * node.random.float());
    }
  }
}
