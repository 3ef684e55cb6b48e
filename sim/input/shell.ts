/** Words for a command line that somebody is going to paste. */

/** As a POSIX shell needs it. */
export function quotedForShell(text: string): string {
  return /^[\w./=:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
