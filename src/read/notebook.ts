import {
  givenCells,
  lessonParts,
  readLessonMetadata,
  type LessonMetadata,
  type LessonParts,
  type NotebookCell
} from '../exercises/metadata';
import type { CellMemory } from '../widgets/context';
import type { SiteFile, SiteFiles } from './siteFiles';

/** An output as nbformat keeps it. */
export type Output = Readonly<Record<string, unknown>> & {
  readonly output_type: string;
};

interface StoredCell {
  readonly id: string;
  readonly cell_type: string;
  source: string | readonly string[];
  metadata: Record<string, unknown>;
  outputs?: readonly Output[];
  execution_count?: number | null;
}

interface Stored {
  readonly cells: StoredCell[];
  metadata: Record<string, unknown>;
}

/** The notebook under a page: what is written on the page is written there, and kept in the browser. */
export interface ReadNotebook {
  /** Null for a notebook that is no lesson. */
  readonly metadata: LessonMetadata | null;
  readonly parts: LessonParts;
  readonly given: readonly string[] | null;
  /** Whether it is the reader's own copy, with what they did before. */
  readonly isOwn: boolean;
  cells(): readonly NotebookCell[];
  source(id: string): string;
  setSource(id: string, text: string): void;
  outputs(id: string): readonly Output[];
  setOutputs(
    id: string,
    outputs: readonly Output[],
    count: number | null
  ): void;
  /** What of ours stands in the metadata of a notebook cell. */
  ours(id: string): unknown;
  memory(id: string): CellMemory;
  /** What of ours stands in the metadata of the notebook. */
  notebookMemory: CellMemory;
  onChange(listener: () => void): void;
  /** Writes what has changed now, and not soon. */
  keep(): Promise<void>;
}

/** Where what is written on a page goes. */
export interface Keeping {
  write(content: object): Promise<unknown>;
  /** Says that it could not be written, and why. */
  failed(reason: unknown): void;
}

const OURS = 'gatescope';
/** How long changes are gathered before they are kept, in ms. */
const SOON = 400;

/**
 * The reader's own notebook of this name, or the site's where they have none.
 *
 * @param say tells the reader what becomes of what they write
 * @throws Error when neither the reader nor the site has it
 */
export async function loadNotebook(
  files: SiteFiles,
  name: string,
  shipped: URL,
  say: {
    nothingKept: (reason: unknown) => void;
    keptBeside: (path: string) => void;
  }
): Promise<ReadNotebook> {
  let known: SiteFile | null = null;
  let reads = true;
  try {
    known = await files.read(name);
  } catch (reason) {
    // Written over unread, the reader's own copy would be lost.
    reads = false;
    say.nothingKept(reason);
  }
  const isOwn = known?.type === 'notebook' && typeof known.content === 'object';
  const stored = isOwn ? (known?.content as Stored) : await fetched(shipped);
  return readNotebook(stored, isOwn, {
    async write(content) {
      if (!reads) {
        return;
      }
      const there = await files.read(name);
      if (there !== null && there.last_modified !== known?.last_modified) {
        // Another tab has written since: both versions are kept.
        const beside = await freePath(files, name);
        await files.write(beside, there.content as object);
        say.keptBeside(beside);
      }
      known = await files.write(name, content);
    },
    failed: say.nothingKept
  });
}

/** As JupyterLab names a copy. */
async function freePath(files: SiteFiles, name: string): Promise<string> {
  for (let copy = 1; ; copy++) {
    const path = name.replace(/(\.ipynb)?$/, `-Copy${copy}$1`);
    if ((await files.read(path)) === null) {
      return path;
    }
  }
}

async function fetched(address: URL): Promise<Stored> {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(
      `the notebook could not be loaded: ${answer.status} ${answer.statusText}`
    );
  }
  return (await answer.json()) as Stored;
}

export function readNotebook(
  stored: Stored,
  isOwn: boolean,
  { write, failed }: Keeping
): ReadNotebook {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isKept = true;
  let turn: Promise<void> = Promise.resolve();

  const find = (id: string): StoredCell => {
    const found = stored.cells.find(cell => cell.id === id);
    if (found === undefined) {
      throw new Error(`the notebook has no cell ${id}`);
    }
    return found;
  };

  function keep(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (!isKept) {
      isKept = true;
      // As it is now, in plain data: the browser refuses to keep a function or a view of ours. One after
      // the other, so that each knows what the one before has written.
      const now = JSON.parse(JSON.stringify(stored)) as object;
      // A browser that keeps nothing is no reason to stop reading.
      turn = turn.then(async () => void (await write(now))).catch(failed);
    }
    return turn;
  }

  function changed(): void {
    isKept = false;
    // From the first change on: views that run on and on would put it off for ever.
    timer ??= setTimeout(() => void keep(), SOON);
    [...listeners].forEach(listener => listener());
  }

  const memoryOf = (holder: {
    metadata: Record<string, unknown>;
  }): CellMemory => {
    const all = (): Readonly<Record<string, unknown>> => {
      const found = holder.metadata[OURS];
      return typeof found === 'object' && found !== null
        ? (found as Record<string, unknown>)
        : {};
    };
    return {
      get: key => (Object.hasOwn(all(), key) ? all()[key] : undefined),
      set(key, value) {
        if (JSON.stringify(all()[key]) !== JSON.stringify(value)) {
          holder.metadata[OURS] = { ...all(), [key]: value };
          changed();
        }
      },
      delete(key) {
        const { [key]: removed, ...rest } = all();
        if (removed !== undefined) {
          holder.metadata[OURS] = rest;
          changed();
        }
      }
    };
  };

  const cells = (): NotebookCell[] =>
    stored.cells.map(({ id, cell_type: type, source, metadata }) => ({
      id,
      type: type === 'code' || type === 'markdown' ? type : 'raw',
      source: textOf(source),
      metadata: { gatescope: metadata[OURS], nbgrader: metadata['nbgrader'] }
    }));

  return {
    metadata: lessonOf(stored.metadata[OURS]),
    get parts() {
      return lessonParts(cells());
    },
    given: givenCells(stored.metadata[OURS]),
    isOwn,
    cells,
    source: id => textOf(find(id).source),
    setSource(id, text) {
      const cell = find(id);
      if (textOf(cell.source) !== text) {
        cell.source = text;
        changed();
      }
    },
    outputs: id => find(id).outputs ?? [],
    setOutputs(id, outputs, count) {
      const cell = find(id);
      cell.outputs = outputs;
      cell.execution_count = count;
      changed();
    },
    ours: id => find(id).metadata[OURS],
    memory: id => memoryOf(find(id)),
    notebookMemory: memoryOf(stored),
    onChange: listener => void listeners.add(listener),
    keep
  };
}

const textOf = (source: string | readonly string[]): string =>
  typeof source === 'string' ? source : source.join('');

/** A notebook whose lesson metadata cannot be read is an ordinary notebook. */
function lessonOf(metadata: unknown): LessonMetadata | null {
  try {
    return readLessonMetadata(metadata);
  } catch {
    return null;
  }
}
