/** The life of a lost or doubled message, or of a saga, station by station. */
import { Fate, Part, type Subject } from '../../data/contract.js';
import { fateText } from '../diagram/hit.js';
import { operationText } from '../diagram/paint-ground.js';
import { hintOf } from '../diagram/hint.js';
import { clip, foreign, h } from '../dom.js';
import { lifeOf, withoutRepeats, type Station } from '../model/life.js';
import { laneName, textOf, type RunModel } from '../model/run-model.js';
import { texts } from '../texts.js';
import type { Place } from './place.js';

const MOST_STATIONS = 120;

/** Looked up once it is unfolded: it goes through the whole run. */
export function lifeView(subject: Subject, { model, store }: Place, isOpen: boolean): HTMLElement {
  const element = h(
    'details',
    { class: 'life' },
    h('summary', {}, foreign(texts.life.title(nameOf(subject)))),
  );
  let isFilled = false;
  element.addEventListener('toggle', () => {
    if (!element.open || isFilled) return;
    isFilled = true;
    const stations = withoutRepeats(model, lifeOf(model, subject));
    const show = (event: number): void => store.set({ event, operation: -1, message: -1, focus: 'off' });
    element.append(
      h(
        'ol',
        { class: 'stations' },
        ...stations.slice(0, MOST_STATIONS).map((station) => stationView(model, station, show)),
      ),
    );
    if (stations.length > MOST_STATIONS)
      element.append(h('p', { class: 'quiet' }, texts.life.more(stations.length - MOST_STATIONS)));
  });
  element.open = isOpen;
  return element;
}

/** A text is a name; a number needs to be told what of. */
function nameOf({ names, value }: Subject): string {
  return value.startsWith('"') ? (JSON.parse(value) as string) : `${names[0] ?? ''} ${value}`;
}

function stationView(model: RunModel, station: Station, show: (event: number) => void): HTMLElement {
  const { sign, words, isBad } = told(model, station);
  return h(
    'li',
    { class: isBad ? 'bad' : '' },
    h('time', {}, texts.ms(model.timeUs[station.event] ?? 0)),
    h('span', { class: 'sign', 'aria-hidden': true }, sign),
    h(
      'button',
      { type: 'button', class: 'linklike', onclick: () => show(station.event) },
      foreign(clip(words, 220)),
    ),
  );
}

function told(
  model: RunModel,
  station: Station,
): { readonly sign: string; readonly words: string; readonly isBad: boolean } {
  switch (station.is) {
    case 'operation': {
      const its = model.operations[station.operation];
      if (its === undefined) return { sign: '', words: '', isBad: false };
      const asked = `${its.process}: ${operationText(its.f, its.input)}`;
      const answer = its.type === 'ok' ? (its.output ?? 'ok') : (its.error ?? '');
      const words = station.ends
        ? `${asked} → ${texts.history.outcome[its.type]} ${clip(answer === 'ok' ? '' : answer, 80)}`
        : asked;
      return { sign: station.ends ? '◁' : '▷', words: words.trim(), isBad: false };
    }
    case 'message': {
      const { messages, kinds } = model.recording;
      const { row } = station;
      const hint = hintOf(textOf(model, messages.data[row]), kinds[messages.kind[row] ?? -1] ?? '');
      const way = `${laneName(model, model.from[row] as number)} → ${laneName(model, model.to[row] as number)}`;
      const isLost = ((model.fate[row] as number) & (Fate.Lost | Fate.Unheard | Fate.Damaged)) !== 0;
      const arrival = model.arrived[row] as number;
      const came = isLost || arrival === 0 ? '' : texts.life.arrives((model.timeUs[arrival] ?? 0) / 1000);
      return {
        sign: isLost ? '✗' : '→',
        words: [
          `${way}  ${hint}`,
          came,
          fateText(model, row),
          station.more > 0 ? texts.life.alike(station.more) : '',
        ]
          .filter((part) => part !== '')
          .join(' · '),
        isBad: isLost,
      };
    }
    case 'mark':
      return {
        sign: '·',
        words: `${station.lane < 0 ? texts.diagram.world : laneName(model, station.lane)}: ${station.text} ${clip(station.data, 120)}`,
        isBad: false,
      };
    case 'held':
    case 'gone': {
      const lane = laneName(model, station.lane);
      const isDisk = station.part === Part.Durable;
      return station.is === 'held'
        ? { sign: '●', words: texts.life.held(lane, isDisk), isBad: false }
        : { sign: '○', words: texts.life.gone(lane, isDisk), isBad: isDisk };
    }
  }
}
