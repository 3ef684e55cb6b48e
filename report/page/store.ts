/** What is being looked at. Whoever shows something listens; whoever changes something tells the store. */
import type { Focus } from './model/cone.js';

export interface View {
  /** The event at hand; 0: before the first. */
  readonly event: number;
  /** A message that is followed, or -1. */
  readonly message: number;
  /** An operation that is followed, or -1. */
  readonly operation: number;
  readonly focus: Focus | 'off';
  readonly search: string;
  readonly tab: string;
  readonly turned: boolean;
  readonly byOrder: boolean;
}

type Listener = (view: View, before: View) => void;

export class Store {
  private readonly listeners: Listener[] = [];

  constructor(public view: View) {}

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  set(change: Partial<View>): void {
    const before = this.view;
    const view = { ...before, ...change };
    if ((Object.keys(view) as (keyof View)[]).every((name) => view[name] === before[name])) return;
    this.view = view;
    for (const listener of this.listeners) listener(view, before);
  }
}
