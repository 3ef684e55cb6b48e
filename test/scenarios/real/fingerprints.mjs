/**
 * A process of its own that runs scenarios from the sources and prints their fingerprints: `node fingerprints.mjs
 * <scenarios, comma between> <seeds…>`. The file is also its own module hooks, which compile TypeScript, as Node 20 cannot.
 */
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import typescript from 'typescript';

const root = new URL('../../../', import.meta.url);
const names = {
  seedstorm: 'index.ts',
  'seedstorm/checkers': 'checkers/index.ts',
  'seedstorm/parts': 'parts/index.ts',
  'seedstorm/scenarios': 'scenarios/index.ts',
  'seedstorm/programs': 'programs/index.ts',
  'seedstorm/node': 'programs/node.ts',
};

export function resolve(specifier, context, next) {
  const source = names[specifier];
  if (source !== undefined) return next(new URL(source, root).href, context);
  const isOurs = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
  return next(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const { outputText } = typescript.transpileModule(await readFile(fileURLToPath(url), 'utf8'), {
    compilerOptions: {
      target: typescript.ScriptTarget.ES2023,
      module: typescript.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
  });
  return { format: 'module', source: outputText, shortCircuit: true };
}

if (isMainThread) {
  register(import.meta.url);
  const [, , names, ...seeds] = process.argv;
  const { simulate } = await import('seedstorm');
  const { scenarios } = await import('seedstorm/scenarios');
  const fingerprints = {};
  for (const name of names.split(',')) {
    const scenario = scenarios.find((known) => known.name === name);
    fingerprints[name] = [];
    for (const seed of seeds)
      fingerprints[name].push((await simulate(scenario, { seed: Number(seed) })).fingerprint);
  }
  console.log(JSON.stringify(fingerprints));
}
