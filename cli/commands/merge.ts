/** `seedstorm merge`: the results of shards as one. */
import type { Command } from '../command.js';
import type { InputError } from '../../sim/input/error.js';
import { parseJson } from '../../sim/input/json.js';
import { UsageError } from '../errors.js';
import { EXIT, exitCodeOf } from '../exit-codes.js';
import { mergeResults } from '../explore/merge.js';
import {
  ENDED_EARLY,
  NO_SITES,
  REQUIRE_REACHED_FLAG,
  requiresSites,
  unreachedOf,
} from '../explore/required.js';
import { exploreResult, type ExploreResult } from '../explore/result.js';
import { junitXml } from '../junit.js';
import { outputFile } from '../output-file.js';
import { renderMerged } from '../render/merged.js';
import { readText } from '../run-options.js';

export const merge: Command = {
  usage: 'merge <results..>',
  summary: 'Merge the results that explore --json printed for each shard',
  positionals: { results: { summary: 'Files with one JSON object each' } },
  flags: {
    'require-reached': REQUIRE_REACHED_FLAG,
    json: { summary: 'Print one JSON object', kind: 'switch' },
    junit: { summary: 'Write the result as JUnit XML', kind: 'text', value: 'file' },
  },
  examples: [['seedstorm merge one.json two.json three.json', 'of --shard 1/3, 2/3 and 3/3']],
  run(args, terminal) {
    const results = args.texts('results').map(resultIn);
    const junitPath = args.text('junit');
    const required = args.on('require-reached');
    const sum = mergeResults(results);
    const { scenarios } = sum.coverage;
    const merged =
      required && sum.notRun.length === 0 && !sum.interrupted
        ? { ...sum, unreached: unreachedOf(scenarios) }
        : sum;
    if (junitPath !== undefined) {
      const junit = outputFile(junitPath);
      junit.line(junitXml(merged));
      junit.commit();
    }
    if (args.on('json')) terminal.out(`${JSON.stringify(merged)}\n`);
    else terminal.out(renderMerged(merged, results.length, terminal));
    if (merged.unrepeated.length > 0) return EXIT.nondeterminism;
    if (merged.failures.length > 0) return EXIT.invalid;
    if ((merged.unreached ?? []).length > 0) return EXIT.invalid;
    if (required && (merged.unreached === null || !requiresSites(scenarios))) {
      terminal.note(`${merged.unreached === null ? ENDED_EARLY : NO_SITES}\n`);
      return EXIT.unknown;
    }
    return exitCodeOf(merged.unknown + merged.notRun.length > 0 ? 'unknown' : 'valid');
  },
};

/** @throws UsageError when it is no result of explore */
function resultIn(path: string): { readonly path: string; readonly result: ExploreResult } {
  const text = readText(path, 'result');
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (error) {
    throw new UsageError(
      `${path} is not the JSON object that explore --json prints: ${(error as InputError).message}`,
    );
  }
  const parsed = exploreResult.safeParse(json);
  if (parsed.success) return { path, result: parsed.data };
  const [issue] = parsed.error.issues;
  const where = (issue?.path ?? []).join('.');
  throw new UsageError(
    `${path} is not what explore --json prints: ${where === '' ? '' : `${where}: `}${issue?.message ?? 'not valid'}`,
  );
}
