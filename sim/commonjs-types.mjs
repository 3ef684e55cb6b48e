/**
 * Declarations for projects that are CommonJS. TypeScript takes a declaration for that of an ES module or of a CommonJS
 * module by the package.json above it, and lets CommonJS load no ES module unless told (`require` of one works from Node
 * 20.19 on). So the package brings its declarations twice; the code is the same. `node sim/commonjs-types.mjs [dist]`
 */
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const dist = process.argv[2] ?? 'dist';
const copy = join(dist, 'commonjs');
rmSync(copy, { recursive: true, force: true });
for (const room of ['sim', 'explore', 'property', 'checkers', 'parts', 'servers', 'programs', 'scenarios'])
  cpSync(join(dist, room), join(copy, room), {
    recursive: true,
    // Folders, and the declarations in them.
    filter: (source) => !/\.\w+$/.test(source) || source.endsWith('.d.ts'),
  });
cpSync(join(dist, 'index.d.ts'), join(copy, 'index.d.ts'));
writeFileSync(join(copy, 'package.json'), '{ "type": "commonjs" }\n');
