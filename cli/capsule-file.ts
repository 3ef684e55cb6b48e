/** Reading a capsule: what is something else, and might be taken for one, is called by its name. */
import { parseCapsule, type Capsule } from '../sim/run/capsule/capsule.js';
import { UsageError } from './errors.js';
import { inFile, readText } from './run-options.js';

/** @throws UsageError in one sentence when the file is no capsule */
export function readCapsule(path: string): Capsule {
  const text = readText(path, 'capsule');
  const other = otherThing(text);
  if (other !== undefined) throw new UsageError(`${path}: expected a capsule, but this is ${other}`);
  return inFile(path, () => parseCapsule(text));
}

/** What else lies around where capsules do. */
function otherThing(text: string): string | undefined {
  if (/^\s*<(!doctype|html)/i.test(text))
    return 'a web page; the story in a report names the capsule of its run';
  const [first = '', second = ''] = text.split('\n', 2);
  if (isObject(first) && isObject(second))
    return 'a file of one JSON object a line, as --history and --trace write them; seedstorm check judges a history';
  return undefined;
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
