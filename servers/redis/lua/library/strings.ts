/** `string`: texts of bytes. */
import { raise, spend } from '../state.js';
import { badArgument, takeInteger, takeIntegerOr, takeText, type Library, type Native } from './given.js';
import { format } from './format.js';
import { searching } from './searching.js';

/** Longer texts fit into no script's memory. */
const MAX_LENGTH = 64 * 1024 * 1024;

/** A place that counts from either end. */
const placeIn = (place: number, length: number): number =>
  Math.max(place < 0 ? length + place + 1 : place, 0);

const sub: Native = (lua, given) => {
  const text = takeText(lua, given, 1);
  const from = Math.max(placeIn(takeInteger(lua, given, 2), text.length), 1);
  const to = Math.min(placeIn(takeIntegerOr(lua, given, 3, -1), text.length), text.length);
  return [from <= to ? text.slice(from - 1, to) : ''];
};

const byte: Native = (lua, given) => {
  const text = takeText(lua, given, 1);
  const first = placeIn(takeIntegerOr(lua, given, 2, 1), text.length);
  const to = Math.min(placeIn(takeIntegerOr(lua, given, 3, first), text.length), text.length);
  const from = Math.max(first, 1);
  if (to - from + 1 > 7_990) raise(lua, 'string slice too long');
  return Array.from({ length: Math.max(to - from + 1, 0) }, (_, at) => text.charCodeAt(from + at - 1));
};

const char: Native = (lua, given) => {
  let text = '';
  for (let place = 1; place <= given.length; place++) {
    const code = takeInteger(lua, given, place);
    if (code < 0 || code > 255) badArgument(lua, place, 'invalid value');
    text += String.fromCharCode(code);
  }
  return [text];
};

const rep: Native = (lua, given) => {
  const text = takeText(lua, given, 1);
  const times = Math.max(takeInteger(lua, given, 2), 0);
  const length = text.length * times;
  spend(lua, Math.floor(length / 64));
  if (length > MAX_LENGTH) raise(lua, 'not enough memory');
  return [text.repeat(times)];
};

/** Letters of English only. */
const upper = (text: string): string => text.replaceAll(/[a-z]+/g, (part) => part.toUpperCase());
const lower = (text: string): string => text.replaceAll(/[A-Z]+/g, (part) => part.toLowerCase());

export const strings: Library = {
  byte,
  char,
  dump: (lua) => raise(lua, 'unable to dump given function'),
  ...searching,
  format,
  len: (lua, given) => [takeText(lua, given, 1).length],
  lower: (lua, given) => [lower(takeText(lua, given, 1))],
  rep,
  reverse: (lua, given) => [[...takeText(lua, given, 1)].toReversed().join('')],
  sub,
  upper: (lua, given) => [upper(takeText(lua, given, 1))],
};
