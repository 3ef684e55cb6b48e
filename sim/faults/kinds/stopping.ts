/** What faults have in common that end a process. */
import { toMicros } from '../../kernel/time.js';
import type { SimNode } from '../../node/node.js';
import type { FaultPort } from '../scene.js';

/**
 * Ends the process and plans its return; without a duration it stays down until heal-all. A node that is down
 * already comes back when the last fault that holds it down is over, and a machine that is off stays off.
 */
export function stop(
  port: FaultPort,
  name: string,
  status: 'stopped' | 'dark',
  durationMs: number | undefined,
  also?: (node: SimNode) => void,
): void {
  const node = port.node(name);
  // One that was about to end becomes what it was to be.
  node.farewell.ended();
  if (node.status === 'absent') return;
  const alreadyDown = node.status === 'stopped' || node.status === 'dark';
  const until = durationMs === undefined ? Infinity : port.now + toMicros(durationMs);
  node.downUntilUs = alreadyDown ? Math.max(node.downUntilUs, until) : until;
  node.port.note(node, status === 'dark' ? 'crashed' : 'killed');
  node.end(node.status === 'dark' ? 'dark' : status);
  also?.(node);
  if (node.downUntilUs < Infinity) node.startAt(node.downUntilUs);
}
