/** Commands about files: they say what their surroundings are to do, and what is known of it. */
import type { CommandRows, RunCommand } from './command.js';
import type { Redis } from './data.js';
import { refuse, refuseSyntax } from './reply.js';

/** Writes are refused while files cannot be written, and so are PINGs: a client is to see that something is wrong. */
export function filesTrouble({ files, config }: Redis): string | undefined {
  if (files.aofTrouble !== undefined) return `MISCONF Errors writing to the AOF file: ${files.aofTrouble}`;
  const stops = config.get('stop-writes-on-bgsave-error') === 'yes' && config.get('save') !== '';
  return stops && !files.lastSaveOk ? RDB_TROUBLE : undefined;
}

const RDB_TROUBLE =
  "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands that may modify the data set are disabled, because this instance is configured to report errors during writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the Redis logs for details about the RDB error.";

const save: RunCommand = (_, { redis, asks, session }) => {
  if (redis.files.isSaving) return refuse('Background save already in progress');
  asks.push({ ask: 'save', client: session.client });
  return undefined;
};

const saveBeside: RunCommand = ([, mode], { redis, asks }) => {
  if (mode !== undefined && mode.toUpperCase() !== 'SCHEDULE') return refuseSyntax();
  const { files } = redis;
  if (files.isSaving) return refuse('Background save already in progress');
  if (files.isRewriting)
    return refuse(
      "Another child process is active (AOF?): can't BGSAVE right now. Use BGSAVE SCHEDULE in order to schedule a BGSAVE whenever possible.",
    );
  files.isSaving = true;
  asks.push({ ask: 'save-beside' });
  return { status: 'Background saving started' };
};

const rewriteBeside: RunCommand = (_, { redis, asks }) => {
  const { files } = redis;
  if (files.isRewriting) return refuse('Background append only file rewriting already in progress');
  if (files.isSaving) {
    files.rewriteIsDue = true;
    return { status: 'Background append only file rewriting scheduled' };
  }
  files.isRewriting = true;
  asks.push({ ask: 'rewrite-beside' });
  return { status: 'Background append only file rewriting started' };
};

const shutDown: RunCommand = ([, ...words], { asks }) => {
  const given = new Set(words.map((word) => word.toUpperCase()));
  for (const word of given) if (!['SAVE', 'NOSAVE', 'NOW', 'FORCE'].includes(word)) return refuseSyntax();
  if (given.has('SAVE') && given.has('NOSAVE')) return refuseSyntax();
  asks.push({
    ask: 'shut-down',
    save: given.has('SAVE') ? true : given.has('NOSAVE') ? false : undefined,
  });
  return undefined;
};

export const keepingCommands: CommandRows = {
  SAVE: [1, 'noscript nomulti', save],
  BGSAVE: [-1, 'noscript', saveBeside],
  BGREWRITEAOF: [1, 'noscript', rewriteBeside],
  LASTSAVE: [1, 'stale', (_, { redis }) => Math.floor(redis.files.lastSaveMs / 1000)],
  SHUTDOWN: [-1, 'noscript nomulti stale', shutDown],
};
