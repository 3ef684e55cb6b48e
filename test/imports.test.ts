/** The rules of the house that a machine can keep: who imports whom, and how files are made. */
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const sourceFolders = [
  'sim',
  'explore',
  'property',
  'checkers',
  'parts',
  'servers',
  'programs',
  'scenarios',
  'cli',
  'report',
  'bench',
];

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** What it imports: files of ours by their path, packages by their name. */
  readonly imports: readonly string[];
}

const sources = sourceFolders.flatMap(filesOf);
const tests = filesOf('test');

function filesOf(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => [folder, ...name.split(sep)].join('/'))
    .filter((path) => /\.(ts|mjs)$/.test(path))
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      const imports = ts
        .preProcessFile(text, true, true)
        .importedFiles.map(({ fileName }) => resolved(path, fileName));
      return { path, text, imports };
    });
}

function resolved(path: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const file = relative(root, join(root, dirname(path), specifier));
  return file.split(sep).join('/').replace(/\.js$/, '.ts');
}

/** Imports that break a rule, as `file imports what`. */
function breaches(
  files: readonly SourceFile[],
  allows: (imported: string, path: string) => boolean,
): string[] {
  return files.flatMap(({ path, imports }) =>
    imports.filter((imported) => !allows(imported, path)).map((imported) => `${path} imports ${imported}`),
  );
}

const inside = (folder: string) => (path: string) => path.startsWith(`${folder}/`);
const of = (folder: string) => sources.filter(({ path }) => inside(folder)(path));
const history = 'checkers/history.ts';
const source = (path: string, ...imports: string[]): SourceFile => ({ path, text: '', imports });

/** Files that reach themselves by their imports, circle by circle. */
function circles(files: readonly SourceFile[]): string[] {
  const importsOf = new Map(files.map(({ path, imports }) => [path, imports]));
  const reached = new Map(files.map(({ path }) => [path, reachedFrom(path)]));
  const found = files
    .map(({ path }) => files.filter((other) => reaches(path, other.path) && reaches(other.path, path)))
    .filter((circle) => circle.length > 0)
    .map((circle) => circle.map(({ path }) => path).join(' '));
  return [...new Set(found)];

  function reaches(from: string, to: string): boolean {
    return reached.get(from)?.has(to) === true;
  }

  function reachedFrom(path: string): Set<string> {
    const there = new Set<string>();
    const open = [path];
    for (let next = open.pop(); next !== undefined; next = open.pop())
      for (const imported of importsOf.get(next) ?? [])
        if (!there.has(imported)) {
          there.add(imported);
          open.push(imported);
        }
    return there;
  }
}

/** Of the same room, or of none of ours. */
const isOwn = (room: string, imported: string) =>
  inside(room)(imported) || !sourceFolders.some((folder) => inside(folder)(imported));
const isPackage = (imported: string) =>
  !sourceFolders.some((folder) => inside(folder)(imported)) && !isBuiltin(imported);

describe('imports', () => {
  it('are found at all', () => {
    for (const folder of sourceFolders) expect(of(folder).length, folder).toBeGreaterThan(0);
    expect(sources.find(({ path }) => path === 'sim/run/run.ts')?.imports).toContain('checkers/history.ts');
    expect(sources.find(({ path }) => path === 'sim/kernel/random.ts')?.imports).toContain('seedrandom');
  });

  it('checkers import nothing but checkers', () => {
    expect(breaches(of('checkers'), inside('checkers'))).toEqual([]);
  });

  it('sim imports of the rest only the history contract', () => {
    expect(breaches(of('sim'), (imported) => isOwn('sim', imported) || imported === history)).toEqual([]);
  });

  it('inside the engine arrows run one way', () => {
    // A room knows those before it.
    const order = [
      ...['kernel', 'input', 'network', 'schedule', 'node', 'record', 'coverage', 'faults', 'workload'],
      ...['world', 'scenario', 'run', 'index.ts'],
    ];
    const roomOf = (path: string) => order.indexOf(path.split('/')[1] ?? '');
    expect(of('sim').filter(({ path }) => path.endsWith('.ts') && roomOf(path) < 0)).toEqual([]);
    expect(
      breaches(of('sim'), (imported, path) => !inside('sim')(imported) || roomOf(imported) <= roomOf(path)),
    ).toEqual([]);
  });

  it('no circle of files, not even of types', () => {
    expect(circles(sources)).toEqual([]);
    expect(circles([source('a.ts', 'b.ts'), source('b.ts', 'c.ts'), source('c.ts', 'b.ts')])).toEqual([
      'b.ts c.ts',
    ]);
  });

  it('exploring is built on the engine, and on nothing that is built on it', () => {
    expect(
      breaches(
        of('explore'),
        (imported) => isOwn('explore', imported) || inside('sim')(imported) || imported === history,
      ),
    ).toEqual([]);
  });

  it('property tests are built on both', () => {
    // A failing simTest may write a report, which runs the failure again. It does so only when asked to.
    const writesReports = 'property/keep-report.ts';
    expect(
      breaches(
        of('property'),
        (imported, path) =>
          isOwn('property', imported) ||
          ['sim', 'explore'].some((room) => inside(room)(imported)) ||
          imported === history ||
          (path === writesReports && inside('report')(imported)),
      ),
    ).toEqual([]);
    const text = sources.find(({ path }) => path === writesReports)?.text ?? '';
    expect(text).toContain("await import('../report/");
    expect(text).not.toMatch(/^import [^;]*report\//m);
  });

  it('the report knows the engine and the checkers, and no scenario', () => {
    const others = ['parts', 'servers', 'scenarios', 'bench'].map(inside);
    expect(breaches(of('report'), (imported) => !others.some((isThere) => isThere(imported)))).toEqual([]);
    // What its page imports goes into browsers.
    const page = sources.filter(({ path }) => inside('report/page')(path));
    expect(page.length).toBeGreaterThan(10);
    expect(
      breaches(
        page,
        (imported) =>
          inside('report/page')(imported) || inside('report/data')(imported) || imported === 'uplot',
      ),
    ).toEqual([]);
  });

  it('parts see the engine and the checkers as any user’s package does', () => {
    const entries = new Set(['seedstorm', 'seedstorm/checkers']);
    expect(breaches(of('parts'), (imported) => inside('parts')(imported) || entries.has(imported))).toEqual(
      [],
    );
  });

  it('servers see the engine, the parts and the programs as any user’s package does', () => {
    const entries = new Set(['seedstorm', 'seedstorm/checkers', 'seedstorm/parts', 'seedstorm/programs']);
    // Only what speaks to sockets and disks knows modules of Node's.
    const allows = (imported: string, path: string) =>
      inside('servers')(imported) ||
      entries.has(imported) ||
      (path.includes('/wire/') && isBuiltin(imported)) ||
      (path.includes('/programs/') && imported === 'seedstorm/node');
    expect(breaches(of('servers'), allows)).toEqual([]);
  });

  it('programs are built on the engine alone, and what judges those of Maelstrom on the checkers too', () => {
    expect(
      breaches(
        of('programs'),
        (imported, path) =>
          isOwn('programs', imported) ||
          inside('sim')(imported) ||
          (inside('programs/maelstrom')(path) && inside('checkers')(imported)),
      ),
    ).toEqual([]);
  });

  it('scenarios see the engine, the checkers and the parts as any user’s package does', () => {
    const entries = new Set(['seedstorm', 'seedstorm/checkers', 'seedstorm/parts', 'seedstorm/servers']);
    // Only those about real packages import them, or look where they are; programs of nodes may import anything.
    const allows = (imported: string, path: string) =>
      inside('scenarios')(imported) ||
      entries.has(imported) ||
      (inside('scenarios/real')(path) &&
        (isPackage(imported) || imported === 'node:module' || /\/programs\/[^/]+$/.test(path)));
    expect(breaches(of('scenarios'), allows)).toEqual([]);
  });

  it('nobody imports the command line', () => {
    const others = sources.filter(({ path }) => !inside('cli')(path));
    expect(breaches(others, (imported) => !inside('cli')(imported))).toEqual([]);
  });

  it.each([
    ['yargs', ['cli/']],
    ['chalk', ['cli/']],
    ['seedrandom', ['sim/kernel/']],
    ['fast-check', ['property/', 'explore/']],
    ['vitest', ['property/vitest.ts']],
  ])('%s is imported only by %s', (name, places) => {
    const is = (imported: string) => imported === name || imported.startsWith(`${name}/`);
    expect(
      breaches(sources, (imported, path) => !is(imported) || places.some((place) => path.startsWith(place))),
    ).toEqual([]);
  });
});

describe('files', () => {
  const all = [...sources, ...tests];

  it('have names that say what they are for', () => {
    expect(
      all
        .map(({ path }) => path)
        .filter((path) => /(^|\/)(utils?|types|helpers?|misc|common)(\.|\/)/.test(path)),
    ).toEqual([]);
  });

  it('are short: at most 500 lines', () => {
    expect(all.filter(({ text }) => text.split('\n').length > 501).map(({ path }) => path)).toEqual([]);
  });

  it('open with a sentence on what they are for', () => {
    // The first thing in the file, after a line for the shell: a comment whose first sentence ends.
    const opening = /^(#!.*\n)?(\/\*\*?\s[^]*?[.:?]\s[^]*?\*\/|\/\/ .*[.:?]\n)/;
    expect(sources.filter(({ text }) => !opening.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('name no path of anybody’s machine', () => {
    const machine = new RegExp(`["'\`(\\s]/(${['home', 'work', 'Users'].join('|')})/`);
    expect(sources.filter(({ text }) => machine.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
