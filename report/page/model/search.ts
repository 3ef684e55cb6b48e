/** Finding events: `node:n1 kind:timer key:x` and any other words, all of which have to be there. */
import { kindOf, laneName, textOf, type RunModel } from './run-model.js';

interface Query {
  readonly node: readonly string[];
  readonly kind: readonly string[];
  readonly key: readonly string[];
  readonly words: readonly string[];
}

/** Quotes keep blanks together. Upper and lower case are one. */
export function parseQuery(text: string): Query {
  const query = { node: [] as string[], kind: [] as string[], key: [] as string[], words: [] as string[] };
  for (const [, field = '', quoted, plain] of text.matchAll(/(?:(node|kind|key):)?(?:"([^"]*)"?|(\S+))/gi)) {
    const word = (quoted ?? plain ?? '').toLowerCase();
    if (word === '') continue;
    const list = field === '' ? query.words : query[field.toLowerCase() as 'node' | 'kind' | 'key'];
    list.push(word);
  }
  return query;
}

/** By event number, 1 for each event that fits; nothing where nothing was asked. */
export function searchMask(model: RunModel, text: string): Uint8Array | undefined {
  const query = parseQuery(text);
  if (query.node.length + query.kind.length + query.key.length + query.words.length === 0) return undefined;
  const { recording, count, firstMark } = model;
  const contains = textMatcher(recording.texts);
  const hasKey = textMatcher(recording.texts, holdsKey);
  const mask = new Uint8Array(count + 1);
  for (let event = 1; event <= count; event++) {
    const message = model.message[event] as number;
    const lane = laneName(model, model.lane[event] as number).toLowerCase();
    const from = message < 0 ? '' : laneName(model, model.from[message] as number).toLowerCase();
    const kind = kindOf(model, event);
    if (query.node.some((name) => name !== lane && name !== from)) continue;
    const data = (message < 0 ? recording.events.data[event - 1] : recording.messages.data[message]) ?? -1;
    const name = recording.events.name[event - 1] ?? -1;
    const marks: number[] = [];
    for (let row = firstMark[event] as number; row < (firstMark[event + 1] as number); row++)
      marks.push(recording.marks.text[row] ?? -1, recording.marks.data[row] ?? -1);
    // A message that never arrives has no event of its own: it is found where it was sent.
    for (let row = model.firstSent[event] as number; row < (model.firstSent[event + 1] as number); row++)
      if (model.arrived[row] === 0)
        marks.push(recording.messages.data[row] ?? -1, recording.messages.why[row] ?? -1);
    const texts = [data, name, ...marks];
    if (query.kind.some((word) => !kind.includes(word) && !textOf(model, name).toLowerCase().includes(word)))
      continue;
    if (query.key.some((word) => !texts.some((number) => hasKey(number, word)))) continue;
    const plain = `${lane} ${from} ${kind}`;
    if (query.words.some((word) => !plain.includes(word) && !texts.some((number) => contains(number, word))))
      continue;
    mask[event] = 1;
  }
  return mask;
}

/** A field called `key` with this value, whatever else the text holds. */
function holdsKey(text: string, word: string): boolean {
  return (
    text.includes(`"key":"${word}"`) || text.includes(`"key":${word},`) || text.includes(`"key":${word}}`)
  );
}

/** Looks at each text once, however many events have it. */
function textMatcher(
  texts: readonly string[],
  fits = (text: string, word: string): boolean => text.includes(word),
): (number: number, word: string) => boolean {
  const known = new Map<string, Uint8Array>();
  return (number, word) => {
    if (number < 0) return false;
    let answers = known.get(word);
    if (answers === undefined) known.set(word, (answers = new Uint8Array(texts.length)));
    if (answers[number] === 0) answers[number] = fits((texts[number] ?? '').toLowerCase(), word) ? 2 : 1;
    return answers[number] === 2;
  };
}
