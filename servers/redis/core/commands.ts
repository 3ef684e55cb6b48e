/** All commands by their names. */
import { commandOf, type Command, type CommandRows } from './command.js';
import { connectionCommands } from './connection.js';
import { counterCommands } from './counters.js';
import { expiringCommands } from './expiring.js';
import { keyCommands } from './keys.js';
import { refuse } from './reply.js';
import { stringCommands } from './strings.js';
import { transactionCommands } from './transactions.js';

const rows: CommandRows = {
  ...connectionCommands,
  ...counterCommands,
  ...expiringCommands,
  ...keyCommands,
  ...stringCommands,
  ...transactionCommands,
};

const byName = new Map<string, Command>();
for (const [name, row] of Object.entries(rows)) {
  byName.set(name, commandOf(name, row));
  byName.set(name.toLowerCase(), commandOf(name, row));
}

/** @throws Refusal where there is none, or not with so many words */
export function findCommand(words: readonly string[]): Command {
  const [given = ''] = words;
  let command = byName.get(given) ?? byName.get(given.toUpperCase());
  if (command === undefined || given.includes('|')) return refuseUnknown(words);
  if (words.length > 1 && command.traits.has('container')) {
    command = byName.get(`${command.name}|${(words[1] as string).toUpperCase()}`);
    if (command === undefined)
      return refuse(oneLine(`unknown subcommand '${words[1] ?? ''}'. Try ${given.toUpperCase()} HELP.`));
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
