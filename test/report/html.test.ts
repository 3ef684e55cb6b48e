import { inflateRawSync } from 'node:zlib';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { simulate } from 'seedstorm';
import { reportHtml } from '../../report/html.js';
import { builtPage } from './built-page.js';
import { EVIL_NODE, EVIL_PEER, evilScenario, mirrorRun, reportOf } from './runs.js';

let page = '';
beforeAll(() => {
  page = readFileSync(builtPage(), 'utf8');
});

it('the page is one small file that names no address', () => {
  expect(gzipSync(page).length).toBeLessThan(150 * 1024);
  expect(page.match(/\b(?:src|href)\s*=\s*["']/g)).toBeNull();
  expect([...page.matchAll(/https?:\/\/[^\s"'`)]+/g)].map(([address]) => address)).toEqual([
    'http://www.w3.org/2000/svg',
  ]);
  expect(page).toContain("default-src 'none'");
});

it('a report is the page with the document inside, whatever the document says', async () => {
  const report = await reportOf(evilScenario, await simulate(evilScenario));
  const html = reportHtml(report);
  const [before = '', after = ''] = page.split('<!-- the document -->');
  expect(html.startsWith(before)).toBe(true);
  expect(html.endsWith(after)).toBe(true);
  const packed = html.slice(before.length, html.length - after.length);
  expect(packed).toMatch(/^[A-Za-z0-9+/=]+$/);
  expect(JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString())).toEqual(
    JSON.parse(JSON.stringify(report)),
  );
  expect(report.recording.lanes.map(({ name }) => name).slice(0, 2)).toEqual([EVIL_NODE, EVIL_PEER]);
});

it('the same run gives the same file', async () => {
  expect(reportHtml((await mirrorRun()).report)).toBe(reportHtml((await mirrorRun()).report));
});
