/** The parts of a document that are executed: its blocks, the commands in them, and what they print. */
import { readFileSync, writeFileSync } from 'node:fs';

export interface Block {
  readonly language: string;
  /** A file's name stands behind the language: ```ts name.ts. */
  readonly file: string | undefined;
  readonly text: string;
}

export function blocksOf(path: string): Block[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', file, body = '']) => ({ language, file, text: body }),
  );
}

interface CommandLine {
  readonly line: string;
  readonly printed: string;
}

/** What follows `$` in the console blocks, each with what it prints. */
export function commandsOf(blocks: readonly Block[]): CommandLine[] {
  return blocks
    .filter(({ language }) => language === 'console')
    .flatMap(({ text }) => text.split(/^\$ /m).slice(1))
    .map((part) => {
      const [line = '', ...printed] = part.split('\n');
      return { line, printed: printed.join('\n') };
    });
}

/** Words behind `npx seedstorm`; quotes are not needed in the documents. */
export function wordsOf(line: string): string[] {
  if (!/^npx seedstorm [^'"]+$/.test(line)) throw new Error(`not a command that is run: ${line}`);
  return line.trim().split(/\s+/).slice(2);
}

/** `…` stands for anything within a line. */
export const likeIt = (text: string): RegExp =>
  new RegExp(
    `^${text
      .trim()
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^\\n]*?')}$`,
  );

/** What differs from one machine to the next is left open. */
const timeless = (text: string): string =>
  text.replace(/judged in [\d.]+ m?s/g, 'judged in … ms').replace(/\([\d.]+ seeds\/s/g, '(… seeds/s');

/** Writes down what a command printed. */
export function rewrite(path: string, { line, printed }: CommandLine, told: string): void {
  const old = `$ ${line}\n${printed}`;
  const text = readFileSync(path, 'utf8');
  // Blanks at the end of a line would not survive an editor.
  writeFileSync(
    path,
    text.replace(old, () => `$ ${line}\n${timeless(told.trim()).replace(/ +$/gm, '')}\n`),
  );
}
