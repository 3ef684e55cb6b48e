/** What a real Redis did in each script, as it lies in a file, and the page of rules that is made from the scripts. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import type { Script } from './language.js';

/** What was recorded, by the name of the script. */
export function readRecorded(file: string): Map<string, string> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return new Map(
    text.split('\n\n').map((block) => [block.slice(0, block.indexOf('\n')), block.trimEnd()] as const),
  );
}

export function writeRecorded(
  file: string,
  scripts: readonly Script[],
  recorded: ReadonlyMap<string, string>,
): void {
  writeFileSync(file, `${scripts.map(({ name }) => recorded.get(name)).join('\n\n')}\n`);
}

/** The page of a chapter: rule by rule. */
export async function rulesPage(title: string, ours: string, scripts: readonly Script[]): Promise<string> {
  const rows = scripts.map(
    ({ name, rule }) => `| ${rule.replaceAll(/[*|#_~]/g, String.raw`\$&`)} | \`${name}\` |`,
  );
  return format(
    [
      `# ${title}`,
      '',
      `Each rule was seen on Redis 7.0.15 (Debian 12) by the script beside it, and ${ours} the same. This page is made from the scripts; what each did, step by step, lies in \`test/golden/redis-7.0.15\`.`,
      '',
      '| what Redis 7.0.15 does | script |',
      '| --- | --- |',
      ...rows,
      '',
    ].join('\n'),
    { ...(await resolveConfig(import.meta.url)), parser: 'markdown' },
  );
}
