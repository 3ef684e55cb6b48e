/** The broker on a socket: of the node that runs it inside a world, of this machine outside. */
import { JournalFile } from '../../../wire/journal-file.js';
import { nodeClock, openPort } from '../../../wire/programs/listening.js';
import { newBroker } from '../../core/broker.js';
import { depthsOf, type QueueDepth } from '../../core/depths.js';
import type { JournalLine } from '../../core/journal.js';
import { livingLines } from '../../core/living-lines.js';
import { restoreBroker } from '../../core/restore.js';
import { AmqpHost } from '../host.js';
import { withDefaults, type AmqpServerSettings } from '../settings.js';

/** A broker that listens. */
export interface AmqpListener {
  readonly port: number;
  /** How full its queues are. */
  depths(): Readonly<Record<string, QueueDepth>>;
  /** Tells all clients that it is over, and ends once they are gone or have been told for long enough. */
  close(): Promise<void>;
}

/** How long clients have to say goodbye. */
const GOODBYE_MS = 1_000;

/** @throws Error of Node's where the port is taken or the folder cannot be used */
export async function listen(given: AmqpServerSettings = {}): Promise<AmqpListener> {
  const settings = withDefaults(given);
  const clock = nodeClock();
  const journal = settings.folder === null ? undefined : openJournal(settings.folder);
  const broker =
    journal === undefined ? newBroker(settings) : restoreBroker(journal.lines, settings, clock.nowMs());
  const host: AmqpHost = new AmqpHost(settings, broker, clock, journal);
  const open = await openPort(settings.port, clock, (line) => host.accept(line));
  return {
    depths: () => depthsOf(broker),
    port: open.port,
    async close() {
      const closed = open.close(GOODBYE_MS);
      host.shutDown();
      await closed;
      if (journal !== undefined) host.stopped();
      await new Promise<void>((resolve) => host.onceKept(resolve));
      clock.stop();
      journal?.close();
    },
  };

  function openJournal(folder: string): JournalFile<JournalLine> {
    return new JournalFile<JournalLine>(
      {
        folder,
        living: livingLines,
        // From now on, whoever reads it finds a broker that was not stopped.
        staysAtStart: ({ line }) => line !== 'stopped',
        alarm: (reason) => host.setAlarm(reason),
      },
      clock.after,
    );
  }
}
