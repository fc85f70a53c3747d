import {
  givenCells,
  lessonParts,
  readLessonMetadata,
  type LessonMetadata,
  type LessonParts,
  type NotebookCell
} from '../exercises/metadata';
import { isNotebook } from '../kernel/browser/isNotebook';
import {
  besideNewEdition,
  freePath,
  keptAside,
  takenUp,
  type Saying
} from './beside';
import type { Journal, Unkept } from './journal';
import type { CellMemory } from '../widgets/context';
import { mendCopy, type StoredCopy } from './mendCopy';
import { hasIds } from './mendIds';
import { oneAtATime, type SiteFile, type SiteFiles } from './siteFiles';

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

type Stored = StoredCopy<StoredCell>;

/** The notebook under a page: what is written on the page is written there, and kept in the browser. */
export interface ReadNotebook {
  /** Null for a notebook that is no lesson. */
  readonly metadata: LessonMetadata | null;
  readonly parts: LessonParts;
  readonly given: readonly string[] | null;
  cells(): readonly NotebookCell[];
  source(id: string): string;
  setSource(id: string, text: string): void;
  /** Whether the code of a notebook cell and of those above it is what the page came with. */
  isAsShipped(id: string): boolean;
  /** What the reader's own run has left; none where it is what the page came with. */
  ownOutputs(id: string): readonly Output[];
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
  /** The page is left: what is not written yet is laid down at once. */
  leave(): void;
}

/** Where what is written on a page goes. */
export interface Keeping {
  write(content: object): Promise<unknown>;
  /** Says that it could not be written, and why. */
  failed(reason: unknown): void;
  /** Takes what is not written yet, at once. */
  leave?(content: object): void;
}

const OURS = 'gatescope';
/** How long changes are gathered before they are kept, in ms. */
const SOON = 400;

/**
 * The reader's own notebook of this name, or the site's where they have none.
 *
 * @param say tells the reader what happens to what they write
 * @throws Error when neither the reader nor the site has it
 */
export async function loadNotebook(
  files: SiteFiles,
  name: string,
  shipped: URL,
  say: Saying,
  journal?: Journal
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
  if (known !== null && !isNotebook(known.content)) {
    reads = await keptAside(files, known, say);
    known = null;
  }
  const unkept = reads ? (journal?.read() ?? null) : null;
  if (isNotebook(unkept?.content)) {
    try {
      known = await oneAtATime(name, () =>
        takenUp(files, name, unkept as Unkept, say)
      );
      journal?.clear();
    } catch (reason) {
      say.nothingKept(reason);
    }
  }
  const shipping = fetched(shipped);
  const newer =
    known && (await besideNewEdition(files, name, known, shipping, say));
  known = newer ?? known;
  const [stored, ships] =
    known === null
      ? await shipping.then(own => [own, structuredClone(own)])
      : await mended(
          known.content as Stored,
          shipping,
          // What a new edition adds was never missing.
          newer === null ? say.cameBack : () => undefined
        );
  return readNotebook(stored, ships, {
    write: content =>
      oneAtATime(name, async () => {
        if (!reads) {
          return;
        }
        const there = await files.read(name);
        if (
          there !== null &&
          isNotebook(there.content) &&
          there.last_modified !== known?.last_modified
        ) {
          // Another tab has written since: both versions are kept.
          const beside = await freePath(files, name, '-Copy');
          await files.write(beside, there.content as object);
          say.keptBeside(beside);
        }
        known = await files.write(name, content);
        journal?.clear();
      }),
    failed: say.nothingKept,
    leave: content =>
      journal?.write({ after: known?.last_modified ?? null, content })
  });
}

async function fetched(address: URL): Promise<Stored> {
  // After what the page draws, which is there to be seen.
  const answer = await fetch(address, { priority: 'low' });
  if (!answer.ok) {
    throw new Error(
      `the notebook could not be loaded: ${answer.status} ${answer.statusText}`
    );
  }
  return (await answer.json()) as Stored;
}

/** The reader's copy with what it lacks of the site's, and that; as it is where the site cannot be asked. */
async function mended(
  copy: Stored,
  shipped: Promise<Stored>,
  cameBack: () => void
): Promise<[Stored, Stored | null]> {
  let ships: Stored;
  try {
    ships = await shipped;
  } catch (reason) {
    if (hasIds(copy.cells)) {
      return [copy, null];
    }
    throw reason;
  }
  const { notebook, isMended } = mendCopy(copy, ships);
  if (isMended) {
    cameBack();
  }
  return [notebook, ships];
}

/** @param ships what the page came with; null where that cannot be known */
export function readNotebook(
  stored: Stored,
  ships: Stored | null,
  { write, failed, leave }: Keeping
): ReadNotebook {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isKept = true;
  let writing = 0;
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
      writing += 1;
      // As it is now, in plain data: the browser refuses to keep a function or a view of ours. One after
      // the other, so that each knows what the one before has written.
      const now = JSON.parse(JSON.stringify(stored)) as object;
      // A browser that keeps nothing is no reason to stop reading.
      turn = turn
        .then(async () => void (await write(now)))
        .catch(failed)
        .finally(() => (writing -= 1));
    }
    return turn;
  }

  function changed(): void {
    isKept = false;
    // From the first change on: views that run on and on would put it off forever.
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

  const given = givenCells(stored.metadata[OURS]);
  return {
    metadata: lessonOf(stored.metadata[OURS]),
    get parts() {
      return lessonParts(cells(), given);
    },
    given,
    cells,
    source: id => textOf(find(id).source),
    setSource(id, text) {
      const cell = find(id);
      if (textOf(cell.source) !== text) {
        cell.source = text;
        changed();
      }
    },
    isAsShipped: id =>
      ships !== null &&
      JSON.stringify(codeUpTo(id, stored)) ===
        JSON.stringify(codeUpTo(id, ships)),
    ownOutputs(id) {
      const { outputs = [] } = find(id);
      const came = ships?.cells.find(cell => cell.id === id)?.outputs ?? [];
      return JSON.stringify(outputs) === JSON.stringify(came) ? [] : outputs;
    },
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
    keep,
    leave() {
      if (!isKept || writing > 0) {
        leave?.(stored);
      }
    }
  };
}

/** The code that a notebook cell runs after, and its own. */
function codeUpTo(id: string, { cells }: Stored): string[] {
  return cells
    .slice(0, cells.findIndex(cell => cell.id === id) + 1)
    .filter(({ cell_type: type }) => type === 'code')
    .map(({ source }) => textOf(source));
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
