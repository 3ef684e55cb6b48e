/** The invariants of a world, looked at after every event: nothing is allocated for a look that finds nothing. */
import { callersError, ScenarioError } from './input/callers-code.js';
import { valueText } from './input/thrown.js';
import type { SimNode } from './node/node.js';
import type { Invariant, NodeView } from './world-setup.js';

export class InvariantWatch {
  private readonly views: readonly LiveView[];
  private readonly names: readonly string[];
  private readonly invariants: readonly Invariant[];

  constructor(nodes: readonly SimNode[], invariants: Readonly<Record<string, Invariant>>) {
    this.views = nodes.map((node) => new LiveView(node));
    this.names = Object.keys(invariants);
    this.invariants = Object.values(invariants);
  }

  get size(): number {
    return this.invariants.length;
  }

  /** Tells of each invariant that does not hold after an event of a node. */
  look(changed: number, broken: (name: string, sentence: string) => void): void {
    const view = this.views[changed];
    if (view === undefined) return;
    const { invariants, views } = this;
    let index = 0;
    try {
      for (; index < invariants.length; index++) {
        const sentence = (invariants[index] as Invariant)(views, view);
        if (sentence === undefined) continue;
        if (typeof sentence !== 'string') throw noSentence(`invariants.${this.names[index]}`, sentence);
        broken(this.names[index] ?? '', sentence);
      }
    } catch (error) {
      throw callersError(`invariants.${this.names[index]}`, error);
    }
  }
}

function noSentence(path: string, answer: unknown): ScenarioError {
  return new ScenarioError(path, `expected undefined or a sentence; it answered ${valueText(answer, 80)}`);
}

/** A node as it is at the moment of looking. */
class LiveView implements NodeView {
  constructor(private readonly node: SimNode) {}

  get name(): string {
    return this.node.name;
  }

  get status(): string {
    return this.node.status;
  }

  get incarnation(): number {
    return this.node.incarnation;
  }

  get state(): unknown {
    return this.node.driver?.state();
  }
}
