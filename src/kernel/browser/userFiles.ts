import type { UserFiles } from '../core/host';
import { reasonOf } from '../core/reason';
import type { FileAnswer, FileQuestion } from './messages';

/** Files of the reader, which the page keeps; a worker asks the page for them. */
export type PageFiles = Pick<UserFiles, 'readFile' | 'writeFile'>;

/** The data that ship with the site. */
export function createDataFiles(assets: string): Pick<UserFiles, 'readData'> {
  return {
    async readData(name) {
      if (!/^[\w-][\w.-]*$/.test(name)) {
        throw new Error(
          `readData: expected the name of a file in the data folder, got ${JSON.stringify(name)}`
        );
      }
      const answer = await fetch(new URL(`data/${name}`, assets));
      if (!answer.ok) {
        throw new Error(
          `readData: there is no ${JSON.stringify(name)} in this site`
        );
      }
      return new Uint8Array(await answer.arrayBuffer());
    }
  };
}

/** No files: for a check, and for a page that keeps none. `who` says for whom. */
export function withoutFiles(who: string): PageFiles {
  const refuse = (name: string) => (path: string) =>
    Promise.reject(new Error(`${name}: ${path}: ${who} has no files`));
  return { readFile: refuse('readFile'), writeFile: refuse('writeFile') };
}

/**
 * The worker's side: files are asked for by message.
 *
 * @param ask sends a question to the page
 */
export function createAskedFiles(ask: (question: FileQuestion) => void): {
  readonly files: PageFiles;
  answered(answer: FileAnswer): void;
} {
  const waiting = new Map<
    number,
    { resolve(bytes: Uint8Array): void; reject(error: Error): void }
  >();
  let last = 0;
  const asked = (path: string, bytes: Uint8Array | null) =>
    new Promise<Uint8Array>((resolve, reject) => {
      const number = ++last;
      waiting.set(number, { resolve, reject });
      ask({ type: 'file', number, path, bytes });
    });
  return {
    files: {
      readFile: path => asked(path, null),
      writeFile: async (path, bytes) => void (await asked(path, bytes))
    },
    answered({ number, bytes, problem }) {
      const one = waiting.get(number);
      waiting.delete(number);
      if (problem === null) {
        one?.resolve(bytes);
      } else {
        one?.reject(new Error(problem));
      }
    }
  };
}

/** The page's side: what a question comes to. */
export async function answerFile(
  files: PageFiles,
  { number, path, bytes }: FileQuestion
): Promise<FileAnswer> {
  const answer = { type: 'fileAnswer', number, problem: null } as const;
  try {
    if (bytes === null) {
      return { ...answer, bytes: await files.readFile(path) };
    }
    await files.writeFile(path, bytes);
    return { ...answer, bytes: new Uint8Array() };
  } catch (error) {
    return { ...answer, bytes: new Uint8Array(), problem: reasonOf(error) };
  }
}
