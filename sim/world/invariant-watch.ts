/** The invariants of a world, looked at after every event: nothing is allocated for a look that finds nothing. */
import { callersCode, callersError, ScenarioError } from '../input/callers-code.js';
import { valueText } from '../input/thrown.js';
import { copyPlain } from '../kernel/copy.js';
import { digest } from '../kernel/digest.js';
import type { SimNode } from '../node/node.js';
import { BlindLooks } from '../node/blind-looks.js';
import type { Invariant, RememberingInvariant } from './invariant.js';
import { liveView, type NodeView } from '../node/view.js';

/** What invariants of a world remember at one moment. */
export interface InvariantSnapshot {
  readonly looked: boolean;
  readonly memories: readonly unknown[];
}

export class InvariantWatch {
  private readonly views: readonly NodeView[];
  private readonly names: readonly string[];
  private readonly holds: readonly RememberingInvariant['holds'][];
  /** What each remembers; plain invariants have nothing. */
  private memories: unknown[];
  private readonly blind: BlindLooks;
  /** Number of the invariant that looks now. */
  private looking = 0;
  private looked = false;

  /** How many events it has looked at. */
  private looks = 0;

  /** @throws ScenarioError when a memory is not plain data */
  constructor(
    private readonly nodes: readonly SimNode[],
    invariants: Readonly<Record<string, Invariant>>,
  ) {
    this.names = Object.keys(invariants);
    this.holds = Object.values(invariants).map((one) =>
      typeof one === 'function' ? one : (seen, changed, memory) => one.holds(seen, changed, memory),
    );
    this.memories = Object.entries(invariants).map(([name, one]) => firstMemory(name, one));
    this.blind = new BlindLooks(nodes);
    const blind = (node: number): void => this.blind.add(`invariant ${this.names[this.looking]}`, node);
    // Whoever sorts them would change what the next invariant sees.
    this.views = Object.freeze(nodes.map((node) => liveView(node, blind)));
  }

  get size(): number {
    return this.holds.length;
  }

  /** Tells of each invariant that does not hold after an event of a node. */
  look(changed: number, broken: (name: string, sentence: string) => void): void {
    const { views, holds, memories } = this;
    const view = views[changed];
    if (view === undefined) return;
    this.looked = true;
    // A close look costs as much as a hundred others: at the 1st, 2nd, 4th, 8th … event they are few.
    const closely = (++this.looks & (this.looks - 1)) === 0;
    const before = closely ? this.digests() : undefined;
    try {
      for (this.looking = 0; this.looking < holds.length; this.looking++) {
        const hold = holds[this.looking] as RememberingInvariant['holds'];
        const sentence = hold(views, view, memories[this.looking]);
        if (before !== undefined) this.refuseChanges(before);
        if (sentence === undefined) continue;
        if (typeof sentence !== 'string')
          throw noSentence(`invariants.${this.names[this.looking]}`, sentence);
        broken(this.names[this.looking] ?? '', sentence);
      }
    } catch (error) {
      throw callersError(`invariants.${this.names[this.looking]}`, error);
    }
  }

  private digests(): (number | undefined)[] {
    return this.nodes.map(({ seen }) => {
      try {
        return digest(seen);
      } catch {
        // What is no plain data is refused elsewhere.
        return undefined;
      }
    });
  }

  private refuseChanges(before: readonly (number | undefined)[]): void {
    const after = this.digests();
    const changed = before.findIndex((each, index) => each !== after[index]);
    if (changed < 0) return;
    throw new ScenarioError(
      `invariants.${this.names[this.looking]}`,
      `changes the state of ${this.nodes[changed]?.name}; an invariant may only look`,
    );
  }

  /** Why it counts for nothing that an invariant was never broken, if it does. */
  unseen(name: string): string | undefined {
    if (!this.looked) return `invariant ${name} had no event of a node to look after`;
    return this.blind.reason(`invariant ${name}`);
  }

  /** @throws ScenarioError when an invariant put into its memory what cannot be copied */
  save(): InvariantSnapshot {
    return { looked: this.looked, memories: this.copies(this.memories) };
  }

  restore(saved: InvariantSnapshot): void {
    this.looked = saved.looked;
    this.memories = this.copies(saved.memories);
  }

  private copies(memories: readonly unknown[]): unknown[] {
    return memories.map((memory, index) =>
      callersCode(`invariants.${this.names[index]}.memory`, () => copyPlain(memory, 'memory')),
    );
  }
}

/** Refused at once if it could not be saved later. */
function firstMemory(name: string, one: Invariant): unknown {
  if (typeof one === 'function') return undefined;
  return callersCode(`invariants.${name}.memory`, () => copyPlain(one.memory(), 'memory'));
}

function noSentence(path: string, answer: unknown): ScenarioError {
  return new ScenarioError(path, `expected undefined or a sentence; it answered ${valueText(answer, 80)}`);
}
