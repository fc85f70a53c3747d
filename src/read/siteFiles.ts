/** A file as JupyterLite keeps it in the browser. */
export interface SiteFile {
  readonly name: string;
  readonly path: string;
  readonly type: 'notebook' | 'file';
  readonly format: 'json' | 'text';
  readonly mimetype: string;
  readonly content: unknown;
  readonly created: string;
  readonly last_modified: string;
  readonly size: number;
  readonly writable: boolean;
}

/** The reader's files, which the site's lab reads and writes too. */
export interface SiteFiles {
  /** Null where the reader has no copy of their own. */
  read(path: string): Promise<SiteFile | null>;
  /** A notebook as JSON, or a text; what is kept of it then. */
  write(path: string, content: object | string): Promise<SiteFile>;
}

/** JupyterLite's own names: what is kept of one site, and the files of it. */
const DATABASE = 'JupyterLite Storage - ';
const STORE = 'files';

/**
 * The files that JupyterLite keeps for a site in this browser. One that may keep nothing has none, and
 * what is written is then gone with the page.
 *
 * @param folder path of the site, which ends with a slash
 */
export function siteFiles(folder: string): SiteFiles {
  const name = DATABASE + folder;

  const within = <T>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest<T>
  ): Promise<T | null> =>
    opened(name, mode === 'readwrite').then(
      database =>
        database &&
        new Promise<T>((resolve, reject) => {
          const request = work(
            database.transaction(STORE, mode).objectStore(STORE)
          );
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(errorOf(request));
        }).finally(() => database.close())
    );

  return {
    async read(path) {
      const found = await within('readonly', store => store.get(path));
      return (found as SiteFile | null | undefined) ?? null;
    },
    async write(path, content) {
      const file = fileOf(path, content, await this.read(path));
      await within('readwrite', store => store.put(file, path));
      return file;
    }
  };
}

function fileOf(
  path: string,
  content: object | string,
  before: SiteFile | null
): SiteFile {
  const now = new Date().toISOString();
  const isText = typeof content === 'string';
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    type: isText ? 'file' : 'notebook',
    format: isText ? 'text' : 'json',
    mimetype: !isText
      ? 'application/x-ipynb+json'
      : path.endsWith('.json')
        ? 'application/json'
        : 'text/plain',
    created: before?.created ?? now,
    writable: true,
    content,
    last_modified: now,
    size: (isText ? content : JSON.stringify(content)).length
  };
}

/** The database with its files; null where there is none yet and nothing is to be written. */
function opened(name: string, make: boolean): Promise<IDBDatabase | null> {
  const open = (version?: number): Promise<IDBDatabase> =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open(name, version);
      request.onupgradeneeded = () => {
        const { result } = request;
        if (!result.objectStoreNames.contains(STORE)) {
          result.createObjectStore(STORE);
        }
      };
      request.onsuccess = () => {
        // Another page of the site may need a newer one.
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = () => reject(errorOf(request));
    });
  return open().then(database => {
    if (database.objectStoreNames.contains(STORE)) {
      return database;
    }
    const { version } = database;
    database.close();
    return make ? open(version + 1) : null;
  });
}

function errorOf(request: IDBRequest): Error {
  return request.error ?? new Error('the browser keeps no files for this site');
}

/**
 * Does what reads and writes a notebook while no other tab does: of two that look at once, each would
 * find nothing new, and the later one would write over the other. Where the browser has no locks, as on a page
 * that came unencrypted, or refuses them, it is done without.
 */
export async function oneAtATime<T>(
  name: string,
  work: () => Promise<T>
): Promise<T> {
  let hasBegun = false;
  const begin = (): Promise<T> => {
    hasBegun = true;
    return work();
  };
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  try {
    return await (locks?.request(`gatescope ${name}`, begin) ?? begin());
  } catch (reason) {
    if (hasBegun) {
      throw reason;
    }
    return work();
  }
}
