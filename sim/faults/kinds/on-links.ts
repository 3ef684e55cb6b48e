/** What faults of single messages have in common: a rule on links, while they last. */
import type { LinkFault } from '../../network/rules.js';
import type { Scene } from '../scene.js';
import type { Draw } from '../severity.js';

type Ends = readonly string[] | string | undefined;

/** What happens from now on to messages from one of `from` to one of `to`; absent: from and to every node. */
export function beginRule(
  fault: LinkFault & { readonly from?: Ends; readonly to?: Ends },
  scene: Scene,
  number: number,
): void {
  const { port } = scene;
  const ends = (names: Ends): number[] =>
    names === undefined
      ? port.nodes.map((node) => node.index)
      : [names].flat().map((name: string) => port.endpoint(name));
  port.network.rules.begin(number, scene.keyOf(number), fault, ends(fault.from), ends(fault.to));
}

/** Begins and ends such a fault. */
export const ruling = {
  begin: beginRule,
  end: (_fault: object, { port }: Scene, number: number) => port.network.rules.end(number),
};

/** Which links a fault touches. Links of clients are among them: a lost reply is where retries begin. */
export function drawnLinks({ random, world }: Draw): { from?: string[]; to?: string[] } {
  const { nodes, clients } = world;
  const choice = random.int(0, 5);
  if (choice === 0) return { from: [random.pick(nodes)] };
  if (choice === 1) return { to: [random.pick(nodes)] };
  if (choice === 2 && clients.length > 0) return { from: [...clients], to: [...nodes] };
  if (choice === 3 && clients.length > 0) return { from: [...nodes], to: [...clients] };
  return {};
}
