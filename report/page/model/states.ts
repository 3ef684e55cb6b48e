/**
 * Time travel: what every node held in memory and on its disk right after any event. Values share what did not change,
 * so a checkpoint now and then costs little, and a step in either direction only a few patches.
 */
import { applyPatch } from '../../data/patch.js';
import type { Patch } from '../../data/contract.js';
import type { RunModel } from './run-model.js';

/** Memory, durable files, and files as the node reads them; never changed in place. */
export type NodeParts = readonly [memory: unknown, durable: unknown, cache: unknown];
export type Moment = readonly NodeParts[];

const STEP = 512;
const NOTHING: NodeParts = [undefined, undefined, undefined];

export class States {
  private readonly checkpoints: Moment[];
  private readonly parsed = new Map<number, Patch>();
  private lastEvent = 0;
  private last: Moment;

  constructor(private readonly model: RunModel) {
    const start = model.lanes.filter(({ is }) => is === 'node').map(() => NOTHING);
    this.checkpoints = [start];
    this.last = start;
  }

  /** Every node right after event number `event`. */
  after(event: number): Moment {
    const wanted = Math.max(0, Math.min(event, this.model.count));
    if (wanted === this.lastEvent) return this.last;
    const block = Math.floor(wanted / STEP);
    while (this.checkpoints.length <= block) {
      const known = this.checkpoints.length - 1;
      this.checkpoints.push(
        this.advance(this.checkpoints[known] as Moment, known * STEP, (known + 1) * STEP),
      );
    }
    const near = this.lastEvent <= wanted && this.lastEvent >= block * STEP;
    this.last = near
      ? this.advance(this.last, this.lastEvent, wanted)
      : this.advance(this.checkpoints[block] as Moment, block * STEP, wanted);
    this.lastEvent = wanted;
    return this.last;
  }

  private advance(moment: Moment, from: number, to: number): Moment {
    const { firstChange, recording } = this.model;
    const { lane, part, patch } = recording.changes;
    const [begin, end] = [firstChange[from + 1] ?? 0, firstChange[to + 1] ?? 0];
    if (begin === end) return moment;
    const nodes = [...moment];
    for (let row = begin; row < end; row++) {
      const parts = [...(nodes[lane[row] as number] ?? NOTHING)] as [unknown, unknown, unknown];
      const which = part[row] as 0 | 1 | 2;
      parts[which] = applyPatch(parts[which], this.patch(patch[row] as number));
      nodes[lane[row] as number] = parts;
    }
    return nodes;
  }

  private patch(text: number): Patch {
    let patch = this.parsed.get(text);
    if (patch === undefined) {
      patch = JSON.parse(this.model.recording.texts[text] ?? '[]') as Patch;
      this.parsed.set(text, patch);
    }
    return patch;
  }
}
