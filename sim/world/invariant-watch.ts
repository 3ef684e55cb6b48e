/** The invariants of a world, looked at after every event: nothing is allocated for a look that finds nothing. */
import { callersError, ScenarioError } from '../input/callers-code.js';
import { valueText } from '../input/thrown.js';
import type { SimNode } from '../node/node.js';
import type { Invariant } from '../world-setup.js';
import { BlindLooks } from './blind-looks.js';
import { liveView, type NodeView } from './node-view.js';

export class InvariantWatch {
  private readonly views: readonly NodeView[];
  private readonly names: readonly string[];
  private readonly invariants: readonly Invariant[];
  private readonly blind: BlindLooks;
  /** Number of the invariant that looks now. */
  private looking = 0;
  private looked = false;

  constructor(nodes: readonly SimNode[], invariants: Readonly<Record<string, Invariant>>) {
    this.names = Object.keys(invariants);
    this.invariants = Object.values(invariants);
    this.blind = new BlindLooks(nodes);
    const blind = (node: number): void => this.blind.add(`invariant ${this.names[this.looking]}`, node);
    this.views = nodes.map((node) => liveView(node, blind));
  }

  get size(): number {
    return this.invariants.length;
  }

  /** Tells of each invariant that does not hold after an event of a node. */
  look(changed: number, broken: (name: string, sentence: string) => void): void {
    const { views, invariants } = this;
    const view = views[changed];
    if (view === undefined) return;
    this.looked = true;
    try {
      for (this.looking = 0; this.looking < invariants.length; this.looking++) {
        const sentence = (invariants[this.looking] as Invariant)(views, view);
        if (sentence === undefined) continue;
        if (typeof sentence !== 'string')
          throw noSentence(`invariants.${this.names[this.looking]}`, sentence);
        broken(this.names[this.looking] ?? '', sentence);
      }
    } catch (error) {
      throw callersError(`invariants.${this.names[this.looking]}`, error);
    }
  }

  /** Why it counts for nothing that an invariant was never broken, if it does. */
  unseen(name: string): string | undefined {
    if (!this.looked) return `invariant ${name} had no event of a node to look after`;
    return this.blind.reason(`invariant ${name}`);
  }
}

function noSentence(path: string, answer: unknown): ScenarioError {
  return new ScenarioError(path, `expected undefined or a sentence; it answered ${valueText(answer, 80)}`);
}
