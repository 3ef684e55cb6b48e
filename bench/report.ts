/** What the report costs: its sizes, its making, and in a browser its first paint and its steps. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { runReport } from '../report/data/run-report.js';
import { reportHtml } from '../report/html.js';
import { scenarios } from '../scenarios/index.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import { simulate, type Run } from '../sim/run/run.js';
import type { Figure } from './measure.js';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const STEPS = 40;
const bench = 'report';

/** So many events, or a few more, of so much virtual time. */
const SIZES = [
  { events: 10_000, name: '10,000 events', durationMs: 12_500 },
  { events: 200_000, name: '200,000 events', durationMs: 260_000 },
];

export async function report(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'seedstorm-bench-'));
  const hasBrowser = existsSync(CHROMIUM);
  if (!hasBrowser) process.stderr.write('no Chromium is installed: the page of the report is not measured\n');
  const browser = hasBrowser ? await chromium.launch({ executablePath: CHROMIUM, args: QUIET }) : undefined;
  try {
    const figures: Figure[] = [];
    for (const { name, durationMs } of SIZES)
      figures.push(...(await ofSize(name, durationMs, folder, browser)));
    return figures;
  } finally {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ofSize(
  name: string,
  durationMs: number,
  folder: string,
  browser: Browser | undefined,
): Promise<Figure[]> {
  const raft = scenarios.find((scenario) => scenario.name === 'replication/raft') as Scenario;
  const scenario: Scenario = { ...raft, durationMs };
  const [run, running] = await cpuOf<Run>(() => simulate(scenario, { seed: 7, faults: 'calm' }));
  const [html, making] = await cpuOf(async () =>
    reportHtml(await runReport(scenario, run, { replay: '', version: '' })),
  );
  const what = `${name} (${run.events})`;
  const figures: Figure[] = [
    {
      bench,
      name: `${what}: size of the file`,
      value: html.length / 1024,
      unit: 'KB',
      ...(durationMs < 20_000 ? { aim: '< 1024' } : {}),
    },
    { bench, name: `${what}: making it, against the run itself`, value: making / running, unit: 'x' },
  ];
  if (browser === undefined) return figures;
  const path = join(folder, `${run.events}.html`);
  writeFileSync(path, html);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const before = performance.now();
  await page.goto(`file://${path}`);
  await page.waitForSelector('canvas[data-drawn]');
  const paintMs = performance.now() - before;
  await page.evaluate(`location.hash = '#event=${Math.floor(run.events / 2)}'`);
  await page.waitForSelector(`.inspector[data-event="${Math.floor(run.events / 2)}"]`);
  const whole = await stepMs(page, 'ArrowRight');
  await page.getByRole('button', { name: 'Go to the event' }).click();
  const near = await stepMs(page, 'ArrowRight');
  const back = await stepMs(page, 'ArrowLeft');
  await page.close();
  const empty = await browser.newPage();
  const frame = await stepMs(empty, 'ArrowRight');
  await empty.close();
  return [
    ...figures,
    {
      bench,
      name: `${what}: until it is drawn`,
      value: paintMs,
      unit: 'ms',
      ...(durationMs < 20_000 ? { aim: '< 1000' } : {}),
    },
    {
      bench,
      name: `${what}: a step, whole run in view, against an empty page`,
      value: whole / frame,
      unit: 'x',
    },
    { bench, name: `${what}: a step, from near, against an empty page`, value: near / frame, unit: 'x' },
    { bench, name: `${what}: a step back, against an empty page`, value: back / frame, unit: 'x' },
  ];
}

/** Median time from a key to the end of the frame that shows it. */
function stepMs(page: Page, key: string): Promise<number> {
  return page.evaluate(`(async () => {
    const times = [];
    for (let step = 0; step < ${STEPS}; step++) {
      const before = performance.now();
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true }));
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      times.push(performance.now() - before);
    }
    return times.sort((a, b) => a - b)[${STEPS >> 1}];
  })()`);
}

async function cpuOf<T>(act: () => Promise<T>): Promise<[T, number]> {
  const before = process.cpuUsage();
  const value = await act();
  const { user, system } = process.cpuUsage(before);
  return [value, user + system];
}
