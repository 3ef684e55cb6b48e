/** Settings that clients have changed, as CONFIG REWRITE keeps them: they count at the next start. */
import fs from 'node:fs';
import { join } from 'node:path';
import type { Redis } from '../../core/data.js';
import { journalText, linesIn } from '../../../wire/journal-text.js';
import { replaceFile } from './replacing.js';

interface Rewritten {
  readonly config: Readonly<Record<string, string>>;
  readonly replicaOf?: { readonly host: string; readonly port: number };
}

const NAME = 'redis.conf.json';

export function rewriteConfig(redis: Redis, folder: string): void {
  const { master, role, config } = redis;
  const replicaOf = role === 'replica' && master !== undefined ? master : undefined;
  const rewritten: Rewritten = {
    config: Object.fromEntries(config),
    ...(replicaOf !== undefined && { replicaOf: { host: replicaOf.host, port: replicaOf.port } }),
  };
  replaceFile(folder, NAME, journalText([rewritten]));
}

/** @returns undefined where nothing was kept */
export function readConfig(folder: string): Rewritten | undefined {
  try {
    return linesIn<Rewritten>(fs.readFileSync(join(folder, NAME))).lines[0];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
