/** Some nodes and whatever is under way between them: a test says who stands, what is lost, and how time goes by. */
import type { Configuration } from '../../../../scenarios/replication/raft/configuration.js';
import type { Message } from '../../../../scenarios/replication/raft/messages.js';
import type { Rules } from '../../../../scenarios/replication/raft/rules.js';
import { FakeDisk, FakeNode } from './fake-node.js';

export class FakeCluster {
  readonly clock = { ms: 1_000_000 };
  readonly nodes = new Map<string, FakeNode>();
  /** Whoever is in here neither hears nor is heard. */
  readonly cutOff = new Set<string>();
  /** All that was ever delivered, in order. */
  readonly delivered: { readonly from: string; readonly message: Message }[] = [];

  /** `voters` vote from the start, `spares` do not. */
  constructor(
    voters: readonly string[],
    spares: readonly string[] = [],
    private readonly rules: Partial<Rules> = {},
  ) {
    this.initial = { voters, learners: [] };
    for (const id of [...voters, ...spares]) this.start(id, new FakeDisk());
    this.settle();
  }

  private readonly initial: Configuration;

  node(id: string): FakeNode {
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error(`no node ${id}`);
    return node;
  }

  start(id: string, disk: FakeDisk): FakeNode {
    const node = new FakeNode(id, this.initial, { rules: this.rules, disk, clock: this.clock });
    this.nodes.set(id, node);
    return node;
  }

  /** The process ends and begins anew, with what is on the disk; by default all of it. */
  restart(id: string, change: (disk: FakeDisk) => void = () => undefined): FakeNode {
    const { disk } = this.node(id);
    change(disk);
    return this.start(id, disk);
  }

  /** Syncs are done and messages delivered, until nothing is under way. */
  settle(): void {
    for (let rounds = 0, busy = true; busy; rounds++) {
      if (rounds > 200) throw new Error('they never come to an end');
      busy = false;
      for (const node of this.nodes.values()) if (!this.cutOff.has(node.id)) node.sync();
      for (const node of this.nodes.values()) {
        for (const { to, message } of node.takeSent()) {
          if (this.cutOff.has(node.id) || this.cutOff.has(to)) continue;
          busy = true;
          this.delivered.push({ from: node.id, message });
          this.node(to).receive(node.id, message);
        }
      }
    }
  }

  /** All patience is at an end, and this node's first. */
  elect(id: string): FakeNode {
    this.clock.ms += 1_000;
    this.node(id).timer('election');
    this.settle();
    return this.node(id);
  }

  /** The leader says that it is there, as often as that. */
  beat(id: string, times = 1): void {
    for (let i = 0; i < times; i++) {
      this.clock.ms += 50;
      this.node(id).timer('heartbeat');
      this.settle();
    }
  }
}
