/** What is left to do before a call of the broker ends: consumers have room again, and dead letters are sent on. */
import { sendDeadLetters } from './dead-letters.js';
import { handOut } from './queue/hand-out.js';
import { hasSettled, unblock } from './queue/turns.js';
import type { Run } from './run.js';

/** Goes on until nothing is left: what is handed out may die, and what has died is handed out elsewhere. */
export function endRun(run: Run): void {
  while (run.selfSettled.length > 0 || run.deaths.length > 0) {
    if (run.selfSettled.length > 0) makeRoom(run);
    sendDeadLetters(run);
  }
}

/** For consumers of quorum queues that need not acknowledge the server does it, once the queue is through. */
function makeRoom(run: Run): void {
  const settled = run.selfSettled.splice(0);
  for (const { queue, consumer } of settled) hasSettled(queue, consumer);
  for (const { queue, consumer } of settled)
    if (unblock(run.broker, queue, (one) => one === consumer)) handOut(run, queue);
}
