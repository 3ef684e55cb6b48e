/** The run told in plain sentences, with the command that brings it back. */
import type { ReportedPair, RunReport } from '../../data/contract.js';
import { button, foreign, h } from '../dom.js';
import type { RunModel } from '../model/run-model.js';
import type { Store } from '../store.js';
import { texts } from '../texts.js';
import type { Ways } from './ways.js';

export function storyPanel(
  { about, story, hum, shrunk, checks }: RunReport,
  model: RunModel,
  store: Store,
  involved: ReadonlySet<number>,
  { toDiagram, toEvent, toEvents }: Ways,
): HTMLElement {
  const failed =
    checks.find(({ verdict }) => verdict === 'invalid') ??
    checks.find(({ verdict }) => verdict === 'unknown');
  const lines = story.map(({ atMs, text, is, operation, event, shows, left }) => {
    if (left !== undefined)
      return h('li', { class: 'gap quiet' }, h('time', {}, '⋮'), texts.story.left(left));
    const isKey = shows === true || (operation !== undefined && involved.has(operation));
    const go =
      operation !== undefined
        ? () => follow(operation)
        : event !== undefined
          ? () => toEvent(event)
          : undefined;
    const words =
      go === undefined
        ? foreign(text)
        : h('button', { type: 'button', class: 'linklike', onclick: go }, foreign(text));
    return h(
      'li',
      { class: `${is}${isKey ? ' involved' : ''}` },
      h('time', {}, `${atMs.toFixed(1)} ms`),
      h('span', {}, words),
    );
  });
  const follow = (operation: number): void => {
    store.set({ operation, event: model.operations[operation]?.invoked ?? 0, message: -1, focus: 'off' });
    toDiagram();
  };
  return h(
    'section',
    { class: 'story' },
    failed !== undefined &&
      h(
        'p',
        { class: `outcome-line ${failed.verdict}` },
        h('strong', {}, foreign(failed.name)),
        ' ',
        foreign(failed.reason),
      ),
    shrunk !== undefined &&
      h(
        'p',
        {},
        texts.story.shrunk(
          shrunk.from.faults,
          shrunk.to.faults,
          shrunk.from.operations,
          shrunk.to.operations,
          shrunk.eventsThatMatter,
        ),
      ),
    shrunk?.latencyMs !== undefined && h('p', { class: 'quiet' }, texts.story.latency(shrunk.latencyMs)),
    shrunk?.criticalPair !== undefined && pairView(shrunk.criticalPair, toEvents),
    h('h2', {}, texts.story.title),
    lines.length === 0 ? h('p', {}, texts.story.nothing) : h('ol', { class: 'lines' }, ...lines),
    hum > 0 && h('p', { class: 'quiet' }, texts.story.hum(hum)),
    h('h2', {}, texts.story.replay),
    copyable(about.replay),
    facts(about),
  );
}

/** What would have to come the other way round, and the way to the two. */
function pairView({ sentence, deliveries }: ReportedPair, toEvents: Ways['toEvents']): HTMLElement {
  return h(
    'p',
    { class: 'pair' },
    foreign(texts.story.pair(sentence)),
    ...(deliveries ?? []).flatMap((event, index) => [
      ' ',
      button(texts.story.pairDelivery(index + 1), () => toEvents(event, deliveries ?? []), {
        'data-event': event,
      }),
    ]),
  );
}

/** A command with a button that copies it. */
export function copyable(command: string): HTMLElement {
  const code = foreign(command, 'command');
  const copy = button(texts.story.copy, () => {
    const done = (): void => {
      copy.textContent = texts.story.copied;
      setTimeout(() => (copy.textContent = texts.story.copy), 1500);
    };
    // A page that was opened from a file may have no clipboard: then the command is selected, ready for Ctrl-C.
    const select = (): void => getSelection()?.selectAllChildren(code);
    if (navigator.clipboard === undefined) select();
    else navigator.clipboard.writeText(command).then(done, select);
  });
  return h('div', { class: 'copyable' }, h('code', {}, code), copy);
}

function facts({ params, fingerprint, version, profile }: RunReport['about']): HTMLElement {
  const rows: [string, string][] = [
    [
      texts.story.params,
      Object.entries(params)
        .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
        .join(' '),
    ],
    [texts.story.profile, profile],
    [texts.story.fingerprint, fingerprint],
    [texts.story.version, version],
  ];
  return h(
    'dl',
    { class: 'facts-list' },
    ...rows
      .filter(([, value]) => value !== '')
      .flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, foreign(value))]),
  );
}
