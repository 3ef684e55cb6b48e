/**
 * `fs` as a program in a world has it so far: files that are there when it begins (its own code, templates, a
 * package.json) can be read; what would change one is refused in a sentence, since no crash would lose it again.
 */
import fs from 'node:fs';

type Call = (...given: unknown[]) => unknown;
type Done = (error: unknown, found?: unknown) => void;

/** What only looks. */
const READS = ['access', 'lstat', 'readFile', 'readdir', 'readlink', 'realpath', 'stat'] as const;

interface OwnFiles extends Readonly<Record<string, unknown>> {
  readonly promises: Readonly<Record<string, unknown>>;
}

/** One for each incarnation: packages put functions of their own into it. */
export function ownFiles(): OwnFiles {
  const own: Record<string, unknown> = {};
  const promises: Record<string, unknown> = { constants: fs.constants };
  for (const [name, value] of Object.entries(fs))
    own[name] = typeof value === 'function' ? refuse(name) : value;
  for (const name of Object.keys(fs.promises))
    if (typeof (fs.promises as unknown as Record<string, unknown>)[name] === 'function')
      promises[name] = refuse(`promises.${name}`);
  for (const name of READS) {
    const read = (fs as unknown as Record<string, Call>)[`${name}Sync`] as Call;
    own[`${name}Sync`] = read;
    // Done at once, told later, as by a disk that has it in its cache.
    own[name] = (...given: unknown[]): void => {
      const done = given.pop() as Done;
      let told: () => void;
      try {
        const found = read(...given);
        told = () => done(null, found);
      } catch (error) {
        told = () => done(error);
      }
      process.nextTick(told);
    };
    promises[name] = async (...given: unknown[]): Promise<unknown> => {
      await Promise.resolve();
      return read(...given);
    };
  }
  own['existsSync'] = fs.existsSync;
  own['exists'] = (path: fs.PathLike, done: (there: boolean) => void): void =>
    process.nextTick(() => done(fs.existsSync(path)));
  // Packages that look for a class find it.
  for (const name of ['Stats', 'Dirent', 'ReadStream', 'WriteStream'] as const) own[name] = fs[name];
  return Object.assign(own, { promises });
}

function refuse(name: string): Call {
  return () => {
    throw new Error(
      `fs.${name}: files are not simulated yet; a program can read those that are there: ${READS.join(', ')}`,
    );
  };
}
