/** Whose doing a fault waits for. */
import type { Fault } from './fault.js';

/** The one node whose doing the fault waits for, if it is one. */
export function watchedBy(fault: Fault): string | undefined {
  const { when } = fault;
  if (when !== undefined && 'node' in when && when.node !== undefined) return when.node;
  if (when !== undefined && !('site' in when)) return undefined;
  return 'node' in fault && !fault.node.startsWith('@') ? fault.node : undefined;
}
