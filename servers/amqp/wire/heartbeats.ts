/** Both ends say from time to time that they are there; whoever hears nothing for too long hangs up. */
import type { After } from '../../wire/after.js';

export interface HeartbeatEnds {
  /** Bytes that came so far, and bytes that went. */
  readonly counts: { readonly received: number; readonly sent: number };
  /** Does this end read what comes? */
  listens(): boolean;
  send(): void;
  /** The other end is silent. */
  dead(): void;
}

/**
 * As RabbitMQ does: looks twice in an interval whether anything was sent, and once whether anything came; two looks
 * without a byte are one too many.
 * @returns stops it
 */
export function beat(intervalMs: number, ends: HeartbeatEnds, after: After): () => void {
  // The first time it says so whatever was sent.
  let sent: number | undefined;
  let { received } = ends.counts;
  let silent = 0;
  let stopSending = after(intervalMs / 2, function look(): void {
    if (sent === undefined || ends.counts.sent === sent) ends.send();
    ({ sent } = ends.counts);
    stopSending = after(intervalMs / 2, look);
  });
  let stopListening = after(intervalMs, function look(): void {
    silent = ends.counts.received === received && ends.listens() ? silent + 1 : 0;
    ({ received } = ends.counts);
    if (silent > 1) return ends.dead();
    stopListening = after(intervalMs, look);
  });
  return () => {
    stopSending();
    stopListening();
  };
}
