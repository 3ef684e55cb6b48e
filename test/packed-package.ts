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
import { dirname, join } from 'node:path';
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

/** @returns the name of the tarball in `folder` */
function pack(folder: string): string {
  const stage = join(folder, 'stage');
  mkdirSync(stage);
  // Everything, so that it is npm that decides what belongs into the package.
  for (const name of readdirSync(root).filter((name) => !LEFT_OUT.includes(name)))
    cpSync(join(root, name), join(stage, name), { recursive: true });
  cpSync(built(), join(stage, 'dist'), { recursive: true });
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    cwd: stage,
    stdio: 'pipe',
  });
  rmSync(stage, { recursive: true });
  return readdirSync(folder).find((name) => name.endsWith('.tgz')) as string;
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
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', part], {
    cwd: root,
    stdio: 'pipe',
  });
  execFileSync(process.execPath, [join(root, 'cli/bundle.mjs'), part]);
  execFileSync(process.execPath, [join(root, 'report/build.mjs'), join(part, 'report/template.html')]);
  execFileSync(process.execPath, [join(root, 'sim/commonjs-types.mjs'), part]);
  // Whole or not at all: whoever comes second throws its own away.
  if (existsSync(dist)) rmSync(part, { recursive: true });
  else renameSync(part, dist);
  return dist;
}

function oldestIn(dist: string): number {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).map((name) =>
    statSync(join(dist, name)),
  );
  return Math.min(...files.filter((file) => file.isFile()).map(({ mtimeMs }) => mtimeMs));
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, folder, name))
    .filter((name) => /\.(ts|mjs|css)$/.test(name) && statSync(name).isFile())
    .sort();
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
