/** Which files make the append-only file: a base, which is the data set at some time, and what was written since. */
import fs from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from './replacing.js';

export interface Manifest {
  readonly base: string;
  readonly parts: readonly string[];
  /** The number of the last file. */
  readonly last: number;
}

const AOF = 'appendonly.aof';
const NAME = `${AOF}.manifest`;

/** @returns undefined where there is none */
export function readManifest(folder: string): Manifest | undefined {
  let text: string;
  try {
    text = fs.readFileSync(join(folder, NAME), 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  let base = '';
  let last = 0;
  const parts: string[] = [];
  for (const [, name, number, type] of text.matchAll(/^file (\S+) seq (\d+) type ([bi])$/gm)) {
    if (type === 'b') base = name as string;
    else parts.push(name as string);
    last = Math.max(last, Number(number));
  }
  return { base, parts, last };
}

/** Whole or not at all. */
export function writeManifest(folder: string, { base, parts }: Manifest): void {
  const numberOf = (name: string): string => name.split('.')[2] ?? '';
  const line = (name: string, type: string): string => `file ${name} seq ${numberOf(name)} type ${type}\n`;
  replaceFile(folder, NAME, line(base, 'b') + parts.map((name) => line(name, 'i')).join(''));
}

export const baseName = (number: number): string => `${AOF}.${number}.base.json`;
export const partName = (number: number): string => `${AOF}.${number}.incr.aof`;
