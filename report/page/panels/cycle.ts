/** A cycle of operations as a drawing, and in words: each has to come before the next, in a circle. */
import type { CycleEdge } from '../../data/contract.js';
import { operationText } from '../diagram/paint-ground.js';
import { clip, foreign, h, svg, visible } from '../dom.js';
import type { RunModel } from '../model/run-model.js';
import { texts } from '../texts.js';

const SIZE = { width: 560, box: 150, high: 34 };
/** Two lie side by side. */
const HEIGHT = { two: 110, more: 300 };

interface Point {
  readonly x: number;
  readonly y: number;
}

export function cycleView(
  model: RunModel,
  cycle: readonly CycleEdge[],
  choose: (operation: number) => void,
): HTMLElement {
  const nodes = cycle.map(({ from }) => from);
  // Reads that are not on the cycle, but force an order on it.
  const reads = [...new Set(cycle.flatMap(({ via = -1 }) => (via < 0 || nodes.includes(via) ? [] : [via])))];
  const nameOf = (operation: number): string => {
    const place = nodes.indexOf(operation);
    return place < 0 ? `R${reads.indexOf(operation) + 1}` : `T${place + 1}`;
  };
  const named = (operation: number): (HTMLElement | string)[] => [
    h('strong', {}, nameOf(operation)),
    ' ',
    h(
      'button',
      { type: 'button', class: 'linklike', onclick: () => choose(operation) },
      foreign(clip(wordsOf(model, operation), 160)),
    ),
  ];
  return h(
    'div',
    { class: 'cycle' },
    drawing(model, cycle, nameOf, choose),
    h(
      'ol',
      { class: 'operations' },
      ...cycle.map(({ from, to, relation, key, via }) =>
        h(
          'li',
          {},
          ...named(from),
          h('br'),
          h('span', { class: 'relation' }, `${relation} `),
          foreign(
            texts.cycle[relation](
              nameOf(from),
              nameOf(to),
              clip(keyName(key ?? ''), 40),
              via === undefined ? '' : nameOf(via),
            ),
          ),
        ),
      ),
      ...reads.map((read) => h('li', {}, ...named(read))),
    ),
  );
}

/** Keys are kept as JSON. */
function keyName(key: string): string {
  return key.startsWith('"') ? String(JSON.parse(key)) : key;
}

function wordsOf(model: RunModel, operation: number): string {
  const its = model.operations[operation];
  if (its === undefined) return '';
  const answer = its.type === 'ok' ? (its.output ?? '') : texts.history.outcome[its.type];
  return `${its.process}: ${operationText(its.f, its.input)}${answer === '' ? '' : ` → ${answer}`}`;
}

/** Boxes on an ellipse, the first at the top, arrows clockwise. */
function drawing(
  model: RunModel,
  cycle: readonly CycleEdge[],
  nameOf: (operation: number) => string,
  choose: (operation: number) => void,
): SVGElement {
  const { width, box, high } = SIZE;
  const height = cycle.length === 2 ? HEIGHT.two : HEIGHT.more;
  const places = cycle.map((_edge, index): Point => {
    const angle = (2 * Math.PI * index) / cycle.length - (cycle.length === 2 ? Math.PI : Math.PI / 2);
    return {
      x: width / 2 + (width / 2 - box / 2 - 8) * Math.cos(angle),
      y: height / 2 + (height / 2 - high / 2 - 12) * Math.sin(angle),
    };
  });
  const label = texts.cycle.label(cycle.map(({ from }) => nameOf(from)));
  const picture = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': label });
  for (const [index, { relation, key }] of cycle.entries()) {
    const [from, to] = [places[index], places[(index + 1) % cycle.length]];
    if (from === undefined || to === undefined) continue;
    // Two that point at each other would lie on one line: each bends to its own side.
    picture.append(
      ...arrow(from, to, key === undefined ? relation : `${relation} ${clip(visible(keyName(key)), 18)}`),
    );
  }
  for (const [index, { from }] of cycle.entries()) {
    const { x, y } = places[index] ?? { x: 0, y: 0 };
    const its = model.operations[from];
    const node = svg('g', {
      class: 'transaction',
      tabindex: 0,
      role: 'button',
      'aria-label': `${nameOf(from)}: ${visible(wordsOf(model, from))}`.slice(0, 300),
      transform: `translate(${x - box / 2} ${y - high / 2})`,
    });
    node.append(
      svg('rect', { width: box, height: high, rx: 6 }),
      svg('text', { x: box / 2, y: 14 }, `${nameOf(from)} · ${clip(visible(its?.process ?? ''), 16)}`),
      svg(
        'text',
        { x: box / 2, y: 27, class: 'quiet' },
        clip(visible(its === undefined ? '' : operationText(its.f, its.input)), 24),
      ),
    );
    node.addEventListener('click', () => choose(from));
    node.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose(from);
    });
    picture.append(node);
  }
  return picture;
}

/** A bent line from box to box with a head and a label at its middle. */
function arrow(from: Point, to: Point, words: string): SVGElement[] {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const bend = { x: (from.x + to.x) / 2 + (dy / length) * 46, y: (from.y + to.y) / 2 - (dx / length) * 46 };
  const [begin, end] = [edgeOf(from, bend), edgeOf(to, bend)];
  const angle = Math.atan2(end.y - bend.y, end.x - bend.x);
  const corner = (turn: number): string =>
    `${end.x - 9 * Math.cos(angle + turn)},${end.y - 9 * Math.sin(angle + turn)}`;
  const middle = {
    x: begin.x / 4 + bend.x / 2 + end.x / 4,
    y: begin.y / 4 + bend.y / 2 + end.y / 4,
  };
  return [
    svg('path', { class: 'way', d: `M${begin.x},${begin.y} Q${bend.x},${bend.y} ${end.x},${end.y}` }),
    svg('polygon', { class: 'head', points: `${end.x},${end.y} ${corner(0.42)} ${corner(-0.42)}` }),
    svg('text', { class: 'edge', x: middle.x, y: middle.y + 4 }, words),
  ];
}

/** Where the way from the middle of a box to a point leaves the box. */
function edgeOf(center: Point, towards: Point): Point {
  const [dx, dy] = [towards.x - center.x, towards.y - center.y];
  const share = Math.min(
    (SIZE.box / 2 + 3) / Math.max(0.001, Math.abs(dx)),
    (SIZE.high / 2 + 3) / Math.max(0.001, Math.abs(dy)),
  );
  return { x: center.x + dx * Math.min(1, share), y: center.y + dy * Math.min(1, share) };
}
