import {
  givenCells,
  lessonParts,
  readLessonMetadata,
  type LessonMetadata,
  type LessonParts,
  type NotebookCell
} from '../exercises/metadata';
import type { CellMemory } from '../widgets/context';
import type { SiteFiles } from './siteFiles';

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
  setOutputs(id: string, outputs: readonly Output[], count: number): void;
  /** What of ours stands in the metadata of a notebook cell. */
  ours(id: string): unknown;
  memory(id: string): CellMemory;
  /** What of ours stands in the metadata of the notebook. */
  notebookMemory: CellMemory;
  onChange(listener: () => void): void;
  /** Writes what has changed now, and not soon. */
  keep(): Promise<void>;
}

const OURS = 'gatescope';
/** How long changes are gathered before they are kept, in ms. */
const SOON = 400;

/** @throws Error when neither the reader nor the site has a notebook of this name */
export async function loadNotebook(
  files: SiteFiles,
  name: string,
  shipped: URL
): Promise<ReadNotebook> {
  const own = await files.read(name).catch(() => null);
  const stored =
    own?.type === 'notebook' && typeof own.content === 'object'
      ? (own.content as Stored)
      : await fetched(shipped);
  return readNotebook(stored, own !== null, content =>
    files.write(name, content)
  );
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

/** @param write keeps the notebook in the browser */
export function readNotebook(
  stored: Stored,
  isOwn: boolean,
  write: (content: object) => Promise<void>
): ReadNotebook {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isKept = true;

  const find = (id: string): StoredCell => {
    const found = stored.cells.find(cell => cell.id === id);
    if (found === undefined) {
      throw new Error(`the notebook has no cell ${id}`);
    }
    return found;
  };

  async function keep(): Promise<void> {
    clearTimeout(timer);
    if (!isKept) {
      isKept = true;
      // A browser that keeps nothing is no reason to stop reading.
      await write(stored).catch(() => undefined);
    }
  }

  function changed(): void {
    isKept = false;
    clearTimeout(timer);
    timer = setTimeout(() => void keep(), SOON);
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
