/** What lies under the pointer, and what to say of it. */
import { Fate } from '../../data/contract.js';
import { visible } from '../dom.js';
import { kindOf, laneName, payloadOf, textOf, type RunModel } from '../model/run-model.js';
import { texts } from '../texts.js';
import { across, along, laneAt } from './frame.js';
import { operationText } from './paint-ground.js';
import type { Arrow } from './paint-messages.js';
import type { Scene } from './scene.js';

export type Hit =
  | { readonly is: 'event'; readonly event: number }
  | { readonly is: 'message'; readonly row: number; readonly event: number }
  | { readonly is: 'operation'; readonly operation: number };

const NEAR = 8;
const CLIP = 160;

export function hitAt(scene: Scene, arrows: readonly Arrow[], time: number, place: number): Hit | undefined {
  return (
    eventHit(scene, time, place) ?? arrowHit(scene, arrows, time, place) ?? operationHit(scene, time, place)
  );
}

function eventHit({ model, frame, first, last }: Scene, time: number, place: number): Hit | undefined {
  const lane = laneAt(frame, place);
  if (lane < 0 || Math.abs(across(frame, lane) - place) > NEAR) return undefined;
  let [best, distance] = [0, NEAR];
  for (let event = Math.max(1, first); event <= last; event++) {
    if (model.lane[event] !== lane) continue;
    const off = Math.abs(along(frame, frame.scale.of(event)) - time);
    if (off < distance) [best, distance] = [event, off];
  }
  return best === 0 ? undefined : { is: 'event', event: best };
}

function arrowHit({ model }: Scene, arrows: readonly Arrow[], time: number, place: number): Hit | undefined {
  let best: Arrow | undefined;
  let distance = 6;
  for (const arrow of arrows) {
    const off = distanceTo(arrow, time, place);
    if (off < distance) [best, distance] = [arrow, off];
  }
  if (best === undefined) return undefined;
  const { row } = best;
  return { is: 'message', row, event: (model.arrived[row] as number) || (model.sent[row] as number) };
}

function distanceTo({ x1, y1, x2, y2 }: Arrow, x: number, y: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const part = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x1 + part * dx - x, y1 + part * dy - y);
}

function operationHit({ model, frame }: Scene, time: number, place: number): Hit | undefined {
  const lane = laneAt(frame, place);
  if (lane < 0 || Math.abs(across(frame, lane) - place) > 6) return undefined;
  const operation = model.operations.findIndex(
    (its) =>
      its.lane === lane &&
      along(frame, frame.scale.of(its.invoked)) <= time &&
      along(frame, frame.scale.of(its.completed || model.count + 1)) >= time,
  );
  return operation < 0 ? undefined : { is: 'operation', operation };
}

/** A few lines on it; the first is a title. */
export function tipOf(model: RunModel, hit: Hit): string[] {
  if (hit.is === 'operation') {
    const its = model.operations[hit.operation];
    if (its === undefined) return [];
    return [
      `${its.process}: ${operationText(its.f, its.input)}`,
      `${texts.history.outcome[its.type]} ${its.output ?? its.error ?? ''}`,
    ].map(short);
  }
  if (hit.is === 'message') {
    const { row } = hit;
    const kind = model.recording.kinds[model.recording.messages.kind[row] ?? -1] ?? '';
    const route = `${laneName(model, model.from[row] as number)} → ${laneName(model, model.to[row] as number)}`;
    return [`${kind} ${route}`, fateText(model, row), textOf(model, model.recording.messages.data[row])]
      .filter((line) => line !== '')
      .map(short);
  }
  const { event } = hit;
  const title = `${laneName(model, model.lane[event] as number)}: ${eventTitle(model, event)}`;
  return [title, `#${event} · ${texts.ms(model.timeUs[event] ?? 0)}`, payloadOf(model, event)]
    .filter((line) => line !== '')
    .map(short);
}

const short = (line: string): string => visible(line.length > CLIP ? `${line.slice(0, CLIP)}…` : line);

/** What an event is, in a word or two. */
export function eventTitle(model: RunModel, event: number): string {
  const kind = kindOf(model, event);
  const name = textOf(model, model.recording.events.name[event - 1]);
  const message = model.message[event] as number;
  if (message >= 0) return `${kind} ${texts.event.from} ${laneName(model, model.from[message] as number)}`;
  return name === '' ? kind : `${kind} ${name}`;
}

/** What became of a message, where that is not simply that it came. */
export function fateText({ recording, fate, arrived }: RunModel, row: number): string {
  const its = fate[row] as number;
  const why = recording.texts[recording.messages.why[row] ?? -1] ?? '';
  return [
    (its & Fate.Lost) !== 0 && texts.event.lostBecause(why),
    (its & Fate.Copy) !== 0 && texts.legend.copy,
    (its & Fate.Delayed) !== 0 && texts.legend.delayed,
    (its & Fate.Damaged) !== 0 && texts.legend.damaged,
    (its & Fate.Unheard) !== 0 && texts.legend.unheard,
    (its & Fate.Lost) === 0 && arrived[row] === 0 && texts.event.inTheFuture,
  ]
    .filter((word) => word !== false)
    .join(', ');
}
