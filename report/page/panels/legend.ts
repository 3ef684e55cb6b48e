/** What the signs of the diagram mean, each drawn as it is in the diagram. */
import { h, svg } from '../dom.js';
import { texts } from '../texts.js';

type Part = readonly [tag: string, attributes: Readonly<Record<string, string>>];
type Sign = readonly [words: string, ...parts: readonly Part[]];

const line = (attributes: Readonly<Record<string, string>> = {}, y = '8'): Part => [
  'line',
  { x1: '1', y1: y, x2: '27', y2: y, ...attributes },
];
const head: Part = ['path', { d: 'M33 8 l-7 -3.4 v6.8 z', fill: 'currentColor' }];
const cross: Part = ['path', { d: 'M26 4 l8 8 m0 -8 l-8 8', 'stroke-width': '1.8' }];

const signs: readonly Sign[] = [
  [texts.legend.delivered, line(), head],
  [
    texts.legend.lost,
    line({ 'stroke-dasharray': '4 3', class: 'bad' }),
    ['path', { ...cross[1], class: 'bad' }],
  ],
  [texts.legend.copy, line({}, '6'), line({}, '10'), head],
  [texts.legend.delayed, line({ 'stroke-dasharray': '10 3 2 3' }), head],
  [
    texts.legend.damaged,
    ['path', { d: 'M1 8 h7 l3 -5 l4 10 l4 -10 l3 5 h5', class: 'bad' }],
    ['path', { ...head[1], class: 'bad', fill: 'var(--bad)' }],
  ],
  [texts.legend.unheard, line(), ['circle', { cx: '31', cy: '8', r: '3.5' }]],
  [
    texts.legend.timer,
    line(),
    ['rect', { x: '14', y: '5', width: '6', height: '6', fill: 'var(--surface)' }],
  ],
  [texts.legend.sync, line(), ['path', { d: 'M17 3 l5 5 l-5 5 l-5 -5 z', fill: 'currentColor' }]],
  [texts.legend.diskLoss, ['path', { d: 'M17 3 l5 5 l-5 5 l-5 -5 z M12 13 l10 -10', class: 'bad' }]],
  [texts.legend.log, line({}, '13'), ['path', { d: 'M14 12 v-10 h7 v4 h-6', fill: 'var(--info)' }]],
  [
    texts.legend.down,
    ['path', { d: 'M1 8 h6 m0 -5 v10 m20 -10 v10 m0 -5 h6', class: 'bad' }],
    ['path', { d: 'M10 8 h16', 'stroke-dasharray': '1 4', class: 'bad' }],
  ],
  [texts.legend.paused, line({}, '5'), line({}, '11')],
  [
    texts.legend.clock,
    line({}, '12'),
    ['path', { d: 'M6 12 v-8 h8 l14 4 v4', 'stroke-dasharray': '2 2', class: 'clock' }],
  ],
  [
    texts.legend.cut,
    [
      'rect',
      {
        x: '1',
        y: '2',
        width: '32',
        height: '12',
        fill: 'var(--cut)',
        'fill-opacity': '0.3',
        stroke: 'none',
      },
    ],
    line({ 'stroke-dasharray': '6 4', class: 'cut' }),
  ],
];

/** Only of runs that have one. */
const pair: Sign = [
  texts.legend.pair,
  line(),
  ['path', { d: 'M9 2 h-4 v12 h4 m8 -12 h4 v12 h-4', 'stroke-width': '2' }],
  ['rect', { x: '25', y: '1', width: '10', height: '14', fill: 'currentColor' }],
  ['path', { d: 'M28.5 5.5 l2 -1.5 v8', stroke: 'var(--surface)', 'stroke-width': '1.6' }],
];

export function legend(hasPair: boolean): HTMLElement {
  return h(
    'details',
    { class: 'legend' },
    h('summary', {}, texts.legend.title),
    h(
      'ul',
      {},
      ...[...signs, ...(hasPair ? [pair] : [])].map(([words, ...parts]) => h('li', {}, drawn(parts), words)),
    ),
    h('p', { class: 'quiet' }, texts.legend.clockNow),
    h('p', { class: 'quiet' }, texts.keys),
  );
}

function drawn(parts: readonly Part[]): SVGElement {
  const picture = svg('svg', { viewBox: '0 0 36 16', width: '36', height: '16', 'aria-hidden': 'true' });
  for (const [tag, attributes] of parts)
    picture.append(svg(tag, { stroke: 'currentColor', fill: 'none', ...attributes }));
  return picture;
}
