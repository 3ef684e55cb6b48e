/** The code points of `node.buggify`, and which of them answer yes. They are asked far more often than faults begin. */
import { draw, hashString, mix32 } from '../kernel/hash.js';
import type { FaultOf } from './fault.js';

export interface CodePointsSnapshot {
  readonly asked: readonly (readonly [string, number])[];
}

interface Armed {
  readonly fault: FaultOf<'buggify'>;
  readonly number: number;
  readonly key: number;
}

export class CodePoints {
  /** The faults in force. */
  private armed: Armed[] = [];
  /** How often each site of a node was asked, for its draws. */
  private asked = new Map<string, number>();

  add(fault: FaultOf<'buggify'>, number: number, key: number): void {
    this.armed.push({ fault, number, key });
  }

  remove(number: number): void {
    this.armed = this.armed.filter((one) => one.number !== number);
  }

  /** Whether the node is to misbehave at this site, this time. */
  strikes(site: string, node: string): boolean {
    for (const { fault, key } of this.armed) {
      if (fault.site !== site) continue;
      if (fault.nodes !== undefined && !fault.nodes.includes(node)) continue;
      const who = `${site}/${node}`;
      const nth = (this.asked.get(who) ?? 0) + 1;
      this.asked.set(who, nth);
      if (draw(mix32(key ^ hashString(node)), nth) < fault.probability) return true;
    }
    return false;
  }

  save(): CodePointsSnapshot {
    return { asked: [...this.asked] };
  }

  /** Nothing is armed afterwards. */
  restore({ asked }: CodePointsSnapshot): void {
    this.armed = [];
    this.asked = new Map(asked);
  }
}
