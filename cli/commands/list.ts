/** `seedstorm list`: the scenarios, what each shows, its parameters and planted bugs. */
import { z } from 'zod';
import { profiles } from '../../sim/faults/profiles/named.js';
import { scenarios } from '../../scenarios/index.js';
import { familyOf, type PlantedBug, type Scenario } from '../../sim/scenario/scenario.js';
import { scenariosMeantBy } from '../catalogue.js';
import type { Command } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { counted } from '../../checkers/counted.js';
import { wrap } from '../render/text.js';
import type { Terminal } from '../terminal.js';

interface ListedParam {
  readonly name: string;
  readonly default: unknown;
  readonly summary: string;
  /** What each seed draws one of, unless it is given. */
  readonly varies?: readonly unknown[];
}

export const list: Command = {
  usage: 'list [scenarios..]',
  summary: 'Show the scenarios by family, with their parameters and planted bugs',
  positionals: {
    scenarios: {
      summary:
        "Names of scenarios, or files of your own: './src/**/*.sim.ts'; default: those of this package",
    },
  },
  flags: { json: { summary: 'Print one JSON object', kind: 'switch' } },
  examples: [['seedstorm list raft ./lock.sim.ts', 'one of this package, and those of a file']],
  async run(args, terminal) {
    const words = args.texts('scenarios');
    const shown = words.length === 0 ? scenarios : await scenariosMeantBy(words);
    if (args.on('json')) terminal.out(`${JSON.stringify({ scenarios: shown.map(listed) })}\n`);
    else terminal.out(byFamily(shown, terminal));
    return EXIT.valid;
  },
};

function listed(scenario: Scenario): Record<string, unknown> {
  return {
    name: scenario.name,
    family: familyOf(scenario),
    summary: scenario.summary,
    params: paramsOf(scenario),
    bugs: Object.entries(scenario.bugs ?? {}).map(([name, bug]) => ({
      name,
      summary: bug.summary,
      ...(bug.faults === undefined ? {} : { profile: profileOf(bug.faults) }),
      ...(bug.shows === undefined ? {} : { shows: bug.shows }),
    })),
    profiles: profiles.map(({ name }) => name),
  };
}

function profileOf(faults: Scenario['faults']): string {
  return typeof faults === 'string' ? faults : faults.name;
}

/** Families in the order in which they come first. */
function byFamily(shown: readonly Scenario[], terminal: Terminal): string {
  const families = new Map<string, string[]>();
  for (const scenario of shown) {
    const family = familyOf(scenario);
    families.set(family, [...(families.get(family) ?? []), rendered(scenario, terminal)]);
  }
  return [...families]
    .map(
      ([family, those]) =>
        `${terminal.colours.bold(`${family}: ${counted(those.length, 'scenario')}`)}\n\n${those.join('\n')}`,
    )
    .join('\n');
}

function rendered(scenario: Scenario, { colours, columns }: Terminal): string {
  const params = paramsOf(scenario);
  const bugs = Object.entries(scenario.bugs ?? {});
  const width =
    Math.max(
      0,
      ...params.map(nameAndDefault).map(({ length }) => length),
      ...bugs.map(([name]) => name.length),
    ) + 2;
  const entry = (name: string, summary: string): string => {
    const [first = '', ...rest] = wrap(summary, Math.max(30, columns - width - 6), ' '.repeat(width + 6));
    return [`      ${name.padEnd(width)}${first.trimStart()}`.trimEnd(), ...rest].join('\n');
  };
  return [
    colours.bold(scenario.name),
    ...wrap(scenario.summary, columns - 2, '  '),
    ...(params.length === 0
      ? []
      : ['    params', ...params.map((param) => entry(nameAndDefault(param), summaryOf(param)))]),
    ...(bugs.length === 0 ? [] : ['    bugs', ...bugs.map(([name, bug]) => entry(name, bugSummary(bug)))]),
    '',
  ].join('\n');
}

/** What it is, which faults it brings, what finds it. */
function bugSummary({ summary, faults, shows }: PlantedBug<unknown>): string {
  const brings = faults === undefined ? '' : ` (faults: ${profileOf(faults)})`;
  const found =
    shows === undefined
      ? ''
      : `; found by ${shows.check} (${shows.anomaly}) within ${counted(shows.within, 'seed')}`;
  return `${summary}${brings}${found}`;
}

function summaryOf({ summary, varies }: ListedParam): string {
  if (varies === undefined) return summary;
  const values = varies
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(', ');
  return `${summary}${summary === '' ? '' : '; '}each seed draws one of ${values}`;
}

function nameAndDefault({ name, default: value }: ListedParam): string {
  return value === undefined ? name : `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
}

function paramsOf(scenario: Scenario): ListedParam[] {
  const schema: unknown = scenario.params;
  if (!(schema instanceof z.ZodObject)) return [];
  const defaults = schema.safeParse({});
  const varied = (scenario.vary ?? {}) as Readonly<Record<string, readonly unknown[]>>;
  const values = (defaults.success ? defaults.data : {}) as Record<string, unknown>;
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, type]) => ({
    name,
    default: values[name],
    summary: type.description ?? type.meta()?.description ?? '',
    ...(varied[name] === undefined ? {} : { varies: varied[name] }),
  }));
}
