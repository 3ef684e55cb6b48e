/**
 * Builds the code of the package: a few files instead of a thousand small ones, since each command and each thread loads
 * it anew. Each room stays in a folder of its own, for stack traces say by the folder whose code a frame is.
 * `node cli/bundle.mjs [dist]`
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import ts from 'typescript';

const root = fileURLToPath(new URL('../', import.meta.url));
const dist = resolve(process.argv[2] ?? join(root, 'dist'));

/** What packages and threads begin with, by the name that it has in `dist`. */
const ENTRIES = [
  ...[
    'index',
    'checkers/index',
    'parts/index',
    'servers/index',
    'scenarios/index',
    'programs/index',
    'programs/node',
  ],
  ...['property/arbitraries', 'property/vitest', 'cli/main', 'cli/explore/worker-thread'],
  ...['bench/main', 'bench/plain-loop', 'bench/seeds-to-find'],
  ...filesIn('bench/checkers'),
  ...['bench/programs/side', 'bench/programs/incarnations'],
];

/** Their modules share one file each; what only some commands need is loaded by those. */
const ROOMS = ['sim', 'checkers', 'parts', 'servers', 'scenarios', 'programs'];

const OWN_NAMES = {
  seedstorm: 'index.ts',
  'seedstorm/checkers': 'checkers/index.ts',
  'seedstorm/parts': 'parts/index.ts',
  'seedstorm/servers': 'servers/index.ts',
  'seedstorm/programs': 'programs/index.ts',
  'seedstorm/scenarios': 'scenarios/index.ts',
};

const bundle = await rolldown({
  input: Object.fromEntries(ENTRIES.map((name) => [name, join(root, `${name}.ts`)])),
  platform: 'node',
  preserveEntrySignatures: 'allow-extension',
  external: (id) => !/^[./]/.test(id) && !Object.hasOwn(OWN_NAMES, id),
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  plugins: [ownNames(), ownPlaces()],
});
const { output } = await bundle.write({
  dir: dist,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: ({ name, moduleIds }) =>
    name.includes('/') ? `${name}.js` : `${roomOf(moduleIds.find((id) => id.startsWith(root)))}/${name}.js`,
  sourcemap: true,
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: ROOMS.map((room) => ({
      name: `${room}/${room}`,
      test: (id) => roomOf(id) === room,
    })),
  },
});
await bundle.close();
for (const file of serverPrograms()) await bundleAlone(file);
for (const file of programs()) {
  const code = readFileSync(join(root, file), 'utf8');
  const target = join(dist, nameInDist(file));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, file.endsWith('.ts') ? asJavaScript(code) : code);
}
removeOld([
  ...output.map(({ fileName }) => fileName),
  ...programs().map(nameInDist),
  ...serverPrograms().map(aloneInDist),
]);

/** Code of a former build, under names that this one has no more, would be packed with it. */
function removeOld(names) {
  const now = new Set(names.flatMap((name) => [join(dist, name), join(dist, `${name}.map`)]));
  for (const name of readdirSync(dist, { recursive: true })) {
    const file = join(dist, name);
    if (/\.[cm]?js(\.map)?$/.test(name) && !now.has(file)) rmSync(file);
  }
}

function nameInDist(file) {
  return file.replace(/\.ts$/, '.js');
}

/**
 * A server that is a program of a node: one file with all that it needs, since each of its processes loads it anew. As
 * CommonJS it is run as it is.
 */
async function bundleAlone(file) {
  const alone = await rolldown({
    input: join(root, file),
    platform: 'node',
    external: (id) => !/^[./]/.test(id),
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  });
  await alone.write({ file: join(dist, aloneInDist(file)), format: 'cjs' });
  await alone.close();
}

function aloneInDist(file) {
  return file.replace(/\.ts$/, '.cjs');
}

function serverPrograms() {
  return [
    'servers/amqp/wire/programs/broker.ts',
    'servers/kafka/wire/programs/broker.ts',
    'servers/redis/wire/programs/redis.ts',
    'servers/redis/wire/programs/sentinel.ts',
  ];
}

/** What scenarios run as programs stays in files of its own: a process of a world begins with one. */
function programs() {
  return readdirSync(join(root, 'scenarios'), { recursive: true })
    .filter((name) => /(^|[\\/])programs[\\/][^\\/]+\.[cm]?[jt]s$/.test(name))
    .map((name) => join('scenarios', name));
}

function asJavaScript(code) {
  const { ModuleKind, ScriptTarget } = ts;
  const compilerOptions = {
    module: ModuleKind.ESNext,
    target: ScriptTarget.ES2023,
    verbatimModuleSyntax: true,
  };
  return ts.transpileModule(code, { compilerOptions }).outputText;
}

/** The package by its own name is this very code: a second copy would be another engine. */
function ownNames() {
  return {
    name: 'own-names',
    resolveId: (id) => (Object.hasOwn(OWN_NAMES, id) ? join(root, OWN_NAMES[id]) : null),
  };
}

/** Wherever its code ends up, a module finds the files that lie beside it by its own place in the source tree. */
function ownPlaces() {
  const mark = (id) => `__PLACE_OF_${Buffer.from(relative(root, id)).toString('hex')}__`;
  return {
    name: 'own-places',
    transform(code, id) {
      if (!id.startsWith(root) || !code.includes('import.meta.url')) return null;
      return { code: code.replaceAll('import.meta.url', mark(id)), map: null };
    },
    renderChunk(code, chunk) {
      if (!code.includes('__PLACE_OF_')) return null;
      const placed = code.replace(/__PLACE_OF_([0-9a-f]+)__/g, (_mark, hex) => {
        const module = Buffer.from(hex, 'hex').toString().replace(/\.ts$/, '.js');
        const from = relative(dirname(chunk.fileName), module);
        return `new URL(${JSON.stringify(from.startsWith('.') ? from : `./${from}`)}, import.meta.url).href`;
      });
      return { code: placed, map: null };
    },
  };
}

function roomOf(id) {
  return id === undefined ? 'sim' : relative(root, id).split('/')[0];
}

function filesIn(folder) {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name.replace(/\.ts$/, '')}`);
}
