/**
 * Makes the picture of the tutorial: `npm run picture` finds the failure that docs/first-scenario.md finds, writes its
 * report, and has Chromium take a picture of it. Needs a build, and Chromium where Debian puts it or CHROMIUM says.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../', import.meta.url));
const chapter = readFileSync(join(root, 'docs/first-scenario.md'), 'utf8');
const [, scenario = ''] = /^```ts jobs\.sim\.ts\n([\s\S]*?)^```$/m.exec(chapter) ?? [];
const folder = mkdtempSync(join(tmpdir(), 'seedstorm-picture-'));

function seedstorm(...argv) {
  try {
    execFileSync(process.execPath, [join(root, 'dist/cli/main.js'), ...argv], { cwd: folder });
  } catch (error) {
    // 1 is what a failure that was found ends with.
    if (error.status !== 1) throw error;
  }
}

try {
  writeFileSync(join(folder, 'jobs.sim.ts'), scenario);
  seedstorm('explore', './jobs.sim.ts', '--bug', 'forget-when-taken');
  seedstorm('report', '.seedstorm/failures/tutorial+jobs,forget-when-taken-4.json', '-o', 'jobs-4.html');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage({ viewport: { width: 960, height: 600 }, colorScheme: 'light' });
  await page.goto(`file://${join(folder, 'jobs-4.html')}#event=14`);
  await page.waitForSelector('body[data-ready]');
  await page.waitForSelector('canvas[data-drawn]', { state: 'attached' });
  await page.screenshot({ path: join(root, 'docs/report.png') });
  await browser.close();
} finally {
  rmSync(folder, { recursive: true });
}
