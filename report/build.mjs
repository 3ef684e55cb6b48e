/** Builds the page of the report: sources, style and uPlot in one file without a single address in it. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

const here = dirname(fileURLToPath(import.meta.url));
const [given] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const target = resolve(given ?? join(here, '../dist/report/template.html'));
const LIMIT_BYTES = 150 * 1024;

const bundle = await rolldown({
  input: join(here, 'page/main.ts'),
  platform: 'browser',
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
});
const { output } = await bundle.generate({ format: 'iife', minify: true, sourcemap: false });
await bundle.close();
// Nothing in a script element may look like its end.
const script = output[0].code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
const style = [
  readFileSync(join(here, '../node_modules/uplot/dist/uPlot.min.css'), 'utf8'),
  readFileSync(join(here, 'page/page.css'), 'utf8'),
]
  .join('\n')
  .replace(/\/\*[^]*?\*\//g, '')
  .replace(/\n\s*/g, '\n');
const page = pageOf(script, style);
const packed = gzipSync(page, { level: 9 }).length;
if (packed > LIMIT_BYTES)
  throw new Error(`the page has ${packed} bytes compressed, more than ${LIMIT_BYTES}`);
mkdirSync(dirname(target), { recursive: true });
// Whole or not at all: somebody may be reading it.
writeFileSync(`${target}.${process.pid}`, page);
renameSync(`${target}.${process.pid}`, target);
if (process.argv.includes('--verbose'))
  process.stdout.write(`${target}: ${page.length} bytes, ${packed} compressed\n`);

/** What the page's own policy lets run: this text and no other. */
function hash(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** The page. Its policy lets run this one script, with this one style, and load nothing. */
function pageOf(script, style) {
  const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Seedstorm</title>
<!-- Contains uPlot, copyright Leon Sorokin, under the MIT licence. -->
<style>${style}</style>
</head>
<body>
<p class="loading">Seedstorm</p>
<noscript><p>This report needs JavaScript. Nothing is loaded from anywhere: everything is in this file.</p></noscript>
<script type="text/plain" id="document"><!-- the document --></script>
<script>${script}</script>
</body>
</html>
`;
}
