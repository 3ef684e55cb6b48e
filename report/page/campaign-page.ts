/** The index page of a campaign: what failed, by what went wrong; what was exercised; and where to look further. */
import type { CampaignFailure, CampaignReport } from '../data/contract.js';
import { foreign, h } from './dom.js';
import { copyable } from './panels/story.js';
import { texts } from './texts.js';
import { themeButton } from './theme.js';

export function campaignPage(report: CampaignReport): HTMLElement {
  const { runs, verdicts, seconds, failures, scenarios, events, operations } = report;
  const verdict = verdicts.invalid > 0 ? 'invalid' : verdicts.unknown > 0 ? 'unknown' : 'valid';
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
      h('p', { class: 'reason' }, foreign(scenarios.join(', '))),
      h('p', { class: 'facts' }, ...facts.map((fact) => h('span', {}, fact))),
    ),
    h(
      'main',
      { class: 'campaign-main' },
      h('h2', {}, texts.campaign.failures),
      failures.length === 0 ? h('p', { class: 'quiet' }, texts.campaign.none) : undefined,
      ...groups(failures).map(groupView),
      h('h2', {}, texts.campaign.coverage),
      coverage(report),
    ),
  );
}

function groups(failures: readonly CampaignFailure[]): CampaignFailure[][] {
  const found = new Map<string, CampaignFailure[]>();
  for (const failure of failures) {
    const signature = JSON.stringify([failure.scenario, failure.check, failure.anomaly]);
    found.set(signature, [...(found.get(signature) ?? []), failure]);
  }
  return [...found.values()].sort((a, b) => b.length - a.length);
}

function groupView(group: CampaignFailure[]): HTMLElement {
  const [first] = group as [CampaignFailure];
  return h(
    'details',
    { class: 'check invalid', open: true },
    h(
      'summary',
      {},
      h('span', { class: 'mark' }, '✗'),
      ' ',
      h('strong', {}, foreign(first.scenario)),
      ' ',
      foreign(first.check),
      ' ',
      foreign(first.anomaly, 'kind'),
      ` ${texts.campaign.times(group.length)}`,
    ),
    ...group.map((failure) =>
      h(
        'div',
        { class: 'failure' },
        h(
          'p',
          {},
          h('strong', {}, `${texts.campaign.seeds} `, foreign(failure.seed)),
          failure.run !== undefined && ` · ${texts.campaign.found} ${failure.run.toLocaleString('en')}`,
          failure.bug !== undefined && ` · ${texts.header.bug} `,
          failure.bug !== undefined && foreign(failure.bug),
          failure.shrunk !== undefined && ` · ${texts.campaign.shrunk} ${failure.shrunk}`,
          failure.href !== undefined && ' · ',
          failure.href !== undefined && h('a', { href: safeHref(failure.href) }, texts.campaign.report),
        ),
        h('p', { class: 'quiet' }, foreign(failure.reason)),
        copyable(failure.replay),
      ),
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
