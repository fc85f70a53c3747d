import type { Contents } from '@jupyterlab/services';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Progress } from '../../exercises/metadata';
import {
  noProgress,
  progressFile,
  readProgress
} from '../../exercises/metadata';
import type { ContentsReader } from './folderListing';
import { folderListing, joinPath } from './folderListing';

type ProgressContents = ContentsReader & Pick<Contents.IManager, 'save'>;

/** The progress file of one folder. */
export interface ProgressFile {
  /** What was last read or written. */
  readonly progress: Progress;
  /** Why the file that is there is not used, and not written over; null when all is well. */
  readonly fault: string | null;
  readonly changed: ISignal<object, void>;
  /** Reads the file again: another tab, or the student, may have changed it. */
  read(): Promise<void>;
  /** Changes the file as it stands on the disk, after all changes asked for before. */
  update(change: (before: Progress) => Progress): Promise<void>;
}

/** One object a folder, so that all who show progress see the same. */
export interface ProgressFiles {
  in(folder: string): ProgressFile;
}

export function createProgressFiles(contents: ProgressContents): ProgressFiles {
  const files = new Map<string, ProgressFile>();
  return {
    in(folder) {
      let file = files.get(folder);
      if (file === undefined) {
        file = createProgressFile(contents, folder);
        files.set(folder, file);
      }
      return file;
    }
  };
}

function createProgressFile(
  contents: ProgressContents,
  folder: string
): ProgressFile {
  const path = joinPath(folder, progressFile);
  const changed = new Signal<object, void>({});
  let progress = noProgress;
  let fault: string | null = null;
  // Reads and writes one after the other: two checks that end together must both be kept.
  let queue: Promise<void> = Promise.resolve();

  const inTurn = (task: () => Promise<void>): Promise<void> => {
    queue = queue.then(task).catch((error: unknown) => {
      fault = error instanceof Error ? error.message : String(error);
      changed.emit();
    });
    return queue;
  };

  async function load(): Promise<void> {
    const names = await folderListing(contents, folder);
    if (names?.has(progressFile) === true) {
      const { content } = await contents.get(path, {
        type: 'file',
        format: 'text',
        content: true
      });
      progress = readProgress(JSON.parse(String(content)) as unknown);
    }
    fault = null;
  }

  return {
    get progress() {
      return progress;
    },
    get fault() {
      return fault;
    },
    changed,
    read: () =>
      inTurn(async () => {
        await load();
        changed.emit();
      }),
    update: change =>
      inTurn(async () => {
        await load();
        progress = change(progress);
        await contents.save(path, {
          type: 'file',
          format: 'text',
          content: `${JSON.stringify(progress, null, 2)}\n`
        });
        changed.emit();
      })
  };
}
