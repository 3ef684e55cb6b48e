/** The broker on a socket: of the node that runs it inside a world, of this machine outside. */
import { JournalFile } from '../../../wire/journal-file.js';
import { nodeClock, openPort } from '../../../wire/programs/listening.js';
import { newKafkaBroker } from '../broker.js';
import { KafkaHost } from '../host.js';
import { linesOf, restoreKafkaBroker, type JournalLine } from '../journal.js';
import { withDefaults, type KafkaServerSettings } from '../settings.js';

/** A broker that listens. */
export interface KafkaListener {
  readonly port: number;
  /** Where the partitions of its topics end. */
  ends(): Readonly<Record<string, readonly number[]>>;
  /** Ends all connections, and then itself. */
  close(): Promise<void>;
}

/** How long clients have to say goodbye. */
const GOODBYE_MS = 1_000;

/** @throws Error of Node's where the port is taken or the folder cannot be used */
export async function listen(given: KafkaServerSettings = {}): Promise<KafkaListener> {
  const settings = withDefaults(given);
  const clock = nodeClock();
  const journal = settings.folder === null ? undefined : openJournal(settings.folder);
  const broker = journal === undefined ? newKafkaBroker() : restoreKafkaBroker(journal.lines, clock.nowMs());
  const host = new KafkaHost(settings, broker, clock, journal);
  const open = await openPort(settings.port, clock, (line) => host.accept(line));
  host.port = open.port;
  return {
    port: open.port,
    ends: () =>
      Object.fromEntries(
        [...broker.topics.values()].map(({ name, partitions }) => [
          name,
          partitions.map((log) => log.nextOffset),
        ]),
      ),
    async close() {
      const closed = open.close(GOODBYE_MS);
      host.shutDown();
      await closed;
      await new Promise<void>((resolve) => host.onceKept(resolve));
      clock.stop();
      journal?.close();
    },
  };

  function openJournal(folder: string): JournalFile<JournalLine> {
    return new JournalFile<JournalLine>(
      {
        folder,
        living: (lines) => linesOf(restoreKafkaBroker(lines, clock.nowMs())),
        sync: settings.flush === 'each-append',
        // Answers wait until there is room: clients are told nothing of it.
        alarm: () => undefined,
      },
      clock.after,
    );
  }
}
