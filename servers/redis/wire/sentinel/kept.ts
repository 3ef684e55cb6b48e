/** What a sentinel remembers through a restart: the real one writes it into its own settings. */
import fs from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../files/replacing.js';
import { linesIn, journalText } from '../../../wire/journal-text.js';
import type { Address } from '../replication/host-side.js';
import type { Ballot } from './votes.js';

export interface Kept {
  readonly runId: string;
  readonly ballot: Ballot;
  readonly configEpoch: number;
  readonly master: Address;
  readonly replicas: readonly Address[];
  readonly peers: readonly (Address & { readonly runId: string })[];
}

const NAME = 'sentinel.json';

export function readKept(folder: string | null): Kept | undefined {
  if (folder === null) return undefined;
  fs.mkdirSync(folder, { recursive: true });
  try {
    return linesIn<Kept>(fs.readFileSync(join(folder, NAME))).lines[0];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** It is durable before anybody is told. */
export function keep(folder: string | null, kept: Kept): void {
  if (folder !== null) replaceFile(folder, NAME, journalText([kept]));
}
