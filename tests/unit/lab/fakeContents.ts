import type { Contents } from '@jupyterlab/services';

/** A contents service in memory. Files hold what was saved; folders are the parts of the paths. */
export interface FakeContents {
  readonly files: Map<string, unknown>;
  readonly folders: Set<string>;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  readonly contents: Pick<
    Contents.IManager,
    'get' | 'save' | 'newUntitled' | 'rename' | 'driveName' | 'localPath'
  >;
}

export function createFakeContents(
  initial: Readonly<Record<string, unknown>> = {}
): FakeContents {
  const files = new Map(Object.entries(initial));
  const folders = new Set(['']);
  for (const path of files.keys()) {
    const parts = path.split('/').slice(0, -1);
    parts.forEach((_, index) =>
      folders.add(parts.slice(0, index + 1).join('/'))
    );
  }
  const asked: string[] = [];

  const childrenOf = (folder: string): { name: string }[] => {
    const prefix = folder === '' ? '' : `${folder}/`;
    return [...files.keys(), ...folders]
      .filter(path => path !== '' && path.startsWith(prefix))
      .map(path => path.slice(prefix.length))
      .filter(name => name !== '' && !name.includes('/'))
      .map(name => ({ name }));
  };

  const contents = {
    driveName: () => '',
    localPath: (path: string) => path,
    get: (path: string) => {
      asked.push(path);
      if (folders.has(path)) {
        return Promise.resolve({ content: childrenOf(path) });
      }
      return files.has(path)
        ? Promise.resolve({ content: structuredClone(files.get(path)) })
        : Promise.reject(new Error(`404: ${path}`));
    },
    save: (path: string, { content }: { content: unknown }) => {
      const folder = path.split('/').slice(0, -1).join('/');
      if (!folders.has(folder)) {
        return Promise.reject(new Error(`no folder ${folder}`));
      }
      files.set(path, structuredClone(content));
      return Promise.resolve({});
    },
    newUntitled: ({ path = '' }: { path?: string }) => {
      const made = path === '' ? 'Untitled Folder' : `${path}/Untitled Folder`;
      folders.add(made);
      return Promise.resolve({ path: made });
    },
    rename: (from: string, to: string) => {
      folders.delete(from);
      folders.add(to);
      return Promise.resolve({});
    }
  } as unknown as FakeContents['contents'];

  return { files, folders, asked, contents };
}
