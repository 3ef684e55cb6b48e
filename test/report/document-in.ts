/** Reads reports back. */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import type { ReportDocument } from '../../report/data/contract.js';

/** What a written report holds. */
export function documentIn(path: string): ReportDocument {
  const packed = /id="document">([^<]*)</.exec(readFileSync(path, 'utf8'))?.[1] ?? '';
  return JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString()) as ReportDocument;
}
