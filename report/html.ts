/** A report as one HTML file: the built page with the document inside, compressed, so that none of it can be markup. */
import { existsSync, readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import type { ReportDocument } from './data/contract.js';

/** Where the built page has its document. */
const PLACE = '<!-- the document -->';
let template: string | undefined;

/**
 * The file's whole text. Only letters, digits, `+`, `/` and `=` of the document enter it.
 * @throws Error in one sentence when the page was not built
 */
export function reportHtml(document: ReportDocument): string {
  const packed = deflateRawSync(JSON.stringify(document), { level: 7 }).toString('base64');
  template ??= readTemplate();
  const at = template.indexOf(PLACE);
  return `${template.slice(0, at)}${packed}${template.slice(at + PLACE.length)}`;
}

/** Beside this file when built; in `dist` when run from the sources. */
function readTemplate(): string {
  const places = ['./template.html', '../dist/report/template.html'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const found = places.find((place) => existsSync(place));
  if (found === undefined)
    throw new Error(
      'the page of the report, template.html, is not in the package: install seedstorm again, or in its own checkout run npm run build',
    );
  const text = readFileSync(found, 'utf8');
  if (!text.includes(PLACE)) throw new Error(`${found} is no page of a report`);
  return text;
}
