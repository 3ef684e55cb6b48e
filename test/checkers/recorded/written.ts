/**
 * A file of drawn operations, as one of many recorders would have written it: JSON Lines or EDN, values said by the
 * invocation or by the completion or by both, functions under other names, completions alone, lines out of order that are
 * numbered, times that step back, faults of the nemesis in between.
 */
import type { Random } from '../fuzz/random.js';
import type { Drawn, Fields } from './drawn.js';
import type { Subject } from './subject.js';

export interface Written {
  readonly text: string;
  /** Parameters that give functions their names. */
  readonly params: Readonly<Record<string, string>>;
  readonly rename: Readonly<Record<string, string>>;
  /** One completion contradicts its invocation. */
  readonly isContradictory: boolean;
}

type Line = Record<string, unknown>;

/** How this file is written. */
interface Manner {
  readonly edn: boolean;
  /** Keys stand before the values, `[key value]`, as Jepsen's independent tests have them. */
  readonly tuples: boolean;
  /** Only completions are written. */
  readonly alone: boolean;
  readonly names: Readonly<Record<string, string>>;
  /** What stands for a number that is nothing but a name. */
  readonly numbers: 'themselves' | 'beyond 2^53' | 'keywords';
}

/** `parameters`: by function, the parameter of the judge that gives it another name. */
export function written(
  operations: readonly Drawn[],
  subject: Subject,
  random: Random,
  {
    parameters,
    independent,
    alone,
  }: { parameters: Readonly<Record<string, string>>; independent: boolean; alone: boolean },
): Written {
  const functions = [...new Set(operations.map(({ input }) => input.f))];
  const naming = random.pick(['none', 'none', 'params', 'rename'] as const);
  const renamed = functions.filter(
    (f) => naming !== 'none' && (naming === 'rename' || parameters[f] !== undefined),
  );
  const names = Object.fromEntries(renamed.map((f) => [f, `my-${f}`]));
  const edn = random.chance(50);
  const keyed = operations.every(({ input }) => input.key !== undefined);
  const tuples = edn && independent && keyed && random.chance(60);
  const others = ['beyond 2^53', ...(edn ? ['keywords' as const] : [])] as const;
  const numbers = !isCounting(subject) && random.chance(20) ? random.pick(others) : 'themselves';
  const manner: Manner = { edn, names, alone, tuples, numbers };

  const contradictable = operations.filter(
    ({ type, input }) =>
      type === 'ok' && subject.contradicted?.includes(input.f) === true && input['value'] !== undefined,
  );
  const wrong =
    !alone && contradictable.length > 0 && random.chance(4) ? random.pick(contradictable) : undefined;

  const lines: { at: number; line: Line }[] = [];
  for (const operation of operations) {
    const [asked, told] = wordsOf(operation, subject, manner, random, operation === wrong);
    if (!alone) lines.push({ at: operation.invoke, line: { type: 'invoke', ...asked } });
    const { ended, type } = operation;
    if (ended !== undefined) lines.push({ at: ended, line: { type, ...told } });
  }
  lines.sort((a, b) => a.at - b.at);
  const isNumbered = edn && random.chance(30);
  const isTimed = random.chance(30);
  const told = lines.map(({ line }, at): Line => ({
    ...(isNumbered ? { index: at } : {}),
    ...(isTimed ? { time: 1000 * at - random.below(3000) + 5000 } : {}),
    ...line,
  }));
  if (isNumbered && random.chance(40)) told.reverse();
  if (random.chance(20))
    told.splice(random.below(told.length + 1), 0, {
      type: 'info',
      process: edn ? NEMESIS : 'nemesis',
      f: 'start',
      value: null,
      ...(isNumbered ? { index: told.length } : {}),
    });
  return {
    text: told.map(edn ? (line) => ednLine(line, random) : json).join('\n'),
    params: naming === 'params' ? Object.fromEntries(renamed.map((f) => [parameters[f]!, `my-${f}`])) : {},
    rename: naming === 'rename' ? Object.fromEntries(renamed.map((f) => [`my-${f}`, f])) : {},
    isContradictory: wrong !== undefined,
  };
}

/** What the two lines of an operation say: between them, all that was asked and answered. */
function wordsOf(
  operation: Drawn,
  subject: Subject,
  manner: Manner,
  random: Random,
  isWrong: boolean,
): [asked: Line, told: Line] {
  const { input, type, process } = operation;
  const { f, key, value, ...fields } = input;
  const isOk = type === 'ok';
  const asked: Line = {};
  const told: Line = {};
  // A pair with nothing in it, as a cas has it, is no tuple.
  const isPair = manner.tuples && f === 'cas';
  const mayOpen = (name: string): boolean =>
    isOk && !isWrong && !isPair && subject.open?.[f]?.includes(name) === true;
  const say = (name: string, what: unknown): void => {
    const isOpen = mayOpen(name) && random.chance(35);
    // In EDN the plain name is the recorder's count of lines.
    const label = manner.edn && name === 'index' ? 'input/index' : name;
    if (!isOpen) asked[label] = what;
    if (isOk && (isOpen || manner.alone || random.chance(50))) told[label] = what;
  };
  for (const [name, what] of Object.entries(fields)) say(name, what);
  if (key !== undefined && !manner.tuples) {
    const isOpen = mayOpen('key') && random.chance(35);
    if (!isOpen) asked['key'] = key;
    if (isOpen || random.chance(50)) told['key'] = key;
  }
  const answer = isOk ? (subject.tell ? subject.tell(operation, random) : operation.output) : undefined;
  const isRepeated = answer === undefined;
  const isList = isOk && isTransaction(value) && Array.isArray(answer);
  const isOpen = mayOpen('value') && (isRepeated || isList) && value !== undefined && random.chance(35);
  asked['value'] =
    value === undefined || isOpen
      ? null
      : isTransaction(value) && isList && random.chance(40)
        ? shuffled(random, value as unknown[])
        : value;
  told['value'] =
    isOk && isRepeated && value !== undefined && (isOpen || random.chance(60)) ? value : (answer ?? null);
  if (isOk && isRepeated && !isOpen && told['value'] === null && value !== undefined && random.chance(20))
    told['value'] = 'ok';
  if (isWrong) contradict(asked, told, value, answer);
  if (manner.alone) {
    if (key !== undefined && !manner.tuples) told['key'] = key;
    Object.assign(told, {
      ...asked,
      ...told,
      value: (isTransaction(value) && isOk ? answer : value) ?? answer ?? null,
    });
  }
  for (const line of [asked, told]) line['value'] = withNumbers(line['value'], manner.numbers);
  if (manner.tuples) for (const line of [asked, told]) line['value'] = [key, line['value']];
  const name = manner.names[f] ?? f;
  const common = { process, f: name };
  const said = manner.alone || random.chance(90) ? common : { process };
  return [
    { ...common, ...asked },
    { ...said, ...told },
  ];
}

/** The invocation asks for something else than what the completion says was done. */
function contradict(asked: Line, told: Line, value: unknown, answer: unknown): void {
  const other = (part: unknown): unknown => {
    if (typeof part === 'number') return part + 100;
    if (typeof part === 'string') return `${part}-not`;
    if (Array.isArray(part)) return part.map(other);
    return Object.fromEntries(Object.entries(part as Fields).map(([name, what]) => [name, other(what)]));
  };
  asked['value'] = isTransaction(value)
    ? (value as [string, string, unknown][]).map(([kind, key, written]) => [kind, `${key}-not`, written])
    : other(value);
  told['value'] = isTransaction(value) ? answer : value;
}

const isTransaction = (value: unknown): boolean => Array.isArray(value) && Array.isArray(value[0]);

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const left = [...list];
  return list.map(() => left.splice(random.below(left.length), 1)[0]!);
}

/** Judges for whom numbers are more than names: others, or keywords, would not do. */
const COUNTING = [
  'priority-queue',
  'multiset',
  'counter',
  'eventual-counter',
  'fencing',
  'kafka',
  'consumer-groups',
];

const isCounting = ({ judge, params = {} }: Subject): boolean =>
  COUNTING.includes(judge) || ('initial' in params && judge.endsWith('register'));

/** What is printed as it is. */
class Literal {
  constructor(readonly text: string) {}
}

/** The value, with something else for each number in it. */
function withNumbers(value: unknown, numbers: Manner['numbers']): unknown {
  if (numbers === 'themselves') return value;
  if (typeof value === 'number')
    return new Literal(numbers === 'keywords' ? `:v${value}` : String(2n ** 53n + BigInt(value) + 1n));
  return Array.isArray(value) ? value.map((part) => withNumbers(part, numbers)) : value;
}

/** JSON, with numbers of any size. */
const json = (line: Line): string =>
  JSON.stringify(line, (_name, part: unknown) => (part instanceof Literal ? `~${part.text}~` : part)).replace(
    /"~(.*?)~"/g,
    '$1',
  );

const NEMESIS = Symbol('nemesis');

function ednLine(line: Line, random: Random): string {
  const parts = Object.entries(line).map(([name, what]) => {
    const isWord = name === 'type' || name === 'f';
    return `:${name} ${isWord ? `:${String(what)}` : edn(what, random)}`;
  });
  return `{${parts.join(', ')}}`;
}

function edn(value: unknown, random: Random): string {
  if (value === null || value === undefined) return 'nil';
  if (value === NEMESIS) return ':nemesis';
  if (value instanceof Literal) return value.text;
  if (typeof value === 'number') return ednNumber(value, random);
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((part) => edn(part, random)).join(' ')}]`;
  return `{${Object.entries(value)
    .map(([name, part]) => `:${name} ${edn(part, random)}`)
    .join(', ')}}`;
}

/** Whole numbers may be written to other bases. */
function ednNumber(value: number, random: Random): string {
  const digits = Math.abs(value);
  const sign = value < 0 ? '-' : '';
  switch (random.below(8)) {
    case 0:
      return `${sign}0x${digits.toString(16).toUpperCase()}`;
    case 1:
      return `${sign}2r${digits.toString(2)}`;
    case 2:
      return `${sign}0${digits.toString(8)}`;
    default:
      return String(value);
  }
}
