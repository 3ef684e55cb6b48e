/** `seedstorm ladder`: which levels of consistency a history of reads and writes keeps. */
import { adapterFor } from '../../checkers/formats/adapters.js';
import type { Adapter } from '../../checkers/formats/pair.js';
import { renaming } from '../../checkers/registry/renamed-functions.js';
import { tellingApart } from '../../checkers/identity.js';
import { mergeVerdicts } from '../../checkers/history.js';
import { ladder as judgeLevels } from '../../checkers/orders/ladder.js';
import type { Command } from '../command.js';
import { exitCodeOf } from '../exit-codes.js';
import { counted } from '../../checkers/counted.js';
import { whileBusy } from '../render/progress.js';
import { MEMORY_FLAG, READ_FLAGS, TIME_FLAG, budgetOf, judged, readHistoryFile } from '../history-file.js';
import { recordedValue } from '../param-value.js';
import { renderLadder } from '../render/ladder.js';

const FUNCTIONS = ['read', 'write'];

/** A function goes by its name, even if that is `1`. */
const isFitting = (parameter: string, value: unknown): boolean =>
  parameter === 'initial' || typeof value === 'string';

/** Reads reads and writes, by the names that parameters give them. */
function adapterOf(params: Readonly<Record<string, unknown>>): Adapter {
  const adapter = adapterFor('cas-register', { name: 'ladder', functions: FUNCTIONS });
  const names = FUNCTIONS.flatMap((f): [string, string][] => {
    const name = params[f];
    return name === undefined ? [] : [[f, String(name)]];
  });
  return names.length === 0 ? adapter : renaming(adapter, new Map(names));
}

export const ladder: Command = {
  usage: 'ladder <history-file>',
  summary: 'Say which levels of consistency a history of reads and writes keeps, and which it breaks',
  positionals: { 'history-file': { summary: 'The history, - for standard input' } },
  flags: {
    ...READ_FLAGS,
    param: {
      summary:
        'A parameter: initial, what a key holds at first; read=get or write=put, what the history calls a function',
      kind: 'list',
      value: 'name=value',
    },
    time: {
      ...TIME_FLAG,
      summary: 'How long to judge each level; after that it is undecided: 500ms, 30s, 2m',
    },
    memory: MEMORY_FLAG,
    json: {
      summary:
        'Print one JSON object: {verdict, operations, levels, strongestKept, weakestBroken, ms}, and notes if there are any',
      kind: 'switch',
    },
  },
  examples: [['seedstorm ladder history.jsonl', 'the table of levels']],
  async run(args, terminal) {
    const params = args.assignments('param', ['initial', ...FUNCTIONS], 'ladder', isFitting, recordedValue);
    const budget = budgetOf(args);
    const adapter = adapterOf(params);
    const { history, notes, twins } = await readHistoryFile(args, { adapter, independent: true }, terminal);
    const initial = params['initial'] === 'nil' ? null : (params['initial'] ?? null);
    const began = performance.now();
    const what = `judging ${counted(history.length, 'operation')} at every level`;
    const found = whileBusy(terminal, what, () =>
      tellingApart(twins, () => judged(args, history, () => judgeLevels(history, { initial, budget }))),
    );
    const ms = performance.now() - began;
    const { rungs, strongestKept, weakestBroken } = found;
    const verdict = mergeVerdicts(rungs.map((rung) => rung.verdict));
    if (args.on('json')) {
      const levels = rungs.map(({ level, verdict: kept, reason }) => ({ level, verdict: kept, reason }));
      terminal.out(
        `${JSON.stringify({ verdict, operations: history.length, levels, strongestKept, weakestBroken, ...(notes.length === 0 ? {} : { notes }), ms: Math.round(ms * 1000) / 1000 })}\n`,
      );
    } else terminal.out(renderLadder(found, history.length, ms, terminal));
    return exitCodeOf(verdict);
  },
};
