/** The few styles of what a command prints, told apart from style codes that stand in data: see printable.ts. */
import { Chalk, type ColorSupportLevel } from 'chalk';
import { STYLE_MARK } from './printable.js';

const STYLES = ['red', 'green', 'yellow', 'dim', 'bold'] as const;

export type Colours = Readonly<Record<(typeof STYLES)[number], (text: string) => string>>;

/** @param level of chalk; 0: no colours */
export function coloursOf(level: ColorSupportLevel): Colours {
  const chalk = new Chalk({ level });
  const styled = STYLES.map((style) => {
    const [open = '', close = ''] = chalk[style]('|').replaceAll('\u001b', STYLE_MARK).split('|');
    return [style, (text: string) => (text === '' ? '' : `${open}${text}${close}`)] as const;
  });
  return Object.fromEntries(styled) as unknown as Colours;
}
