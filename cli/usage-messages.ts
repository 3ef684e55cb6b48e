/** Says in our words what yargs found wrong with a command line: one sentence, with the name that was meant. */
import { commandName } from './command.js';
import type { Command } from './command.js';
import { STANDARD_INPUT } from './standard-input.js';
import { didYouMean } from './suggest.js';

/** Every command has these. */
const COMMON_FLAGS = ['help', 'version'];

export function usageMessage(message: string, argv: readonly string[], commands: readonly Command[]): string {
  const command = commands.find((candidate) => argv.includes(commandName(candidate)));
  const [, unknown] = /^Unknown (?:argument|command)s?: (.*)$/s.exec(message) ?? [];
  if (unknown !== undefined) return unknownWord(unknown.split(', ')[0] ?? unknown, argv, command, commands);

  const [, name = '', given = '', choices = ''] =
    /Argument: (\S+), Given: (.*), Choices: (.*)/.exec(message) ?? [];
  if (name !== '') return notAChoice(name, unquoted(given), choices.split(', ').map(unquoted), command);

  if (message.startsWith('Not enough non-option arguments')) {
    if (!command)
      return `a command is needed: ${commands.map(commandName).join(', ')} or completion; see seedstorm --help`;
    return `call it as seedstorm ${command.usage}; see seedstorm ${commandName(command)} --help`;
  }
  const [, flag] = /^Not enough arguments following: (.*)$/.exec(message) ?? [];
  if (flag !== undefined) {
    const { value, choices: allowed } = command?.flags[flag] ?? {};
    return `--${flag} needs a value${allowed ? `: ${allowed.join(', ')}` : value === undefined ? '' : `, ${value}`}`;
  }
  return message.replace(/\s+/g, ' ');
}

function unknownWord(
  word: string,
  argv: readonly string[],
  command: Command | undefined,
  commands: readonly Command[],
): string {
  const isFlag = argv.some((given) => /^--?(?:no-)?([^=]*)/.exec(given)?.[1] === word);
  if (isFlag) {
    const flags = [...Object.keys(command?.flags ?? {}), ...COMMON_FLAGS];
    const where = command ? `seedstorm ${commandName(command)}` : 'seedstorm';
    return `${where} has no flag ${word.length === 1 ? '-' : '--'}${word}.${didYouMean(word, flags).replace(/mean (?=\S)/, 'mean --') || ` See ${where} --help.`}`;
  }
  if (command) return `"${word}" is one argument too many: seedstorm ${command.usage}`;
  const names = [...commands.map(commandName), 'completion'];
  return `there is no command "${word}".${didYouMean(word, names) || ` The commands are ${names.join(', ')}.`}`;
}

/** As yargs quotes it. */
const ESCAPED_STANDARD_INPUT = JSON.stringify(STANDARD_INPUT).slice(1, -1);

function notAChoice(
  name: string,
  given: string,
  choices: readonly string[],
  command: Command | undefined,
): string {
  const subject = command && name in command.flags ? `--${name}` : `<${name}>`;
  const meant = didYouMean(given, choices);
  return `${subject} cannot be "${given === ESCAPED_STANDARD_INPUT ? '-' : given}".${meant && choices.length > 8 ? meant : ` It is one of ${choices.join(', ')}.${meant}`}`;
}

const unquoted = (text: string): string => text.replace(/^"(.*)"$/s, '$1');
