/** What stands out: what was searched for, within what is followed. */
import type { View } from '../store.js';
import { focusMask, operationMask } from './cone.js';
import type { RunModel } from './run-model.js';
import { searchMask } from './search.js';

type Looked = Pick<View, 'search' | 'focus' | 'event' | 'message' | 'operation'>;

/** By event, 1 for what stands out; nothing where everything does. Remembers the last answer. */
export class Masks {
  private key = '';
  private mask: Uint8Array | undefined;
  private searched = '';
  private found: Uint8Array | undefined;

  constructor(private readonly model: RunModel) {}

  of(view: Looked): Uint8Array | undefined {
    const anchor =
      view.operation >= 0 ? `operation ${view.operation}` : `event ${view.focus === 'off' ? '' : view.event}`;
    const key = `${view.focus} ${anchor} ${view.search}`;
    if (key === this.key) return this.mask;
    this.key = key;
    return (this.mask = both(this.followed(view), this.matches(view.search)));
  }

  /** By event, 1 for what was searched for. */
  matches(search: string): Uint8Array | undefined {
    if (search !== this.searched) {
      this.searched = search;
      this.found = searchMask(this.model, search);
    }
    return this.found;
  }

  private followed({ focus, event, operation }: Looked): Uint8Array | undefined {
    if (operation >= 0) {
      const { invoked = 0, completed = 0 } = this.model.operations[operation] ?? {};
      if (focus === 'off' || focus === 'consequences') return operationMask(this.model, operation);
      return focusMask(this.model, [completed || invoked], focus);
    }
    return focus === 'off' || event <= 0 ? undefined : focusMask(this.model, [event], focus);
  }
}

function both(one: Uint8Array | undefined, other: Uint8Array | undefined): Uint8Array | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.map((value, event) => value & (other[event] as number));
}
