/** Lines about events: messages and timers with what they changed, what nodes said, what went wrong. */
import type { TimelineEvent, TimelineMessage } from '../data/timeline.js';
import type { MessageWords, Moment, Scene } from './moment.js';
import { streamWords } from './stream-words.js';
import { payloadName, payloadWords, valueWords } from './words.js';

/** What of the plan begins or is over, in its own words. */
export function* faultMoments(
  { timeline, changes }: Scene,
  { number: event }: TimelineEvent,
): Generator<Moment> {
  for (const { is, lane, text: edge, data } of timeline.marksOf(event)) {
    if (is !== 'note' || lane >= 0) continue;
    const line = { event, is: 'fault', raw: () => '', features: [] } as const;
    if (edge === 'heal-all')
      yield { ...line, tell: () => 'everything is healed', fault: { number: -1, edge: 'heal' } };
    if (!edge.startsWith('fault-')) continue;
    const { what = '', fault: number = -1 } = parsed(data) as {
      readonly what?: string;
      readonly fault?: number;
    };
    const over = (): string => `over: ${what}`;
    if (edge === 'fault-begin')
      yield {
        ...line,
        tell: () => `${what}${changes.lostFromDisks(event)}`,
        fault: { number, edge: 'begin' },
      };
    else if (edge !== 'fault-end')
      yield { ...line, tell: edge === 'fault-flap-on' ? () => what : over, fault: { number, edge: 'flap' } };
    // Who is back after one of these starts, which is told.
    else if (!/^(crash|kill|restart|wipe) /.test(what))
      yield { ...line, tell: over, fault: { number, edge: 'end' } };
  }
}

/** A message that a node hears; a timer, a sync or a start, with what it changed there. */
export function* happening(
  scene: Scene,
  { number: event, kind, lane, message, timer }: TimelineEvent,
): Generator<Moment> {
  const { timeline, changes, nameOf, isClient } = scene;
  if (lane < 0 || isClient(lane)) return;
  const changed = changes.of(event);
  const node = nameOf(lane);
  const step = (feature: string, tell: () => string): Moment => ({
    ...{ event, is: 'step', tell, raw: () => changed.raw(), features: [...changed.features, feature] },
    ...(changed.isNothing ? {} : { changed }),
  });
  const after = (head: string) => (): string => (changed.isNothing ? head : `${head}; ${changed.words()}`);
  if (message !== undefined) {
    // What clients ask is told where they ask it.
    if (isClient(message.from) && changed.isNothing) return;
    const words = messageWords(scene, message);
    yield {
      ...step(featureOf(message), () => after(messageLine(words))()),
      ...{ is: 'message', message: words, raw: () => `${message.data ?? ''} ${changed.raw()}` },
    };
  } else if (kind === 'start') {
    const note = timeline.marksOf(event).find((mark) => mark.lane === lane && mark.text === 'started');
    const { incarnation = 1 } = parsed(note?.data) as { readonly incarnation?: number };
    const isOpening = incarnation === 1;
    const head = `${node} starts${isOpening ? '' : ' again'}`;
    yield {
      ...step('start', () => [head, changed.words(lane)].filter((words) => words !== '').join(': ')),
      isOpening,
    };
  } else if (kind === 'call-timeout') {
    // A process that stands still gives nothing up: it may find the answer first when it goes on.
    if (!isPausedAt(scene.timeline, lane, event))
      yield step('call-timeout', after(`${node} stops waiting for an answer`));
  } else if (!changed.isNothing) {
    const why = timer === undefined ? '' : `  (timer ${timer})`;
    yield step(`${kind} ${timer ?? ''}`, () => `${changed.words()}${why}`);
  }
}

/** What nodes say, and what the engine notes about them. */
export function* said(
  { timeline, nameOf, keeps }: Scene,
  { number: event }: TimelineEvent,
): Generator<Moment> {
  for (const { lane, is, text, data } of timeline.marksOf(event)) {
    if (lane < 0) continue;
    const node = nameOf(lane);
    const note = NOTES[text];
    const line = { event, raw: () => `${text} ${data ?? ''}` };
    if (is === 'log') {
      const tell = (): string =>
        `${node} says: ${text}${data === undefined ? '' : ` ${payloadWords(parsed(data), keeps)}`}`;
      yield { ...line, is: 'log', tell, features: [`log ${text.replace(/\d+/g, '#')}`] };
    } else if (is === 'note' && note !== undefined) {
      const tell = (): string =>
        `${node}: ${note}${data === undefined ? '' : `: ${valueWords(parsed(data))}`}`;
      yield { ...line, is: 'step', tell, features: [`note ${text}`] };
    }
  }
}

/** What left and was not received. */
export function* lostMessages(scene: Scene, { number: event }: TimelineEvent): Generator<Moment> {
  for (const message of scene.timeline.sentDuring(event)) {
    const { heard, unheard = '', data = '' } = message;
    if (heard > 0 || unheard === 'the run was over') continue;
    const words = messageWords(scene, message);
    yield {
      ...{ event, is: 'message', message: words, raw: () => data, tell: () => messageLine(words) },
      features: [`lost ${featureOf(message)} ${unheard}`],
    };
  }
}

const isPausedAt = ({ statuses }: Scene['timeline'], lane: number, event: number): boolean =>
  statuses.some(
    (its) =>
      its.lane === lane && its.status === 'paused' && its.begin < event && (its.end === 0 || event < its.end),
  );

/** `n1 → n2, n3: append`. */
export const messageLine = ({ from, to, what }: MessageWords): string => `${from} → ${to}: ${what()}`;

function messageWords({ timeline, nameOf, keeps }: Scene, message: TimelineMessage): MessageWords {
  const { kind, from, to, marks, data, unheard, heard, sent } = message;
  return {
    from: nameOf(from),
    to: nameOf(to),
    like: JSON.stringify([from, kind, data, unheard, marks]),
    what() {
      const noun = NOUNS[kind];
      const what =
        data === undefined
          ? (noun ?? kind)
          : kind === 'segment'
            ? streamWords(parsed(data), keeps)
            : `${noun === undefined ? '' : `${noun} `}${payloadWords(parsed(data), keeps)}`;
      const underWayMs = (timeline.atUs(heard) - timeline.atUs(sent)) / 1000;
      const fate = [
        ...(marks.includes('copy') ? ['a second copy'] : []),
        ...(marks.includes('damaged') ? ['damaged'] : []),
        ...(marks.includes('delayed') && heard > 0 ? [`${underWayMs.toFixed(1)} ms under way`] : []),
        ...(unheard === undefined ? [] : [`not received: ${LOSSES[unheard] ?? unheard}`]),
      ];
      return `${what}${fate.length === 0 ? '' : `  (${fate.join(', ')})`}`;
    },
  };
}

/** What nodes note about themselves, in words. */
const NOTES: Readonly<Record<string, string>> = {
  'sync-failed': 'a sync fails',
  rotted: 'a bit on its disk rots',
  upgraded: 'is upgraded',
  terminating: 'is told to end (SIGTERM)',
  overdue: 'has not ended in time, and is killed',
  exit: 'its process exits',
  uncaught: 'its process fails',
  'segment-damaged': 'a part of a stream is damaged',
};
/** Why a message was not received. */
const LOSSES: Readonly<Record<string, string>> = {
  cut: 'the link is cut',
  loss: 'lost by chance',
  plan: 'lost as planned',
  'nobody there': 'nobody is there',
};
const NOUNS: Readonly<Record<string, string>> = {
  answer: 'answer',
  refusal: 'refusal',
  segment: 'stream',
};

const featureOf = ({ kind, data, marks }: TimelineMessage): string =>
  `${kind} ${nameIn(data)} ${marks.join()}`;

/** The same payload goes many ways. */
const names = new Map<string, string>();
function nameIn(data: string | undefined): string {
  if (data === undefined) return '';
  let name = names.get(data);
  if (name === undefined) {
    if (names.size > 10_000) names.clear();
    names.set(data, (name = payloadName(JSON.parse(data)) ?? ''));
  }
  return name;
}

const parsed = (json: string | undefined): unknown =>
  json === undefined ? {} : (JSON.parse(json) as unknown);
