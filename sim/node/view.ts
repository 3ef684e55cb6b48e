/** A node as invariants and coverage see it: always as it is at the moment of looking. */
import type { SimNode } from './node.js';
import type { NodeStatus } from './node-snapshot.js';

/** What does not depend on whether it runs. */
interface NodeFacts {
  readonly name: string;
  /** 0 before the first start, one more with each. */
  readonly incarnation: number;
}

/** Its process runs, or stands still with its memory intact. */
interface RunningNode<S> extends NodeFacts {
  readonly status: Extract<NodeStatus, 'up' | 'paused'>;
  /**
   * Of a state machine its state itself: read it, never change it. What the program showed last with `node.show`, where
   * it did; an async program that has shown nothing yet has `undefined`.
   */
  readonly state: S;
}

/** It has no process, or is no member: it has no memory, so there is no state. */
interface DownNode extends NodeFacts {
  readonly status: Exclude<NodeStatus, 'up' | 'paused'>;
  readonly state: undefined;
}

/**
 * A node as an invariant sees it.
 * @typeParam S what nodes show: the `state` of the protocol
 */
export type NodeView<S = unknown> = RunningNode<S> | DownNode;

/** Told of a look at the state of a running node that shows none though its program could, by the node's number. */
export type BlindLook = (node: number) => void;

/** A node as it is now, as data. */
export function viewOf(node: SimNode, blind?: BlindLook): NodeView {
  const { name, status, incarnation } = node;
  if (blind === undefined || !node.hidden) return { name, status, incarnation, state: node.seen } as NodeView;
  return {
    name,
    status,
    incarnation,
    get state() {
      blind(node.index);
      return undefined;
    },
  } as NodeView;
}

/** A node as it is at the moment of looking, for one who looks after every event: nothing is allocated by looking. */
export function liveView(node: SimNode, blind: BlindLook): NodeView {
  return new LiveView(node, blind) as unknown as NodeView;
}

class LiveView {
  constructor(
    private readonly node: SimNode,
    private readonly blind: BlindLook,
  ) {}

  get name(): string {
    return this.node.name;
  }

  get status(): NodeStatus {
    return this.node.status;
  }

  get incarnation(): number {
    return this.node.incarnation;
  }

  get state(): unknown {
    const { node } = this;
    if (node.hidden) this.blind(node.index);
    return node.seen;
  }
}
