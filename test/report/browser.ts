/** A real browser for the tests of the page: Debian's Chromium, or the one that CHROMIUM names. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

const places = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
export const chromiumPath = places.find((path): path is string => path !== undefined && existsSync(path));

/** Nothing is asked of the network: the browser keeps to the page. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('there is no Chromium');
  return chromium.launch({ executablePath: chromiumPath, args: QUIET });
}

/** A page, and everything about it that should not happen. */
export interface Watched {
  readonly page: Page;
  /** Errors and warnings of the console, exceptions, requests that leave the file. */
  readonly wrong: string[];
}

export async function open(
  browser: Browser,
  path: string,
  hash = '',
  shows = 'canvas[data-drawn]',
): Promise<Watched> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(8000);
  const wrong: string[] = [];
  page.on(
    'console',
    (message) => void (['error', 'warning'].includes(message.type()) && wrong.push(message.text())),
  );
  page.on('pageerror', (error) => void wrong.push(error.message));
  page.on(
    'request',
    (request) => void (request.url().startsWith(`file://${path}`) || wrong.push(`asks for ${request.url()}`)),
  );
  page.on('dialog', (dialog) => void (wrong.push(dialog.message()), dialog.dismiss()));
  await page.goto(`file://${path}${hash}`);
  await page.waitForSelector('body[data-ready]');
  await page.waitForSelector(shows, { state: 'attached' });
  return { page, wrong };
}
