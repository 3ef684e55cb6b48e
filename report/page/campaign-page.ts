/** The index page of a campaign: what failed, by what went wrong; what was exercised; and where to look further. */
import type { CampaignFailure, CampaignReport } from '../data/contract.js';
import { seedsToFind } from '../data/seeds-to-find.js';
import { clip, foreign, h } from './dom.js';
import { copyable } from './panels/story.js';
import { texts } from './texts.js';
import { themeButton } from './theme.js';

/** So many kinds are unfolded at first. */
const OPEN_GROUPS = 6;
const MOST_LISTED = 200;
const LONGEST_REASON = 600;

export function campaignPage(report: CampaignReport): HTMLElement {
  const { runs, verdicts, seconds, failures, scenarios, events, operations, unreached = [] } = report;
  const verdict =
    verdicts.invalid > 0 || unreached.length > 0 ? 'invalid' : verdicts.unknown > 0 ? 'unknown' : 'valid';
  const kinds = groups(failures);
  const facts = [
    texts.campaign.runs(runs),
    `${verdicts.valid} ${texts.verdict.valid}, ${verdicts.invalid} ${texts.verdict.invalid}, ${verdicts.unknown} ${texts.verdict.unknown}`,
    texts.campaign.rate(runs / Math.max(0.001, seconds)),
    texts.header.events(events),
    texts.header.operations(operations.ok, operations.fail, operations.info),
  ];
  return h(
    'div',
    { class: 'app campaign' },
    h(
      'header',
      { class: `header ${verdict}` },
      h(
        'div',
        { class: 'title' },
        h('span', { class: 'verdict' }, texts.verdict[verdict]),
        h('h1', {}, texts.campaign.title),
        themeButton(),
      ),
      h('p', { class: 'reason' }, foreign(scenarios.map(({ name }) => name).join(', '))),
      h('p', { class: 'facts' }, ...facts.map((fact) => h('span', {}, fact))),
    ),
    h(
      'main',
      { class: 'campaign-main' },
      h('h2', {}, texts.campaign.failures),
      kinds.length > 0 && overview(kinds, scenarios),
      kinds.length + unreached.length === 0 && h('p', { class: 'quiet' }, texts.campaign.none),
      ...kinds.map(groupView),
      ...unreached.map(({ scenario, sites }) =>
        h('p', { class: 'unreached' }, h('strong', {}, '✗ ', foreign(scenario)), ' ', foreign(sites)),
      ),
      h('h2', {}, texts.campaign.scenarios),
      reached(report),
      report.faults.length > 0 && h('h2', {}, texts.campaign.coverage),
      report.faults.length > 0 && coverage(report),
    ),
  );
}

/** Failures of one kind: the same claim of the same scenario, violated the same way. */
type Group = readonly [CampaignFailure, ...CampaignFailure[]];

function groups(failures: readonly CampaignFailure[]): Group[] {
  const found = new Map<string, Group>();
  for (const failure of failures) {
    const signature = JSON.stringify([failure.scenario, failure.check, failure.anomaly, failure.bug]);
    const before = found.get(signature);
    found.set(signature, before === undefined ? [failure] : [...before, failure]);
  }
  return [...found.values()].sort((a, b) => b.length - a.length);
}

const anchorOf = (index: number): string => `failure-${index + 1}`;

function nameOf({ scenario, check, anomaly, bug }: CampaignFailure): HTMLElement {
  return h(
    'span',
    {},
    h('strong', {}, foreign(scenario)),
    ' ',
    foreign(check),
    ' ',
    anomaly !== '' && foreign(anomaly, 'kind'),
    bug !== undefined && h('span', { class: 'quiet' }, ` ${texts.header.bug} `, foreign(bug)),
  );
}

/** One row for each kind of failure: how often, how soon, and how many seeds it takes. */
function overview(kinds: readonly Group[], scenarios: CampaignReport['scenarios']): HTMLElement {
  const { signature, failing, firstAt, mean, interval, about, ofEarlier } = texts.campaign;
  return tableOf(
    'kinds',
    [signature, failing, firstAt, mean, ''],
    kinds.map((group, index) => {
      const [first] = group;
      const numbers = group.flatMap(({ run }) => run ?? []);
      const seeds = scenarios.find(({ name }) => name === first.scenario)?.seeds ?? 0;
      const found = numbers.length > 0 && seeds > 0 ? seedsToFind(seeds, numbers.length) : undefined;
      const page = group.find(({ href }) => href !== undefined)?.href;
      return [
        h('a', { href: `#${anchorOf(index)}` }, nameOf(first)),
        group.length.toLocaleString('en'),
        numbers.length === 0
          ? ofEarlier
          : numbers.reduce((least, its) => Math.min(least, its)).toLocaleString('en'),
        found === undefined
          ? '–'
          : h(
              'span',
              {},
              about(found.mean),
              ' ',
              h('span', { class: 'quiet' }, interval(found.low, found.high)),
            ),
        page === undefined ? '' : h('a', { href: safeHref(page) }, texts.campaign.report),
      ];
    }),
  );
}

/** The first of a kind in full, the others one line each. */
function groupView(group: Group, index: number): HTMLElement {
  const [first, ...others] = group;
  return h(
    'details',
    { class: 'check invalid', open: index < OPEN_GROUPS, id: anchorOf(index) },
    h(
      'summary',
      {},
      h('span', { class: 'mark' }, '✗'),
      ' ',
      nameOf(first),
      ` ${texts.campaign.times(group.length)}`,
    ),
    failureView(first),
    others.length > 0 && othersView(others),
  );
}

function failureView({ seed, run, shrunk, href, reason, replay }: CampaignFailure): HTMLElement {
  return h(
    'div',
    { class: 'failure' },
    h(
      'p',
      {},
      h('strong', {}, `${texts.campaign.seeds} `, foreign(seed)),
      run !== undefined && ` · ${texts.campaign.numberOf(run)}`,
      shrunk !== undefined && ` · ${texts.campaign.shrunk} ${shrunk}`,
      href !== undefined && ' · ',
      href !== undefined && h('a', { href: safeHref(href) }, texts.campaign.report),
    ),
    h('p', { class: 'quiet reason-text' }, foreign(clip(reason, LONGEST_REASON))),
    copyable(replay),
  );
}

function othersView(others: readonly CampaignFailure[]): HTMLElement {
  const listed = others.slice(0, MOST_LISTED);
  const { seeds, run, reason, replay } = texts.campaign;
  return h(
    'details',
    { class: 'others' },
    h('summary', {}, `${texts.campaign.others} (${others.length.toLocaleString('en')})`),
    tableOf(
      'seeds',
      [seeds, run, reason, replay],
      listed.map((its) => [
        its.href === undefined ? foreign(its.seed) : h('a', { href: safeHref(its.href) }, foreign(its.seed)),
        its.run === undefined ? '–' : its.run.toLocaleString('en'),
        foreign(clip(its.reason, LONGEST_REASON)),
        h('code', {}, foreign(its.replay)),
      ]),
    ),
    others.length > listed.length &&
      h('p', { class: 'quiet' }, texts.campaign.notListed(others.length - listed.length)),
  );
}

function reached({ scenarios }: CampaignReport): HTMLElement {
  const { scenario, runsOf, sites, never, states, sitesOf, statesAtLeast } = texts.campaign;
  return tableOf(
    'reached',
    [scenario, runsOf, sites, never, states],
    scenarios.map((its) => [
      foreign(its.name),
      its.seeds.toLocaleString('en'),
      sitesOf(its.hit, its.sites),
      its.never.length === 0 ? '–' : foreign(its.never.join(', ')),
      its.states === undefined ? '–' : statesAtLeast(its.states.seen, its.states.atLeast),
    ]),
  );
}

/** A table that scrolls sideways where it does not fit. */
function tableOf(
  name: string,
  head: readonly string[],
  rows: readonly (readonly (HTMLElement | string)[])[],
): HTMLElement {
  return h(
    'div',
    { class: 'table-frame' },
    h(
      'table',
      { class: `told ${name}` },
      h('thead', {}, h('tr', {}, ...head.map((title) => h('th', { scope: 'col' }, title)))),
      h('tbody', {}, ...rows.map((cells) => h('tr', {}, ...cells.map((cell) => h('td', {}, cell))))),
    ),
  );
}

/** Only files beside this one are linked. */
function safeHref(href: string): string {
  return href.split('/').map(encodeURIComponent).join('/');
}

function coverage({ faults }: CampaignReport): HTMLElement {
  const most = Math.max(1, ...faults.map(([, count]) => count));
  return h(
    'table',
    { class: 'coverage' },
    ...faults.map(([kind, count]) => {
      const meter = h('div', { class: 'meter' });
      meter.style.width = `${(count / most) * 100}%`;
      return h(
        'tr',
        {},
        h('th', { scope: 'row' }, foreign(kind)),
        h('td', {}, count.toLocaleString('en')),
        h('td', { class: 'meter-cell' }, meter),
      );
    }),
  );
}
