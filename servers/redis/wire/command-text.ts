/** A command in the form in which clients, replicas and the append-only file have it; each character is one byte. */
export function commandText(words: readonly string[]): string {
  let text = `*${words.length}\r\n`;
  for (const word of words) text += `$${word.length}\r\n${word}\r\n`;
  return text;
}
