/** The page of one run: header, tabs, and the inspector beside them. */
import type { RunReport } from '../data/contract.js';
import { layoutButtons, zoomButtons } from './diagram/buttons.js';
import { Diagram } from './diagram/diagram.js';
import { button, foreign, h } from './dom.js';
import { listenToKeys } from './keys.js';
import { parseLink, printLink, type DeepLink } from './model/deep-link.js';
import { around, failureOf, type Reach } from './model/failure.js';
import { Masks } from './model/mask.js';
import { runModel, type RunModel } from './model/run-model.js';
import { comparePanel } from './panels/compare.js';
import { figuresPanel } from './panels/figures.js';
import { historyPanel, involvedOf } from './panels/history.js';
import { Inspector } from './panels/inspector.js';
import { legend } from './panels/legend.js';
import { searchBox } from './panels/search-box.js';
import { storyPanel } from './panels/story.js';
import { Store, type View } from './store.js';
import { tabs, type Tab } from './tabs.js';
import { texts } from './texts.js';
import { themeButton } from './theme.js';

/** Runs of up to so many events are spaced evenly at first: nothing is too small to see then. */
const FEW_EVENTS = 160;

export function runPage(report: RunReport): HTMLElement {
  const model = runModel(report.recording);
  const link = parseLink(location.hash);
  const involved = involvedOf(report.checks);
  const failure = failureOf(model, report.checks, involved);
  const store = new Store(firstView(report, { model, failure, link }));
  const masks = new Masks(model);
  const pair = report.shrunk?.criticalPair?.deliveries;
  const diagram = new Diagram({ model, store, masks, pair });
  lookFirst(diagram, model, failure, link.event);
  const toDiagram = (): void => {
    store.set({ tab: 'diagram' });
    const { invoked = 0, completed = 0 } = model.operations[store.view.operation] ?? {};
    if (invoked > 0) diagram.showEvents(invoked, completed || invoked);
  };
  const toEvents = (event: number, all: readonly number[]): void => {
    store.set({ tab: 'diagram', event, message: model.message[event] ?? -1, operation: -1, focus: 'off' });
    const leave = all.map((its) => model.sent[model.message[its] ?? -1] ?? its);
    diagram.showEvents(Math.min(...leave, ...all), Math.max(...all));
  };
  const toEvent = (event: number): void => {
    store.set({ tab: 'diagram', event, message: -1, operation: -1, focus: 'off' });
    const { first, last } = around(model, event);
    diagram.showEvents(first, last);
  };
  const search = searchBox(masks, store);
  const figures = figuresPanel(model, report);
  const compare = report.neighbour === undefined ? undefined : comparePanel(model, report.neighbour, store);
  const list: Tab[] = [
    {
      name: 'diagram',
      title: texts.tabs.diagram,
      panel: diagramPanel(diagram, store, model, { failure, hasPair: pair !== undefined }),
      shown: () => diagram.redraw(),
    },
    {
      name: 'history',
      title: texts.tabs.history,
      panel: historyPanel(model, store, report.checks, { toDiagram, toEvent }),
    },
    {
      name: 'story',
      title: texts.tabs.story,
      panel: storyPanel(report, model, store, involved, { toDiagram, toEvent, toEvents }),
    },
    { name: 'figures', title: texts.tabs.figures, panel: figures.element, shown: figures.draw },
    ...(compare === undefined
      ? []
      : [{ name: 'compare', title: texts.tabs.compare, panel: compare.element, shown: compare.draw }]),
  ];
  const { bar, panels } = tabs(list, store);
  const inspector = new Inspector(model, store, pair);
  listenToKeys(model, store, diagram, search);
  followAddress(store);
  return h(
    'div',
    { class: 'app' },
    header(report),
    h('nav', { class: 'bar' }, bar, search.element),
    h('main', { class: 'main' }, panels, inspector.element),
  );
}

function firstView(
  { checks }: RunReport,
  { model, failure, link }: { model: RunModel; failure: Reach | undefined; link: DeepLink },
): View {
  const operation =
    link.operation !== undefined && link.operation < model.operations.length ? link.operation : -1;
  const linked = link.event ?? model.operations[operation]?.invoked;
  // A failure is looked at where it shows: at the end of what it speaks of.
  const last = checks.some(({ verdict }) => verdict === 'invalid')
    ? (failure?.last ?? model.count)
    : (model.operations[0]?.invoked ?? Math.min(1, model.count));
  return {
    event: Math.min(model.count, linked ?? last),
    message: -1,
    operation,
    focus: 'off',
    search: link.search ?? '',
    tab: link.tab ?? 'diagram',
    turned: innerWidth < 700,
    byOrder: model.count <= FEW_EVENTS,
  };
}

/** What a long run shows first: the event that the address names, or else the failure. */
function lookFirst(
  diagram: Diagram,
  model: RunModel,
  failure: Reach | undefined,
  linked: number | undefined,
): void {
  if (model.count <= FEW_EVENTS) return;
  if (linked !== undefined && linked > 0)
    diagram.showEvents(Math.max(1, linked - 40), Math.min(model.count, linked + 40));
  else if (failure !== undefined) diagram.showEvents(failure.first, failure.last);
}

function diagramPanel(
  diagram: Diagram,
  store: Store,
  model: RunModel,
  { failure, hasPair }: { readonly failure: Reach | undefined; readonly hasPair: boolean },
): HTMLElement {
  const toFailure =
    failure !== undefined &&
    button(texts.diagram.zoomFailure, () => {
      diagram.showEvents(failure.first, failure.last);
      store.set({ event: failure.last, message: -1 });
    });
  const toEvent = button(texts.diagram.zoomCursor, () => {
    const { first, last } = around(model, store.view.event);
    diagram.showEvents(first, last);
  });
  const showAll = button(
    texts.event.focus.off,
    () => store.set({ focus: 'off', operation: -1, search: '', message: -1 }),
    { class: 'show-all' },
  );
  const update = ({ focus, operation, search }: View): void =>
    void (showAll.hidden = focus === 'off' && operation < 0 && search === '');
  update(store.view);
  store.listen(update);
  return h(
    'section',
    { class: 'diagram-panel' },
    h(
      'div',
      { class: 'toolbar', role: 'toolbar' },
      ...zoomButtons(diagram),
      toEvent,
      toFailure,
      ...layoutButtons(store),
      showAll,
    ),
    diagram.element,
    legend(hasPair),
  );
}

const MARKS = { valid: '✓', invalid: '✗', unknown: '?' } as const;

function header({ about, checks }: RunReport): HTMLElement {
  const { verdict, operations } = about;
  const failed = checks.find((check) => check.verdict === verdict && verdict !== 'valid');
  const facts = [
    `${texts.header.seed} ${about.seed}`,
    ...(about.bug === undefined ? [] : [`${texts.header.bug} ${about.bug}`]),
    texts.header.events(about.events),
    texts.header.virtual(about.virtualMs),
    texts.header.operations(operations.ok, operations.fail, operations.info),
  ];
  return h(
    'header',
    { class: `header ${verdict}` },
    h(
      'div',
      { class: 'title' },
      h('span', { class: 'verdict' }, `${MARKS[verdict]} ${texts.verdict[verdict]}`),
      h('h1', {}, foreign(about.scenario)),
      themeButton(),
    ),
    failed === undefined
      ? h('p', { class: 'reason' }, foreign(about.summary))
      : h('p', { class: 'reason' }, h('strong', {}, foreign(failed.name)), ' ', foreign(failed.reason)),
    h('p', { class: 'facts' }, ...facts.map((fact) => h('span', {}, foreign(fact)))),
  );
}

/** The address always says what is looked at, and what it is changed to is shown. */
function followAddress(store: Store): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.listen(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { event, operation, tab, search } = store.view;
      const hash = printLink({ event, tab, search, ...(operation >= 0 ? { operation } : {}) });
      history.replaceState(null, '', hash === '' ? '#' : hash);
    }, 150);
  });
  addEventListener('hashchange', () => {
    const { event, operation, tab, search } = parseLink(location.hash);
    store.set({
      ...(event === undefined ? {} : { event, message: -1 }),
      ...(tab === undefined ? {} : { tab }),
      operation: operation ?? -1,
      search: search ?? '',
    });
  });
}
