import type { Contents } from '@jupyterlab/services';
import type { ContentsReader } from './folderListing';
import { folderListing, joinPath } from './folderListing';
import type { LessonEntry, LessonIndex } from './lessonIndex';
import { readLessonIndex } from './lessonIndex';
import type { WrittenNotebook } from './textDigest';
import { textDigest } from './textDigest';

type ShelfContents = ContentsReader &
  Pick<Contents.IManager, 'save' | 'newUntitled' | 'rename'>;

export interface LessonShelfOptions {
  readonly contents: ShelfContents;
  /** Reads one of the extension's static files, `index.json` or a lesson. */
  readonly fetchStatic: (file: string) => Promise<unknown>;
  /** Where lessons go when the server's own folder is not one of lessons. */
  readonly folder: () => string;
}

/**
 * What happened to a lesson: `new`, `same`, `updated`, `beside` (written beside an edited one) or
 * `kept` (that was done before). `path` holds this release's text.
 */
export interface Copied {
  readonly outcome: 'new' | 'same' | 'updated' | 'beside' | 'kept';
  readonly path: string;
}

/** The lessons that ship with the extension, and the student's copies of them. */
export interface LessonShelf {
  index(): Promise<LessonIndex>;
  /** The folder of the student's copies, whether it is there yet or not. */
  place(): Promise<string>;
  /** Copies what is missing and gives the path to open: the student's own copy where there is one. */
  open(lesson: LessonEntry): Promise<Copied & { readonly own: string }>;
  /**
   * Keeps the student's copy under another name and puts the lesson back as it was.
   *
   * @param path The student's copy.
   * @returns The path of the backup.
   */
  reset(lesson: LessonEntry, path: string, now: Date): Promise<string>;
}

export function createLessonShelf({
  contents,
  fetchStatic,
  folder
}: LessonShelfOptions): LessonShelf {
  let fetched: Promise<LessonIndex> | null = null;

  function index(): Promise<LessonIndex> {
    fetched ??= fetchStatic('index.json').then(readLessonIndex);
    // A failure is not kept: the next call tries again.
    fetched.catch(() => (fetched = null));
    return fetched;
  }

  /** A server that was started on the lessons (`gatescope lab`) has them in its own folder. */
  async function place(): Promise<string> {
    const { lessons } = await index();
    const root = await folderListing(contents, '');
    return lessons.some(({ file }) => root?.has(file)) ? '' : folder();
  }

  async function write(path: string, notebook: unknown): Promise<void> {
    await contents.save(path, {
      type: 'notebook',
      format: 'json',
      content: notebook
    });
  }

  async function copy(
    lesson: LessonEntry,
    release: string,
    where: string,
    names: ReadonlySet<string>
  ): Promise<Copied> {
    const target = joinPath(where, lesson.file);
    if (!names.has(lesson.file)) {
      await write(target, await fetchStatic(lesson.file));
      return { outcome: 'new', path: target };
    }
    const present = await readNotebook(contents, target);
    const origin = originDigest(present);
    if (origin === lesson.digest) {
      return { outcome: 'same', path: target };
    }
    if (
      present !== null &&
      origin !== null &&
      textDigest(present) === origin &&
      !hasOutputs(present)
    ) {
      await write(target, await fetchStatic(lesson.file));
      return { outcome: 'updated', path: target };
    }
    const beside = besideName(lesson.file, `gatescope ${release}`);
    const path = joinPath(where, beside);
    if (names.has(beside)) {
      return { outcome: 'kept', path };
    }
    await write(path, await fetchStatic(lesson.file));
    return { outcome: 'beside', path };
  }

  async function makeFolder(path: string): Promise<void> {
    let parent = '';
    for (const part of path.split('/').filter(part => part !== '')) {
      const names = await folderListing(contents, parent);
      const child = joinPath(parent, part);
      if (names?.has(part) !== true) {
        const made = await contents.newUntitled({
          path: parent,
          type: 'directory'
        });
        await contents.rename(made.path, child);
      }
      parent = child;
    }
  }

  return {
    index,
    place,
    async open(lesson) {
      const { lessons, release } = await index();
      const where = await place();
      await makeFolder(where);
      const names = (await folderListing(contents, where)) ?? new Set<string>();
      let opened: Copied | null = null;
      // The others too: lessons refer to each other.
      for (const each of lessons) {
        if (each.id === lesson.id || !names.has(each.file)) {
          const copied = await copy(each, release, where, names);
          opened = each.id === lesson.id ? copied : opened;
        }
      }
      if (opened === null) {
        throw new Error(
          `The lesson ${lesson.id} is not in release ${release} of gatescope.`
        );
      }
      return { ...opened, own: joinPath(where, lesson.file) };
    },
    async reset(lesson, path, now) {
      const { content } = await contents.get(path, {
        type: 'notebook',
        content: true
      });
      const slash = path.lastIndexOf('/');
      const backup =
        path.slice(0, slash + 1) +
        besideName(path.slice(slash + 1), `before reset ${stamp(now)}`);
      await write(backup, content);
      await write(path, await fetchStatic(lesson.file));
      return backup;
    }
  };
}

async function readNotebook(
  contents: ContentsReader,
  path: string
): Promise<WrittenNotebook | null> {
  try {
    const { content } = await contents.get(path, {
      type: 'notebook',
      content: true
    });
    const notebook = content as WrittenNotebook;
    textDigest(notebook);
    return notebook;
  } catch {
    // Not a notebook, whatever its name: it is somebody's, so it stays.
    return null;
  }
}

/** The digest that the build wrote into the lesson that this notebook was copied from. */
function originDigest(notebook: WrittenNotebook | null): string | null {
  const { metadata } = (notebook ?? {}) as {
    metadata?: { gatescope?: { lesson?: { digest?: unknown } } };
  };
  const digest = metadata?.gatescope?.lesson?.digest;
  return typeof digest === 'string' ? digest : null;
}

function hasOutputs(notebook: WrittenNotebook): boolean {
  return notebook.cells.some(
    cell => (cell.outputs?.length ?? 0) > 0 && !asShipped(cell)
  );
}

/** Whether a cell's outputs came with the lesson: its first picture, which nobody has run yet. */
function asShipped({
  metadata,
  execution_count: count
}: WrittenNotebook['cells'][number]): boolean {
  const { tags } = (metadata ?? {}) as { tags?: unknown };
  return (
    Array.isArray(tags) && tags.includes('opening') && (count ?? null) === null
  );
}

/** `a.ipynb` and `x` give `a (x).ipynb`. */
function besideName(file: string, words: string): string {
  return file.replace(/(\.ipynb)?$/, ` (${words})$1`);
}

/** Local time without colons, which not every file system takes: `2026-11-20 08-15-30`. */
function stamp(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [
    time.getFullYear(),
    two(time.getMonth() + 1),
    two(time.getDate())
  ].join('-');
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map(two)
    .join('-');
  return `${day} ${clock}`;
}
