/** `seedstorm table`: a trade-off, measured by simulation. */
import { tables } from '../../scenarios/tables/index.js';
import type { TradeOffTable } from '../../scenarios/tables/table.js';
import type { Arguments, Command } from '../command.js';
import { UsageError } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import { CampaignLine } from '../render/campaign-line.js';
import { renderTable } from '../render/table.js';
import { SEED_FLAG, seedOf } from '../run-options.js';
import { didYouMean } from '../suggest.js';

const DEFAULT_RUNS = 100;
/** More would not change a figure by much, and not end today. */
const MAX_RUNS = 100_000;

export const table: Command = {
  usage: 'table <name>',
  summary: 'Measure a trade-off by simulation, and say which claims of textbooks hold',
  positionals: { name: { summary: `Which table: ${tables.map(({ name }) => name).join(', ')}` } },
  flags: {
    runs: {
      summary: 'How many seeds for each setting, the same for all of them',
      kind: 'text',
      value: 'N',
      default: String(DEFAULT_RUNS),
    },
    seed: { ...SEED_FLAG, summary: 'The first seed: 7 gives 7, 8, 9 …; a text T gives T/0, T/1 …' },
    json: {
      summary: 'Print one JSON object: {name, seed, runs, rows, comparisons}',
      kind: 'switch',
    },
  },
  examples: [
    ['seedstorm table delivery-semantics', 'what each setting loses and duplicates'],
    ['seedstorm table delivery-semantics --runs 1000 --json', 'more seeds, for scripts'],
  ],
  // A claim that does not hold is a finding about the notes, not a failure of the command.
  async run(args, terminal) {
    const chosen = tableNamed(args.required('name'));
    const options = { seed: seedOf(args.required('seed')), runs: runCount(args) };
    const line = new CampaignLine(terminal, options.runs * chosen.settings);
    const measured = await chosen
      .measure(options, () => line.ran(chosen.name, 0))
      .finally(() => line.clear());
    terminal.out(args.on('json') ? `${JSON.stringify(measured)}\n` : renderTable(chosen, measured, terminal));
    return EXIT.valid;
  },
};

function tableNamed(name: string): TradeOffTable {
  const found = tables.find((known) => known.name === name);
  if (found !== undefined) return found;
  const names = tables.map((known) => known.name);
  throw new UsageError(
    `no table is called "${name}"; there is ${names.join(', ')}.${didYouMean(name, names)}`,
  );
}

function runCount(args: Arguments): number {
  const text = args.required('runs');
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > MAX_RUNS)
    throw new UsageError(`--runs takes a whole number from 1 to ${MAX_RUNS}, not "${text}"`);
  return count;
}
