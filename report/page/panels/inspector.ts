/** The event at hand: what it is, what it led to, what every node held then, and which messages were under way. */
import { Fate, MarkKind } from '../../data/contract.js';
import { button, fill, foreign, h } from '../dom.js';
import { eventTitle, fateText } from '../diagram/hit.js';
import { hintOf } from '../diagram/hint.js';
import type { Focus } from '../model/cone.js';
import { printLink } from '../model/deep-link.js';
import { Flights } from '../model/in-flight.js';
import { laneName, payloadOf, textOf, type RunModel } from '../model/run-model.js';
import type { Store, View } from '../store.js';
import { texts } from '../texts.js';
import { jsonView, longText } from './json-view.js';
import { NodeCards } from './node-cards.js';
import { stepButtons } from './step.js';

const MOST_FLIGHTS = 30;
const MOST_SENT = 12;
const FOCUSES: readonly Focus[] = ['past', 'chain', 'consequences'];

export class Inspector {
  readonly element: HTMLElement;
  private readonly about = h('div', { class: 'about-event', 'aria-live': 'polite' });
  private readonly flight = h('div', { class: 'flight' });
  private readonly cards: NodeCards;
  private readonly flights: Flights;

  constructor(
    private readonly model: RunModel,
    private readonly store: Store,
    /** Events of the critical pair. */
    private readonly pair: readonly number[] = [],
  ) {
    this.cards = new NodeCards(model);
    this.flights = new Flights(model);
    const states = h('h2', {}, texts.state.title);
    this.element = h(
      'aside',
      { class: 'inspector' },
      stepButtons(model, store),
      this.about,
      states,
      this.cards.element,
      this.flight,
    );
    store.listen((view, before) => {
      if (view.event !== before.event || view.message !== before.message || view.focus !== before.focus)
        this.show(view);
    });
    this.show(store.view);
  }

  private show(view: View): void {
    const { event } = view;
    this.element.dataset['event'] = String(event);
    this.showEvent(view);
    this.cards.show(event);
    this.showFlights(event);
  }

  private showEvent({ event, message, focus }: View): void {
    const { model, store } = this;
    if (event <= 0) {
      fill(this.about, h('h2', {}, texts.event.before));
      return;
    }
    const lane = model.lane[event] as number;
    const cause = model.cause[event] as number;
    const where = lane < 0 ? texts.diagram.world : laneName(model, lane);
    const arriving = message >= 0 ? message : (model.message[event] as number);
    const carried =
      message >= 0 ? textOf(model, model.recording.messages.data[message]) : payloadOf(model, event);
    const fate = arriving < 0 ? '' : fateText(model, arriving);
    const tookMs =
      arriving < 0
        ? 0
        : ((model.dueUs[arriving] as number) - (model.timeUs[model.sent[arriving] as number] as number)) /
          1000;
    fill(
      this.about,
      h('h2', {}, foreign(where, 'lane-name'), ' ', foreign(eventTitle(model, event))),
      h(
        'p',
        { class: 'facts' },
        `#${event} · ${texts.ms(model.timeUs[event] ?? 0)} · ${texts.event.cause} `,
        cause === 0 ? texts.event.plan : this.jump(cause, `#${cause}`),
        arriving >= 0 && tookMs > 0 && ` · ${texts.event.took(tookMs)}`,
      ),
      fate !== '' && h('p', { class: this.fateClass(arriving) }, foreign(fate)),
      this.pair.includes(event) && h('p', { class: 'pair' }, texts.event.pair(this.pair.indexOf(event) + 1)),
      carried !== '' &&
        h(
          'div',
          { class: 'carried' },
          h('span', { class: 'label' }, texts.event.carries),
          payloadView(carried),
        ),
      this.happened(event),
      h(
        'div',
        { class: 'focus', role: 'group', 'aria-label': texts.event.focusTitle },
        ...FOCUSES.map((its) =>
          button(
            texts.event.focus[its],
            () => store.set({ focus: focus === its ? 'off' : its, operation: -1 }),
            { 'aria-pressed': String(focus === its) },
          ),
        ),
      ),
    );
  }

  /** What was noted, said and sent while it was handled. */
  private happened(event: number): HTMLElement {
    const { model } = this;
    const { marks, messages, kinds } = model.recording;
    const list = h('ul', { class: 'happened' });
    for (let row = model.firstMark[event] ?? 0; row < (model.firstMark[event + 1] ?? 0); row++) {
      const [text, data] = [textOf(model, marks.text[row]), textOf(model, marks.data[row])];
      const label =
        marks.is[row] === MarkKind.Log
          ? `${texts.event.log}: `
          : marks.is[row] === MarkKind.Effect
            ? `${texts.event.effect}: `
            : '';
      list.append(
        h(
          'li',
          { class: marks.is[row] === MarkKind.Log ? 'log' : '' },
          label,
          longText(text),
          data !== '' && ' ',
          data !== '' && longText(data, 'data'),
        ),
      );
    }
    const [begin, end] = [model.firstSent[event] ?? 0, model.firstSent[event + 1] ?? 0];
    for (let row = begin; row < Math.min(end, begin + MOST_SENT); row++) {
      const hint = hintOf(textOf(model, messages.data[row]), kinds[messages.kind[row] ?? -1] ?? '');
      const to = laneName(model, model.to[row] as number);
      const fate = fateText(model, row);
      const arrival = model.arrived[row] as number;
      const text = foreign(`${hint} → ${to}`);
      list.append(
        h(
          'li',
          {},
          `${texts.event.sent} `,
          arrival > 0 ? this.jump(arrival, text) : text,
          fate !== '' && ' ',
          fate !== '' && foreign(fate, this.fateClass(row)),
        ),
      );
    }
    if (end - begin > MOST_SENT) list.append(h('li', {}, texts.flight.more(end - begin - MOST_SENT)));
    return list;
  }

  /** What did not reach its node as it was sent stands out; what only took its time does not. */
  private fateClass(row: number): string {
    const bad = Fate.Lost | Fate.Unheard | Fate.Damaged;
    return ((this.model.fate[row] as number) & bad) !== 0 ? 'fate' : 'quiet';
  }

  private jump(event: number, label: string | HTMLElement): HTMLElement {
    const link = h('a', {
      href: printLink({ event }),
      onclick: (click: MouseEvent) => (click.preventDefault(), this.store.set({ event, message: -1 })),
    });
    link.append(label);
    return link;
  }

  private showFlights(event: number): void {
    const { model } = this;
    const rows = event <= 0 ? [] : this.flights.at(event);
    const { messages, kinds } = model.recording;
    fill(
      this.flight,
      h('h2', {}, texts.flight.title(rows.length)),
      rows.length === 0 && h('p', { class: 'quiet' }, texts.flight.none),
      h(
        'ol',
        {},
        ...rows
          .sort((a, b) => (model.dueUs[a] as number) - (model.dueUs[b] as number))
          .slice(0, MOST_FLIGHTS)
          .map((row) => {
            const hint = hintOf(textOf(model, messages.data[row]), kinds[messages.kind[row] ?? -1] ?? '');
            const route = `${laneName(model, model.from[row] as number)} → ${laneName(model, model.to[row] as number)}`;
            const arrival = model.arrived[row] as number;
            const label = foreign(`${route}  ${hint}`);
            const due = h(
              'span',
              { class: 'quiet' },
              ` ${texts.flight.due((model.dueUs[row] as number) / 1000)}`,
            );
            return h('li', {}, arrival > 0 ? this.jump(arrival, label) : label, due);
          }),
      ),
      rows.length > MOST_FLIGHTS && h('p', { class: 'quiet' }, texts.flight.more(rows.length - MOST_FLIGHTS)),
    );
    this.flight.dataset['count'] = String(rows.length);
  }
}

/** Longer payloads are not laid out. */
const LAID_OUT = 50_000;

function payloadView(json: string): HTMLElement {
  if (json.length > LAID_OUT) return longText(json);
  const value: unknown = JSON.parse(json);
  return jsonView(value, value);
}
