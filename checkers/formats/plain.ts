/** The reading of histories for judges that go by fields: the input is `f`, `key`, `value` and whatever else was noted. */
import { isNumber } from '../exact-number.js';
import { Keyword } from '../keyword.js';
import { contradiction, isAcknowledgement, unified } from './completion.js';
import { HistoryError, shown } from './events.js';
import type { HistoryEvent, Value } from './events.js';
import type { Adapter } from './pair.js';

/** What a function of such a judge asks for. */
export interface Question {
  /** Fields that say what was asked: completions may fill them in, and may not contradict them. */
  readonly asks: readonly string[];
  /**
   * What the value of a completion says: the value asked with once more (`repeated`, the default), that or an answer of
   * another kind, such as an offset to a text (`acknowledged`), or always an answer (`answered`).
   */
  readonly completion?: 'repeated' | 'acknowledged' | 'answered';
}

/** The adapter of a judge that knows these functions, by what the history calls them. */
export function plainAdapterFor(
  questions: ReadonlyMap<string, Question>,
  recognise?: NonNullable<Adapter['recognise']>,
): Adapter {
  return {
    ...(recognise ? { recognise } : {}),
    input({ f, key, value, more, line }) {
      refuseLongPlaces(more, line);
      return {
        f,
        ...(key === undefined ? {} : { key }),
        ...(value === null ? {} : { value }),
        ...more,
      };
    },
    settled(input, invocation, completion) {
      if (completion === undefined) return input;
      let fields: Record<string, Value> | undefined;
      if (invocation.key === undefined && completion.key !== undefined) fields = { key: completion.key };
      const question = questions.get(invocation.f!);
      for (const name of question?.asks ?? []) {
        const [asked, told] = [fieldOf(invocation, name), fieldOf(completion, name)];
        if (told === null || told === asked) continue;
        if (asked !== null && name === 'value' && isAnswer(asked, told, question?.completion)) continue;
        const both = unified(asked, told);
        if (both === undefined) throw contradiction(invocation, completion, name, [asked, told]);
        (fields ??= {})[name] = both;
      }
      return fields === undefined ? input : { ...(input as object), ...fields };
    },
    output({ value, line }) {
      if (isMap(value)) refuseLongPlaces(value, line);
      return value ?? undefined;
    },
  };
}

/** The adapter of a judge that is nobody's in particular: values of completions are answers. */
export const plainAdapter: Adapter = plainAdapterFor(new Map());

/** Fields that judges count on from: the next place is one more. */
const PLACES = ['offset', 'index', 'from'];

function refuseLongPlaces(fields: ValueMap | undefined, line: number): void {
  if (fields === undefined) return;
  const long = PLACES.find((name) => typeof fields[name] === 'bigint');
  if (long !== undefined)
    throw new HistoryError(`${long} is a number within 2^53, not ${shown(fields[long])}`, line);
}

type ValueMap = Readonly<Record<string, Value>>;

const isMap = (value: Value): value is ValueMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Keyword);

const fieldOf = ({ value, more }: HistoryEvent, name: string): Value =>
  name === 'value' ? value : (more?.[name] ?? null);

/** Whether the value of a completion answers the question, instead of saying it once more. */
function isAnswer(asked: Value, told: Value, completion: Question['completion'] = 'repeated'): boolean {
  if (completion === 'answered') return true;
  const kinds = [asked, told].map((value) =>
    Array.isArray(value)
      ? 'list'
      : isNumber(value)
        ? 'number'
        : value instanceof Keyword
          ? 'keyword'
          : typeof value,
  );
  if (kinds[0] === kinds[1]) return isAcknowledgement(told, asked);
  return completion === 'acknowledged' || isAcknowledgement(told, asked) || !kinds.every(isTextOrNumber);
}

const isTextOrNumber = (kind: string): boolean => ['string', 'number', 'keyword'].includes(kind);
