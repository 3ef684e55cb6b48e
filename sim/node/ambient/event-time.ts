/** `Event.timeStamp` on the clock of the node that looks at it, fixed by its first look. */
import { currentHost, declarePatch } from './patch.js';

export function declareEventTime(): void {
  const { prototype } = Event;
  const found = Object.getOwnPropertyDescriptor(prototype, 'timeStamp');
  if (found?.get === undefined) return;
  const stamps = new WeakMap<object, number>();
  const get = function (this: object): unknown {
    const known = stamps.get(this);
    if (known !== undefined) return known;
    const host = currentHost();
    // Whoever reads it from the prototype itself is told so by the original.
    if (host === undefined || !(this instanceof Event)) return found.get?.call(this) as unknown;
    const now = host.processMs();
    stamps.set(this, now);
    return now;
  };
  declarePatch({
    put: () => void Object.defineProperty(prototype, 'timeStamp', { ...found, get }),
    putBack: () => void Object.defineProperty(prototype, 'timeStamp', found),
  });
}
