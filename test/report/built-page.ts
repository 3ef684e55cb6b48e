/** The page of the report, built from its sources as they are. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const built = join(root, 'dist/report/template.html');

/** Builds it unless it is younger than everything it is made of. @returns where it is */
export function builtPage(): string {
  const sources = readdirSync(join(root, 'report'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, 'report', name))
    .filter((path) => statSync(path).isFile());
  const newest = Math.max(...sources.map((path) => statSync(path).mtimeMs));
  if (existsSync(built) && statSync(built).mtimeMs > newest) return built;
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'report/build.mjs')], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the page cannot be built: ${stderr}`);
  return built;
}
