// Node loads its promises of files with the first that is used: few answers read any.
import { promises, existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/**
 * Reads a file of the data that ships with gatescope.
 *
 * @throws Error that lists the files there are.
 */
export async function readDataFile(name: string): Promise<Uint8Array> {
  const folder = dataFolder();
  if (basename(name) !== name || name === '' || name.startsWith('.')) {
    throw new Error(
      `readData: expected the name of a file in the data folder, got ${JSON.stringify(name)}`
    );
  }
  try {
    return await promises.readFile(join(folder, name));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') {
      throw error;
    }
    const files = (await promises.readdir(folder)).filter(
      file => !file.startsWith('.')
    );
    throw new Error(
      `readData: there is no ${JSON.stringify(name)}; the files are ${files.sort().join(', ')}`,
      { cause: error }
    );
  }
}

/**
 * Reads a file of the user; the path counts from the notebook's folder.
 *
 * @throws Error that says which file and why.
 */
export async function readUserFile(path: string): Promise<Uint8Array> {
  const file = checkedPath('readFile', path);
  try {
    return await promises.readFile(file);
  } catch (error) {
    throw new Error(`readFile: ${reasonOf(error, file)}`, { cause: error });
  }
}

/**
 * Writes a file of the user so that, whatever happens, it is either the old one or the whole new
 * one: the bytes go to a neighbor first, which then takes the name. Missing folders are made.
 *
 * @throws Error that says which file and why.
 */
export async function writeUserFile(
  path: string,
  bytes: Uint8Array
): Promise<void> {
  const file = checkedPath('writeFile', path);
  const folder = dirname(file);
  const beside = join(folder, `.${basename(file)}.${crypto.randomUUID()}.part`);
  try {
    await promises.mkdir(folder, { recursive: true });
    const handle = await promises.open(beside, 'wx');
    try {
      await handle.writeFile(bytes);
      // The bytes must be on the disk before the name is: a power cut keeps one of the two files.
      await handle.sync();
    } finally {
      await handle.close();
    }
    await promises.rename(beside, file);
  } catch (error) {
    await promises.rm(beside, { force: true });
    throw new Error(`writeFile: ${reasonOf(error, file)}`, { cause: error });
  }
}

function checkedPath(who: string, path: unknown): string {
  if (typeof path !== 'string' || path === '' || path.includes('\0')) {
    throw new TypeError(
      `${who}: path should be the name of a file, got ${JSON.stringify(path)}`
    );
  }
  return resolve(path);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error
    ? String(error.code)
    : undefined;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder',
  EACCES: 'may not be used by you',
  EPERM: 'may not be used by you',
  EROFS: 'lies on a disk that cannot be written',
  ENOSPC: 'does not fit: the disk is full',
  ENOTDIR: 'lies below something that is not a folder'
};

function reasonOf(error: unknown, file: string): string {
  const reason = reasons[codeOf(error) ?? ''];
  return reason === undefined
    ? `${file}: ${error instanceof Error ? error.message : String(error)}`
    : `${file} ${reason}`;
}

/**
 * The folder of the data that ships with gatescope: `GATESCOPE_DATA` when it is set, else the one
 * beside the built kernel, else that of a clone.
 *
 * @throws Error when there is none.
 */
function dataFolder(): string {
  const { GATESCOPE_DATA: named } = process.env;
  const candidates = [
    ...(named ? [named] : []),
    join(__dirname, '../data'),
    join(__dirname, '../../gatescope/data')
  ];
  const found = candidates.find(folder => existsSync(folder));
  if (found === undefined) {
    throw new Error(
      `gatescope's data is missing; looked in ${candidates.join(', ')}`
    );
  }
  return found;
}
