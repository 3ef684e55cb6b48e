/** The commands by their names. Who knows all of them registers them here; so those that carry out others need not. */
import { commandOf, type Command, type CommandRows } from './command.js';
import { refuse } from './reply.js';

const byName = new Map<string, Command>();

export function registerCommands(rows: CommandRows): void {
  for (const [name, row] of Object.entries(rows)) {
    const command = commandOf(name, row);
    byName.set(name, command);
    byName.set(name.toLowerCase(), command);
  }
}

/** @throws Refusal where there is none, or not with so many words */
export function findCommand(words: readonly string[]): Command {
  const [given = ''] = words;
  let command = byName.get(given) ?? byName.get(given.toUpperCase());
  if (command === undefined || given.includes('|')) return refuseUnknown(words);
  if (words.length > 1 && command.isContainer) {
    command = byName.get(`${command.name}|${(words[1] as string).toUpperCase()}`);
    if (command === undefined)
      return refuse(
        oneLine(
          `unknown subcommand '${(words[1] as string).slice(0, 128)}'. Try ${given.toUpperCase()} HELP.`,
        ),
      );
  }
  const { arity, name } = command;
  if (arity > 0 ? words.length !== arity : words.length < -arity)
    refuse(`wrong number of arguments for '${name.toLowerCase()}' command`);
  return command;
}

export const allCommands = (): Command[] =>
  [...byName].filter(([name, command]) => name === command.name).map(([, command]) => command);

const oneLine = (text: string): string => text.replaceAll(/[\r\n]/g, ' ');

function refuseUnknown([given = '', ...rest]: readonly string[]): never {
  let shown = '';
  for (const word of rest) {
    if (shown.length >= 128) break;
    shown += `'${word.slice(0, 128 - shown.length)}' `;
  }
  return refuse(oneLine(`unknown command '${given.slice(0, 128)}', with args beginning with: ${shown}`));
}
