/** Operations as bars over time, one row for each process; of many, some at a time. */
import type { ReportOperation } from '../../data/contract.js';
import { operationText } from '../diagram/paint-ground.js';
import { button, fill, foreign, h } from '../dom.js';
import { laneName, type RunModel } from '../model/run-model.js';
import { texts } from '../texts.js';

/** More bars at once are neither read nor drawn quickly. */
const PAGE = 400;
/** Per cent: words of a point further right stand on its left. */
const LATE = 70;
/** So few are spaced evenly, in order: what overlaps what is all that counts. */
const FEW_BARS = 40;
/** Share of the width, in hundredths, that takes a word. */
const READABLE = 3;
/** Where processes are more, those of one client, which follow each other, share a row. */
const MOST_ROWS = 24;

type Numbered = ReportOperation & { readonly number: number };

export class Bars {
  readonly element = h('div', { class: 'bars', role: 'group' });
  private shown: readonly Numbered[] = [];
  private first = 0;
  private marked = -1;

  constructor(
    private readonly model: RunModel,
    private readonly involved: ReadonlySet<number>,
    private readonly choose: (operation: number) => void,
  ) {}

  /** Shows all operations, or only those of the failure. */
  list(onlyInvolved: boolean): void {
    const all = this.model.operations.map((operation, number) => ({ ...operation, number }));
    this.shown = onlyInvolved ? all.filter(({ number }) => this.involved.has(number)) : all;
    const [key = -1] = this.involved;
    this.first = this.pageOf(this.marked >= 0 ? this.marked : key);
    this.draw();
  }

  /** Brings an operation into view and sets it off. */
  mark(operation: number): void {
    this.marked = operation;
    const page = this.pageOf(operation);
    if (operation >= 0 && page !== this.first && this.shown.some(({ number }) => number === operation)) {
      this.first = page;
      this.draw();
    } else this.press();
  }

  private pageOf(operation: number): number {
    const at = this.shown.findIndex(({ number }) => number === operation);
    return Math.max(0, at - (at % PAGE));
  }

  private press(): void {
    for (const bar of this.element.querySelectorAll<HTMLElement>('[data-operation]'))
      bar.setAttribute('aria-pressed', String(Number(bar.dataset['operation']) === this.marked));
  }

  private draw(): void {
    const { model, shown, first } = this;
    const listed = shown.slice(first, first + PAGE);
    const place = placing(model, listed);
    const rows = rowsOf(model, listed);
    this.element.setAttribute('aria-label', texts.history.label(listed.length, rows.size));
    fill(
      this.element,
      shown.length > PAGE && this.pager(),
      ...[...rows].map(([name, operations]) =>
        h(
          'div',
          { class: 'process' },
          foreign(name, 'process-name'),
          h(
            'div',
            { class: 'track' },
            ...operations.map((its) => this.bar(its, place, listed.length <= FEW_BARS)),
          ),
        ),
      ),
      h(
        'div',
        { class: 'bars-axis' },
        h('span', {}, texts.ms(place.fromUs)),
        h('span', {}, texts.ms(place.toUs)),
      ),
    );
    this.press();
  }

  private pager(): HTMLElement {
    const { shown, first } = this;
    const go = (to: number) => (): void => {
      this.first = to;
      this.draw();
    };
    const end = Math.min(shown.length, first + PAGE);
    return h(
      'div',
      { class: 'pager' },
      button('←', go(first - PAGE), { disabled: first === 0, 'aria-label': texts.history.before }),
      h('span', {}, texts.history.page(first + 1, end, shown.length)),
      button('→', go(first + PAGE), { disabled: end === shown.length, 'aria-label': texts.history.after }),
    );
  }

  private bar(its: Numbered, place: Placing, isRoomy: boolean): HTMLElement {
    const { number, invoked, completed, type, f, input, output, error } = its;
    const left = place.percent(invoked);
    const right = place.percent(completed > 0 ? completed : this.model.count + 1);
    const asked = operationText(f, input);
    const answer = type === 'ok' ? (output ?? '') : (error ?? '');
    // What begins and ends at once has no room for its words: they stand beside it, where there is room.
    const isPoint = right === left;
    const bar = h(
      'button',
      {
        type: 'button',
        class: `bar ${type}${this.involved.has(number) ? ' involved' : ''}${isPoint && isRoomy ? (left > LATE ? ' point late' : ' point') : ''}`,
        'data-operation': number,
        title: `${asked} · ${texts.history.outcome[type]} ${answer}`.slice(0, 300),
        'aria-label': `${its.process}: ${asked}, ${texts.history.outcome[type]} ${answer}`.slice(0, 300),
        onclick: () => this.choose(number),
      },
      // One letter says nothing.
      (isRoomy || right - left >= READABLE) &&
        foreign(`${asked}${answer === '' ? '' : ` → ${answer}`}`.slice(0, 120)),
    );
    bar.style.left = `${left}%`;
    bar.style.width = `max(4px, ${right - left}%)`;
    return bar;
  }
}

/** Clients first, then what nodes reported. */
function rowsOf(model: RunModel, listed: readonly Numbered[]): Map<string, Numbered[]> {
  const isClients = ({ lane }: Numbered): boolean => model.lanes[lane]?.is === 'client';
  const ordered = [...listed.filter(isClients), ...listed.filter((its) => !isClients(its))];
  const isMany = new Set(listed.map(({ process }) => process)).size > MOST_ROWS;
  const rows = new Map<string, Numbered[]>();
  for (const its of ordered) {
    const name = isMany ? laneName(model, its.lane) : its.process;
    const row = rows.get(name);
    if (row === undefined) rows.set(name, [its]);
    else row.push(its);
  }
  return rows;
}

interface Placing {
  readonly fromUs: number;
  readonly toUs: number;
  /** Where an event lies from left to right. */
  readonly percent: (event: number) => number;
}

function placing(model: RunModel, listed: readonly Numbered[]): Placing {
  const moments = [
    ...new Set(
      listed.flatMap(({ invoked, completed }) => [invoked, completed > 0 ? completed : model.count + 1]),
    ),
  ].sort((a, b) => a - b);
  const timeOf = (event: number): number => model.timeUs[event] ?? model.endUs;
  const [fromUs, toUs] = [timeOf(moments[0] ?? 0), timeOf(moments.at(-1) ?? 0)];
  const ranks = listed.length <= FEW_BARS ? new Map(moments.map((event, rank) => [event, rank])) : undefined;
  const percent = (event: number): number =>
    100 *
    (ranks === undefined
      ? (timeOf(event) - fromUs) / Math.max(1, toUs - fromUs)
      : (ranks.get(event) ?? 0) / Math.max(1, ranks.size - 1));
  return { fromUs, toUs, percent };
}
