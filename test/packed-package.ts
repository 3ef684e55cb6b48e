/** The package as npm packs it, in a project that depends on it: with what its package.json declares, and no more. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const LEFT_OUT = ['node_modules', 'dist', '.git', '.seedstorm'];
const SOURCES = [
  'sim',
  'explore',
  'property',
  'checkers',
  'parts',
  'servers',
  'programs',
  'scenarios',
  'cli',
  'bench',
  'report',
];

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A folder in which the packed package is installed; the tarball lies in it too. */
export interface Project {
  readonly folder: string;
  readonly tarball: string;
  remove(): void;
}

export function projectWithPackage(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'seedstorm-packed-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const packed = pack(folder);
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ type: 'module', private: true, dependencies: { seedstorm: `file:${packed}` } }),
    );
    install(folder, join(folder, packed));
    return { folder, tarball: join(folder, packed), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** What `npm install <tarball>` leaves behind, without the network: everything declared comes from our own modules. */
export function install(folder: string, tarball: string): void {
  const modules = join(folder, 'node_modules');
  const target = join(modules, 'seedstorm');
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', target]);
  const { dependencies, peerDependencies } = manifest(target);
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    const link = join(modules, name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), link, 'dir');
  }
  // As npm does it.
  chmodSync(join(target, 'dist/cli/main.js'), 0o755);
  mkdirSync(join(modules, '.bin'));
  symlinkSync('../seedstorm/dist/cli/main.js', join(modules, '.bin/seedstorm'));
  symlinkSync('../vitest/vitest.mjs', join(modules, '.bin/vitest'));
  symlinkSync(join(root, 'node_modules/typescript'), join(modules, 'typescript'), 'dir');
  symlinkSync('../typescript/bin/tsc', join(modules, '.bin/tsc'));
}

/**
 * npm packs once for all tests of a suite: it takes seconds.
 *
 * @returns the name of the tarball in `folder`
 */
function pack(folder: string): string {
  const dist = built();
  const cache = join(root, 'node_modules/.cache/packed');
  // Tests are not packed, and make files beside them.
  const name = stampOf([...packable().filter((path) => basename(path) !== 'test'), dist]);
  const kept = join(cache, name);
  if (!existsSync(kept)) {
    const part = `${kept}.${process.pid}`;
    mkdirSync(part, { recursive: true });
    for (const stale of readdirSync(cache).filter((other) => !other.startsWith(name)))
      rmSync(join(cache, stale), { recursive: true, force: true });
    packInto(part, dist);
    keep(part, kept);
  }
  const [tarball = ''] = readdirSync(kept);
  cpSync(join(kept, tarball), join(folder, tarball));
  return tarball;
}

function packInto(folder: string, dist: string): void {
  const stage = mkdtempSync(join(tmpdir(), 'seedstorm-stage-'));
  for (const path of packable()) cpSync(path, join(stage, basename(path)), { recursive: true });
  cpSync(dist, join(stage, 'dist'), { recursive: true });
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    cwd: stage,
    stdio: 'pipe',
  });
  rmSync(stage, { recursive: true });
}

/** Everything, so that it is npm that decides what belongs into the package. */
function packable(): string[] {
  return readdirSync(root)
    .filter((name) => !LEFT_OUT.includes(name))
    .map((name) => join(root, name));
}

/** Another one as soon as a file is there, gone or written anew. */
function stampOf(paths: readonly string[]): string {
  const digest = createHash('sha256');
  for (const path of paths.flatMap((path) => [path, ...(statSync(path).isFile() ? [] : below(path))]))
    digest.update(`${path}\0${statSync(path).mtimeMs}\0`);
  return digest.digest('hex').slice(0, 16);
}

const below = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .sort();

/** Whole or not at all: whoever comes second throws its own away. */
function keep(part: string, whole: string): void {
  if (existsSync(whole)) rmSync(part, { recursive: true });
  else renameSync(part, whole);
}

/** The compiled package: what `npm run build` left, or built anew where a source has changed since, and kept. */
function built(): string {
  const sources = SOURCES.flatMap(filesBelow);
  const youngest = Math.max(...sources.map((file) => statSync(file).mtimeMs));
  const ready = join(root, 'dist');
  // The last step of a build makes it whole.
  const whole = join(ready, 'commonjs');
  if (existsSync(whole) && oldestIn(ready) > youngest) return ready;
  const digest = createHash('sha256');
  for (const file of sources) digest.update(`${file}\0`).update(readFileSync(file));
  const cache = join(root, 'node_modules/.cache/seedstorm');
  const name = digest.digest('hex').slice(0, 16);
  const dist = join(cache, name);
  if (existsSync(dist)) return dist;
  const part = `${dist}.${process.pid}`;
  mkdirSync(part, { recursive: true });
  // Those of other sources only: another test may be building the same at this moment.
  for (const stale of readdirSync(cache).filter((other) => !other.startsWith(name)))
    rmSync(join(cache, stale), { recursive: true, force: true });
  const tsgo = join(root, 'node_modules/@typescript/native-preview/bin/tsgo');
  execFileSync(process.execPath, [tsgo, '-p', join(root, 'tsconfig.build.json'), '--outDir', part], {
    cwd: root,
    stdio: 'pipe',
  });
  execFileSync(process.execPath, [join(root, 'cli/bundle.mjs'), part]);
  execFileSync(process.execPath, [join(root, 'report/build.mjs'), join(part, 'report/template.html')]);
  execFileSync(process.execPath, [join(root, 'sim/commonjs-types.mjs'), part]);
  keep(part, dist);
  return dist;
}

function oldestIn(dist: string): number {
  const files = below(dist).map((file) => statSync(file));
  return Math.min(...files.filter((file) => file.isFile()).map(({ mtimeMs }) => mtimeMs));
}

function filesBelow(folder: string): string[] {
  return below(join(root, folder)).filter((name) => /\.(ts|mjs|css)$/.test(name) && statSync(name).isFile());
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
