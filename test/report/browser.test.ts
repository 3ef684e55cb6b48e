import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, simulate } from 'seedstorm';
import { Part, REPORT_SCHEMA, type ReportDocument, type RunReport } from '../../report/data/contract.js';
import { pairOf } from '../../report/data/critical-pair.js';
import { reportHtml } from '../../report/html.js';
import { printLink } from '../../report/page/model/deep-link.js';
import { runModel } from '../../report/page/model/run-model.js';
import { searchMask } from '../../report/page/model/search.js';
import { chromiumPath, launch, open } from './browser.js';
import { builtPage } from './built-page.js';
import {
  EVIL_NODE,
  EVIL_PEER,
  EVIL_TEXT,
  evilScenario,
  LONG_TEXT,
  mirrorFaults,
  mirrorRun,
  mirrorScenario,
  pairAt,
  reportOf,
} from './runs.js';

if (chromiumPath === undefined)
  process.stderr.write('no Chromium is installed: the tests of the report page are skipped\n');

const folder = mkdtempSync(join(tmpdir(), 'seedstorm-report-'));
let browser: Browser;
let small: RunReport;

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  builtPage();
  browser = await launch();
  small = (await mirrorRun()).report;
  written('small.html', small);
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

function written(name: string, report: ReportDocument): string {
  writeFileSync(join(folder, name), reportHtml(report));
  return join(folder, name);
}

const path = (): string => join(folder, 'small.html');

describe.skipIf(chromiumPath === undefined)('the page in a browser', () => {
  it('shows a lane for each node and client, and an arrow for each message', async () => {
    const { page, wrong } = await open(browser, path());
    expect(await page.locator('.diagram-panel [data-lane]').allTextContents()).toEqual(['a', 'b', 'client']);
    const arrows = await page.locator('.diagram-panel canvas[data-arrows]').getAttribute('data-arrows');
    expect(Number(arrows)).toBe(small.recording.messages.kind.length);
    expect(Number(arrows)).toBeGreaterThan(8);
    expect(await page.locator('.surface').first().getAttribute('aria-label')).toContain(
      `3 lanes, ${arrows} messages, ${small.about.events} events`,
    );
    // Something was drawn, in more than one colour.
    const colours = await page.evaluate(`(() => {
      const canvas = document.querySelector('.diagram-panel canvas[data-arrows]');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const seen = new Set();
      for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) seen.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
      return seen.size;
    })()`);
    expect(colours).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('shows the state that the engine had, step by step', async () => {
    const { page, wrong } = await open(browser, path(), '#event=1');
    const world = await createWorld(mirrorScenario, { faults: mirrorFaults });
    const cards = page.locator('.card');
    const inspector = page.locator('.inspector');
    for (let event = 1; event <= small.about.events; event++) {
      expect(await inspector.getAttribute('data-event')).toBe(String(event));
      const shown = await page.evaluate(
        `[...document.querySelectorAll('.card .parts > .json')].map((json) => json.textContent.replace(/\\s+/g, ' ').trim())`,
      );
      world.step();
      const held = world.nodes.flatMap(({ state }) =>
        state === undefined ? [] : [state as { mirrored: number; seen: number[] }],
      );
      expect(shown).toEqual(
        held.map(({ mirrored, seen }) => `mirrored ${mirrored}seen ${JSON.stringify(seen)}`),
      );
      await page.keyboard.press('ArrowRight');
    }
    expect(await cards.count()).toBe(2);
    await page.keyboard.press('Home');
    expect(await inspector.getAttribute('data-event')).toBe('1');
    await page.keyboard.press('End');
    expect(await inspector.getAttribute('data-event')).toBe(String(small.about.events));
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('marks what changed, tells durable from unsynced, and lists what is under way', async () => {
    const { changes } = small.recording;
    const event = changes.event[changes.part.indexOf(Part.Cache)] ?? 0;
    const { page, wrong } = await open(browser, path(), `#event=${event}`);
    expect(await page.locator('.card.here .file.unsynced').count()).toBe(1);
    expect(await page.locator('.card.here .volatile').textContent()).toBe('not synced yet');
    expect(await page.locator('.card.here .row.changed').allTextContents()).toEqual(['seen [1]', '1']);
    const model = runModel(small.recording);
    const sending = model.sent.findIndex(
      (_sent, row) => (model.arrived[row] as number) > (model.sent[row] as number) + 1,
    );
    await page.evaluate(`location.hash = '#event=${model.sent[sending]}'`);
    await page.waitForSelector(`.inspector[data-event="${model.sent[sending]}"]`);
    expect(Number(await page.locator('.flight').getAttribute('data-count'))).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('searches, steps from match to match, and has addresses for what it shows', async () => {
    const { page, wrong } = await open(browser, path());
    const search = 'node:a kind:timer';
    const matches = searchMask(runModel(small.recording), search) ?? new Uint8Array();
    await page.keyboard.press('/');
    await page.keyboard.type(search);
    await page.keyboard.press('Enter');
    expect(await page.locator('.found').textContent()).toBe(
      `${matches.filter((value) => value === 1).length} found`,
    );
    const shown = Number(await page.locator('.inspector').getAttribute('data-event'));
    expect(matches[shown]).toBe(1);
    const hash = printLink({ event: shown, tab: 'diagram', search });
    await expect.poll(() => new URL(page.url()).hash).toBe(hash);
    await page.close();
    const again = await open(browser, path(), hash);
    expect(await again.page.locator('.inspector').getAttribute('data-event')).toBe(String(shown));
    expect(await again.page.locator('.search input').inputValue()).toBe(search);
    expect([...wrong, ...again.wrong]).toEqual([]);
    await again.page.close();
  });

  it('shows history, story and figures, and leads from an operation to its messages', async () => {
    const { page, wrong } = await open(browser, path());
    await page.getByRole('tab', { name: 'Figures' }).click();
    // Clocks are among them, as one was wrong, and the latency of the one function over time.
    expect(await page.locator('.figures canvas').count()).toBe(5);
    await page.getByRole('tab', { name: 'Story', exact: true }).click();
    expect(await page.locator('.lines li').count()).toBe(small.story.length);
    expect(await page.locator('.story .command').textContent()).toBe(small.about.replay);
    await page.getByRole('tab', { name: 'History' }).click();
    expect(await page.locator('.bar[data-operation]').count()).toBe(small.recording.operations.length);
    await page.locator('.bar[data-operation="0"]').click();
    await page.locator('.operation button').click();
    expect(await page.locator('.inspector').getAttribute('data-event')).toBe(
      String(small.recording.operations[0]?.completed),
    );
    expect(await page.evaluate('document.body.dataset.tab')).toBe('diagram');
    expect(await page.locator('.show-all').isVisible()).toBe(true);
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('follows what could have influenced an event, turns, and spaces by order', async () => {
    const { page, wrong } = await open(browser, path(), '#event=20');
    for (const name of ['All that could have influenced it', 'What it set off']) {
      await page.getByRole('button', { name }).click();
      expect(await page.getByRole('button', { name }).getAttribute('aria-pressed')).toBe('true');
    }
    await page.getByRole('button', { name: /Across/ }).click();
    await page.waitForSelector('.diagram-panel .stage.turned');
    await page.getByRole('button', { name: /By order|By time/ }).click();
    await page.getByRole('button', { name: 'Switch between light and dark' }).click();
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    const ground = `(() => { const canvas = document.querySelector('.diagram-panel canvas[data-arrows]'); return getComputedStyle(canvas).getPropertyValue('--surface').trim(); })()`;
    expect(await page.evaluate(ground)).not.toBe('#ffffff');
    await page.keyboard.press('Escape');
    expect(await page.locator('.show-all').isVisible()).toBe(false);
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('draws the cycle of an anomaly, whose operations it leads to, and tells the life of a message', async () => {
    const [first, second] = [0, 1];
    const check = {
      ...({ name: 'serializable', verdict: 'invalid', reason: 'a cycle', core: [] } as const),
      anomalies: [
        {
          ...{ kind: 'G2', message: EVIL_TEXT, operations: [first, second] },
          cycle: [
            { from: first, to: second, relation: 'rw', key: EVIL_NODE },
            { from: second, to: first, relation: 'wr', key: '"y"' },
          ] as const,
          subject: { names: ['text'], value: '"hello"' },
        },
      ],
    };
    const file = written('cycle.html', { ...small, checks: [check] });
    const { page, wrong } = await open(browser, file, '#tab=history', '.cycle');
    expect(await page.locator('.cycle .transaction').count()).toBe(2);
    expect(await page.locator('.cycle .edge').allTextContents()).toEqual([
      `rw ${EVIL_NODE.slice(0, 17)}…`,
      'wr y',
    ]);
    expect(await page.locator('.cycle svg').getAttribute('aria-label')).toBe(
      'A cycle: T1 before T2 before T1',
    );
    await page.locator('.cycle .transaction').nth(1).focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.bar[aria-pressed="true"]').getAttribute('data-operation')).toBe('1');
    expect(await page.locator('.inspector').getAttribute('data-event')).toBe(
      String(small.recording.operations[1]?.completed),
    );
    expect(await page.locator('.life summary').textContent()).toBe('The life of hello');
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('marks the critical pair, and leads from the story to each of the two', async () => {
    const model = runModel(small.recording);
    const [first = 0, second = 0] = Array.from({ length: model.count }, (_event, index) => index + 1).filter(
      (event) => (model.message[event] as number) >= 0 && model.lane[event] === 0,
    );
    const size = { faults: 1, operations: 1, events: 9 };
    const criticalPair = pairOf(pairAt(small, first, second), small.recording);
    const shrunk = { from: size, to: size, eventsThatMatter: 4, criticalPair };
    const drawn = `document.querySelector('.diagram-panel canvas[data-arrows]').toDataURL()`;
    const plain = await open(browser, path(), `#event=${first}`);
    const without = await plain.page.evaluate(drawn);
    expect(await plain.page.locator('.legend li', { hasText: 'critical pair' }).count()).toBe(0);
    await plain.page.close();
    const { page, wrong } = await open(
      browser,
      written('pair.html', { ...small, shrunk }),
      `#event=${first}`,
    );
    expect(await page.evaluate(drawn)).not.toBe(without);
    expect(await page.locator('.legend li', { hasText: 'critical pair' }).count()).toBe(1);
    for (const [index, event] of [first, second].entries()) {
      await page.getByRole('tab', { name: 'Story', exact: true }).click();
      expect(await page.locator('.story .pair').textContent()).toContain(criticalPair.sentence);
      await page.getByRole('button', { name: `Go to delivery ${index + 1}` }).click();
      expect(await page.locator('.inspector').getAttribute('data-event')).toBe(String(event));
      expect(await page.locator('.inspector .pair').textContent()).toContain(`Delivery ${index + 1}`);
      expect(await page.evaluate('document.body.dataset.tab')).toBe('diagram');
    }
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('shows what was reached first when, and leads there', async () => {
    const firsts = { event: [5], site: ['sometimes: all agree'], states: [3, 6] };
    const sites = [
      { is: 'sometimes', name: 'all agree', reached: 9, held: 2 },
      { is: 'reachable', name: 'never there', reached: 0, held: 0 },
    ] as const;
    const report = { ...small, sites, recording: { ...small.recording, firsts } };
    const { page, wrong } = await open(
      browser,
      written('sites.html', report),
      '#tab=figures',
      '.figures canvas',
    );
    expect(await page.locator('.figures canvas').count()).toBe(6);
    expect(await page.locator('.sites tr').first().locator('th, td').allTextContents()).toEqual([
      'sometimes: all agree',
      '2 times',
      `first at ${(runModel(small.recording).timeUs[5] ?? 0) / 1000} ms`,
    ]);
    expect(await page.locator('.sites tr.never').textContent()).toBe('reachable: never therenever');
    await page.locator('.sites a').click();
    await page.waitForSelector('.inspector[data-event="5"]');
    expect(await page.evaluate('document.body.dataset.tab')).toBe('diagram');
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('draws what nodes measured, and what they call it is only text', async () => {
    const series = { mean: [0, null, 2], most: [1, null, 3] };
    const node = '<b>n1</b>';
    const measured = {
      slotMs: 20,
      functions: [],
      counts: [{ node, name: 'requests', total: 3, perSecond: 50, series: [1, 0, 2] }],
      gauges: ['n1', 'n2'].map((of) => ({
        ...{ node: of, name: '<i>waiting</i>', mean: 1, least: 0, most: 3, last: 2, series },
      })),
      timings: [
        { node, name: 'took', count: 3, meanMs: 2.5, p50Ms: 2, p90Ms: 4, p99Ms: 4, p999Ms: 4, mostMs: 4 },
      ],
    };
    const file = written('measured.html', { ...small, measured });
    const { page, wrong } = await open(browser, file, '#tab=figures', '.figures canvas');
    // In place of the latency over time: a chart of both nodes' gauges, and one of the count.
    expect(await page.locator('.figures canvas').count()).toBe(6);
    expect(await page.locator('figcaption').allTextContents()).toEqual(
      expect.arrayContaining(['<i>waiting</i>: mean of each stretch of time', 'requests, a second']),
    );
    const row = page.locator('.timings tr').nth(1).locator('th, td');
    expect(await row.allTextContents()).toEqual([`${node} took`, '3', '2.5', '2', '4', '4', '4', '4']);
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('lays a failed run beside the nearest that passes', async () => {
    const neighbour = {
      without: 'a fault <b>',
      recording: small.recording,
      virtualMs: 100,
      onlyHere: [1],
      onlyThere: [2, 3],
    };
    const { page, wrong } = await open(
      browser,
      written('beside.html', { ...small, neighbour }),
      '#tab=compare',
    );
    expect(await page.locator('.compare .diagram').count()).toBe(2);
    expect(await page.locator('.compare').textContent()).toContain('1 event only here, 2 only there');
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('has an index of campaigns, by what went wrong', async () => {
    const failure = {
      scenario: EVIL_NODE,
      check: 'linearizable',
      anomaly: 'stale-read',
      reason: EVIL_PEER,
      replay: EVIL_TEXT,
    };
    const index = written('index.html', {
      ...{
        schema: REPORT_SCHEMA,
        kind: 'campaign',
        version: '0',
        scenarios: [{ name: EVIL_NODE, seeds: 5, hit: 1, sites: 2, never: [EVIL_PEER] }],
        runs: 5,
        events: 10,
        seconds: 1,
      },
      verdicts: { valid: 2, invalid: 3, unknown: 0 },
      operations: { ok: 1, fail: 2, info: 3 },
      faults: [['crash', 3]],
      failures: [
        { ...failure, seed: '1', run: 1, href: 'a b?.html' },
        { ...failure, seed: '2', run: 2 },
        { ...failure, seed: '3', anomaly: 'lost-update' },
      ],
    });
    const { page, wrong } = await open(browser, index, '', 'main');
    expect(await page.locator('details.check').count()).toBe(2);
    expect(await page.locator('.failure').count()).toBe(2);
    const rows = page.locator('.kinds tbody tr');
    expect(await rows.count()).toBe(2);
    // Two of five seeds: Clopper and Pearson's interval for 2/5 is 0.053 to 0.853.
    expect(await rows.first().locator('td').allTextContents()).toEqual([
      `${EVIL_NODE} linearizable stale-read`,
      '2',
      '1',
      '2.5 1.2 to 19 (95 %)',
      'report',
    ]);
    expect((await rows.last().locator('td').allTextContents()).slice(1, 4)).toEqual([
      '1',
      'kept from before',
      '–',
    ]);
    await page.locator('.others summary').click();
    expect(await page.locator('.seeds tbody tr').count()).toBe(1);
    expect(await page.locator('.reached tbody td').allTextContents()).toEqual([
      EVIL_NODE,
      '5',
      '1 of 2',
      EVIL_PEER,
      '–',
    ]);
    expect(
      await page.locator('.failure a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ).toEqual(['a%20b%3F.html']);
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('shows hostile texts as texts', async () => {
    const report = await reportOf(evilScenario, await simulate(evilScenario));
    const file = written('evil.html', report);
    const { page, wrong } = await open(browser, file);
    expect(await page.title()).toContain('test/tiny');
    const lanes = await page.locator('.diagram-panel [data-lane]').allTextContents();
    expect(lanes).toEqual([
      EVIL_NODE,
      EVIL_PEER,
      EVIL_TEXT.replace('\u202E', '⟨U+202E⟩').replace('\u0000', '⟨U+0000⟩'),
    ]);
    expect(await page.locator('img, script, b').count()).toBe(0);
    // The long text is all there, once it is asked for.
    const longest = report.recording.changes.event.find(
      (_event, row) =>
        (report.recording.texts[report.recording.changes.patch[row] ?? 0]?.length ?? 0) >= LONG_TEXT.length,
    );
    await page.evaluate(`location.hash = '#event=${longest}'`);
    await page.waitForSelector(`.inspector[data-event="${longest}"]`);
    await page.locator('.card.here .more').first().click();
    expect(
      await page.evaluate(
        `Math.max(...[...document.querySelectorAll('.card.here .value')].map((value) => value.textContent.length))`,
      ),
    ).toBe(LONG_TEXT.length);
    expect(wrong).toEqual([]);
    await page.close();
  });
});
