/**
 * Names that stand for somebody known only when the fault begins: `@whoever` does what it waits for, `@peer` is at the
 * other end of the message, `@others` are all nodes that the fault does not name.
 */

export const WHOEVER = '@whoever';
export const PEER = '@peer';
export const OTHERS = '@others';

/** Every stand-in. */
export const standIns: readonly string[] = [WHOEVER, PEER, OTHERS];

export function isStandIn(name: string): boolean {
  return name.startsWith('@');
}

/** A name as people read it: `@whoever` is `whoever`. */
export function spoken(name: string): string {
  if (name === OTHERS) return 'the others';
  return isStandIn(name) ? name.slice(1) : name;
}
