import type {
  CellKind,
  Bundle,
  BundleHeader,
  Events,
  EventName,
  Method,
  Methods
} from '../trace';
import type { Translate } from '../scene/words/translate';

/** What a view is given by its surroundings: JupyterLab, Notebook 7, or the gallery page. */
export interface ViewContext {
  /** Shared by all views of one bundle: one step, one unit. */
  readonly cursor: Cursor;
  /** The kernel behind the bundle, or a link that says why there is none. */
  readonly link: LiveLink;
  /** What the reader chose, kept outside the view: a moved cell or a re-render finds it again. */
  readonly store: ViewStore;
  /** What must survive a reload of the page (predictions); in a notebook, the cell's metadata. */
  readonly memory: CellMemory;
  readonly translate: Translate;
  readonly settings: ViewSettings;
  /** The exercise that asks for the step of such a cell and is not passed: its code stays closed. */
  readonly closedCode?: (cell: CellKind) => string | null;
  /** The name of the exercise that the view's notebook cell answers or tests; null elsewhere. */
  readonly exerciseTitle?: () => string | null;
  /** Present where one bundle has several views; the title of the view then opens their list. */
  readonly views?: ViewSwitch;
  /** Present where the run is of a batch: its other sequences. */
  readonly sequences?: SequenceSwitch;
}

/** The views of one bundle, and which of them stands. */
export interface ViewSwitch {
  /** The id of that bundle; what one of its views asks the kernel for may have another. */
  readonly of: string;
  /** What the notebook said of it, which one of its views may not have. */
  readonly words: Pick<BundleHeader, 'title' | 'howToRead'>;
  readonly names: readonly { readonly name: string; readonly label: string }[];
  readonly present: string;
  show(name: string): void;
}

/** The sequences of the batch that a run was made of, and which of them stands. */
export interface SequenceSwitch {
  /** From 0. */
  readonly present: number;
  readonly size: number;
  /** Has all views of the run show another one. */
  show(sequence: number): void;
  /** Calls back with why the one that was asked for cannot be shown; returns the way to stop. */
  onFailure(listener: (reason: string) => void): () => void;
}

export interface ViewSettings {
  /** Stops every animation; follows `prefers-reduced-motion` unless set. */
  readonly reducedMotion: boolean;
  /** Up to how many units a channel is drawn as lines. */
  readonly linesUpTo: number;
  /** Columns narrower than this many pixels are aggregated. */
  readonly minimumColumnWidth: number;
}

/** Where the reader looks. Absent values mean: nowhere. */
export interface CursorPosition {
  readonly step: number | null;
  readonly unit: number | null;
  readonly channel: string | null;
  readonly layer: string | null;
  /**
   * A term of an equation that is lit in all linked views: its `expressionText`. Absent or null
   * when the reader points at a whole channel or at nothing.
   */
  readonly term?: string | null;
  /** Which sequence of a batch; absent or null for the one that was saved. */
  readonly sequence?: number | null;
  /** Where the slider of what is shown stands; absent or null for where it was saved. */
  readonly slid?: number | null;
  /** A pinned cursor stays when the pointer leaves. */
  readonly pinned: boolean;
}

export interface Cursor {
  readonly position: CursorPosition;
  /** Moves; what is not named stays. */
  move(to: Partial<CursorPosition>, source: object): void;
  /** Calls back on each move, with the view that moved it; returns the way to stop. */
  subscribe(
    listener: (position: CursorPosition, source: object) => void
  ): () => void;
}

export type LinkStatus =
  /** The kernel knows the object: edits and clamps work. */
  | { readonly state: 'live' }
  /** Asking. The saved picture is shown meanwhile. */
  | { readonly state: 'connecting' }
  /** No kernel, another kernel, a restarted kernel, a version that is too old: `reason` says which. */
  | {
      readonly state: 'notLive';
      readonly reason: string;
      /** Nothing was ever to answer here: the picture is as it was saved, and that is no fault. */
      readonly saved?: boolean;
    }
  /** The kernel is there, but the object has moved on. */
  | { readonly state: 'stale'; readonly reason: string };

export interface LiveLink {
  /** For the object behind one bundle. */
  status(id: string): LinkStatus;
  onStatus(id: string, listener: (status: LinkStatus) => void): () => void;
  /** Rejects with an `Error` whose message can be shown. */
  request<M extends Method>(
    method: M,
    params: Methods[M]['params']
  ): Promise<Methods[M]['result']>;
  onEvent<E extends EventName>(
    name: E,
    listener: (data: Events[E]) => void
  ): () => void;
  /** Runs the notebook cell of this view again; absent where that cannot be done. */
  readonly rerun?: () => void;
  /** Puts a line of code below the notebook cell; absent where that cannot be done. */
  readonly insertCode?: (code: string) => void;
}

/** Keyed by bundle id and a name of the view's choosing. */
export interface ViewStore {
  get<T>(id: string, name: string): T | undefined;
  set<T>(id: string, name: string, value: T): void;
  /** What the reader chose for a bundle, in plain data: nothing of what was fetched or drawn for it. */
  chosen(id: string): Readonly<Record<string, unknown>>;
  /** Another bundle begins with what the reader chose for this one. */
  hand(from: string, to: string): void;
}

/** Small JSON values in `metadata.gatescope` of the notebook cell that holds the output. */
export interface CellMemory {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  delete(key: string): void;
  /**
   * Calls back when anything was changed by another than who holds this memory: another view of the
   * notebook, its undo, somebody who works in it too. Absent where nobody else can.
   */
  readonly onChange?: (listener: () => void) => () => void;
}

/** A view fills one element and follows its width, the theme, the cursor and new bundles. */
export interface View {
  /** A new bundle of the same kind under the same id (a running history), or its replacement. */
  update(bundle: Bundle): void;
  /** The element has another width, in CSS pixels. */
  resize(width: number): void;
  /** CSS variables have new values: canvases must be painted again. */
  themeChanged(): void;
  dispose(): void;
}

/** Each view's module exports one of these. */
export type ViewFactory<B extends Bundle = Bundle> = (
  element: HTMLElement,
  bundle: B,
  context: ViewContext
) => View;
