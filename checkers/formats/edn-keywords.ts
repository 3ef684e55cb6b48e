/** The keywords that a file has as values, and which of them stand there as texts as well. */
import { Keyword, named } from '../keyword.js';
import type { Value } from './events.js';

/** Hears what is both a keyword and a text, `:a` and "a". */
export type OnTwin = (name: string) => void;

/** So many texts are remembered, in case that a keyword comes that is called like one. */
const MOST_TEXTS = 4096;
const LONGEST_TEXT = 100;

export class Keywords {
  /** Each keyword, once. */
  private readonly known = new Map<string, Keyword>();
  private readonly texts = new Set<string>();

  constructor(private readonly onTwin: OnTwin) {}

  get(name: string): Keyword {
    let known = this.known.get(name);
    if (known === undefined) {
      this.known.set(name, (known = new Keyword(name)));
      if (this.texts.has(name)) this.onTwin(name);
    }
    return known;
  }

  /** Hears of a text that is a value. */
  text(text: string): void {
    if (KINDS.has(text)) return; // a name, nearly always
    if (this.known.size > 0 && this.known.has(text)) this.onTwin(text);
    else if (this.texts.size < MOST_TEXTS && text.length <= LONGEST_TEXT) this.texts.add(text);
  }
}

/** What micro-operations do. */
const KINDS: ReadonlySet<string> = new Set(['append', 'r', 'w', 'read', 'write', 'send', 'poll']);

/** A list of micro-operations `[kind key value]` with names for kinds and keys; any other value is itself. */
export function withNames(value: Value): Value {
  if (!isArray(value) || value.length === 0) return value;
  const isMicro = (micro: Value): micro is readonly Value[] =>
    isArray(micro) && micro[0] instanceof Keyword && KINDS.has(micro[0].name);
  if (!value.every(isMicro)) return value;
  return value.map((micro) => [...micro.slice(0, 2).map(named), ...micro.slice(2)]);
}

const isArray = (value: Value): value is readonly Value[] => Array.isArray(value);
