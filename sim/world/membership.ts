/** Who is a member: nodes that join and leave, and what the others hear of it. */
import { EventKind } from '../kernel/event-kind.js';
import type { SimNode } from '../node/node.js';
import type { MembershipChange } from '../node/program.js';
import type { NodePort } from '../node/port.js';

export class Membership {
  /** Names of the members, in the order in which they came. */
  names: readonly string[];

  constructor(
    private readonly port: NodePort,
    private readonly nodes: readonly SimNode[],
    start: readonly { readonly name: string; readonly member: boolean }[],
  ) {
    this.names = start.filter(({ member }) => member).map(({ name }) => name);
  }

  join(node: SimNode): void {
    if (node.status !== 'absent') return;
    this.names = [...this.names, node.name];
    node.status = 'stopped';
    node.startAt(this.port.now);
    this.announce({ kind: 'join', node: node.name });
  }

  leave(node: SimNode): void {
    if (node.status === 'absent') return;
    const gone = () => {
      node.end('absent');
      this.names = this.names.filter((name) => name !== node.name);
      this.announce({ kind: 'leave', node: node.name });
    };
    if (node.status === 'up') node.farewell.ask(gone);
    else gone();
  }

  private announce(change: MembershipChange): void {
    const { port } = this;
    for (const node of this.nodes) {
      if (node.name === change.node || !this.names.includes(node.name)) continue;
      port.schedule(port.now + 1, EventKind.Membership, node.index, 0, 0, change);
    }
  }
}
