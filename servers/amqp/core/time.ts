/** What the passing of time does: messages get too old, unused queues go, consumers are too slow to acknowledge. */
import type { Broker, Channel } from './broker.js';
import { endChannel } from './connections.js';
import { sendHeldAgain } from './dead-letters.js';
import { endRun } from './end-run.js';
import type { Outlet } from './outlet.js';
import { expiryDue } from './queue/expiry.js';
import { consumersOf, type Queue } from './queue/queue-state.js';
import { removeQueue } from './queues.js';
import { newRun, type Run } from './run.js';

/** When `passTime` has something to do next, if nothing else happens before. */
export function nextDueMs(broker: Broker): number | undefined {
  let next = Infinity;
  for (const queue of broker.queues.values())
    next = Math.min(
      next,
      queue.expiryAtMs ?? Infinity,
      queue.held[0]?.againAtMs ?? Infinity,
      unusedAtMs(queue) ?? Infinity,
    );
  for (const { channels } of broker.connections.values())
    for (const channel of channels.values()) next = Math.min(next, lateAtMs(broker, channel) ?? Infinity);
  return next === Infinity ? undefined : next;
}

/** Does all that is due. */
export function passTime(broker: Broker, nowMs: number, outlet: Outlet): void {
  const run = newRun(broker, nowMs, outlet);
  for (const queue of [...broker.queues.values()]) {
    if ((queue.expiryAtMs ?? Infinity) <= nowMs) expiryDue(run, queue);
    if ((queue.held[0]?.againAtMs ?? Infinity) <= nowMs) sendHeldAgain(run, queue);
    if ((unusedAtMs(queue) ?? Infinity) <= nowMs) removeQueue(run, queue);
  }
  closeLate(run);
  endRun(run);
}

/** When a queue goes because nobody has used it. */
function unusedAtMs(queue: Queue): number | undefined {
  const { expiresMs } = queue.settings;
  if (expiresMs === undefined || consumersOf(queue).length > 0) return undefined;
  return queue.usedAtMs + expiresMs;
}

/** When the oldest message that its consumers have not settled has waited too long. */
function lateAtMs({ consumerTimeoutMs }: Broker, { unsettled, closing }: Channel): number | undefined {
  if (consumerTimeoutMs === 0 || closing) return undefined;
  for (const { atMs, consumerTag } of unsettled.values())
    if (consumerTag !== '') return atMs + consumerTimeoutMs;
  return undefined;
}

/** Whoever is too late loses the channel; its messages come back. */
function closeLate(run: Run): void {
  const { broker, nowMs, outlet } = run;
  for (const { id, channels } of [...broker.connections.values()])
    for (const channel of [...channels.values()]) {
      if ((lateAtMs(broker, channel) ?? Infinity) > nowMs) continue;
      channel.closing = true;
      const replyText = `PRECONDITION_FAILED - no acknowledgement within ${broker.consumerTimeoutMs} ms`;
      outlet.send(id, channel.number, {
        method: 'channel.close',
        replyCode: 406,
        replyText,
        classId: 0,
        methodId: 0,
      });
      endChannel(run, id, channel);
    }
}
