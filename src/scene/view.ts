import type { Bundle, BundleKind, Method, Methods } from '../trace';
import type { Translate } from './words/translate';
import type { ChoiceName, ChosenOf, Schema } from './choices';
import type { DataTable, NamedTable } from './dataTable';
import type { Scene } from './scene';
import type { Table } from './table';

export type BundleOf<K extends BundleKind> = Extract<Bundle, { kind: K }>;

/** Asks the kernel. */
export type Ask = <M extends Method>(
  method: M,
  params: Methods[M]['params']
) => Promise<Methods[M]['result']>;

/** What a view is at a moment: all that its table, its scene and its words are made of. */
export interface Now<K extends BundleKind, C, D> {
  readonly bundle: BundleOf<K>;
  readonly chosen: C;
  /** What was asked for, or worked out beside the bundle; null while it is not known. */
  readonly data: D | null;
  readonly translate: Translate;
  /** Which of several the reader has made stand out, by its number; null for none, absent as long as nobody has. */
  readonly lit?: number | null;
}

/**
 * A view, without a page: from it the page, the saved picture, the table, the file, the words for eye
 * and ear, the tools, the keys, `show()`'s options and the copied code are derived.
 */
export interface ViewDefinition<
  K extends BundleKind,
  N extends ChoiceName,
  D,
  Id extends string
> {
  /** Its classes on the page begin with it. */
  readonly name: string;
  readonly kind: K;
  readonly title: (translate: Translate, bundle?: BundleOf<K>) => string;
  /** Whether a bundle has what is drawn; each has unless given. */
  readonly fits?: (bundle: BundleOf<K>) => boolean;
  readonly choices: Schema<N, BundleOf<K>>;
  /** Whether its rows are played, one after the other. */
  readonly plays?: boolean;
  /**
   * The row of its own that it opens on; else the first. Rows of a view of a run are its steps, which the
   * cursor of all views walks, unless it has this.
   */
  readonly opens?: (now: Now<K, ChosenOf<N>, D>) => number;
  /** The steps of its run, and where it opens; its rows are these, and the cursor is that of all views. */
  readonly steps?: (bundle: BundleOf<K>) => {
    readonly steps: number;
    readonly kept?: readonly number[];
    readonly opens: number;
    /** In which order they are played: that in which they are computed; forward where absent. */
    readonly order?: 1 | -1;
  };
  /** What it needs that its bundle does not have. */
  readonly data?: {
    readonly ask: (
      ask: Ask,
      bundle: BundleOf<K>,
      chosen: ChosenOf<N>
    ) => Promise<D>;
    /** Whether its bundle has it for what is chosen. */
    readonly given?: (bundle: BundleOf<K>, chosen: ChosenOf<N>) => boolean;
    /** It is asked for again where one of these is another. */
    readonly by: readonly NoInfer<N>[];
    /** Why there is none without a kernel. */
    readonly missing: (translate: Translate) => string;
  };
  readonly table: (now: Now<K, ChosenOf<N>, D>) => Table<Id>;
  /** Other tables of the same picture, and what its own is called beside them. */
  readonly tables?: {
    readonly name: (translate: Translate) => string;
    readonly more: (now: () => Now<K, ChosenOf<N>, D>) => readonly NamedTable[];
  };
  /** The numbers of a file, where these are more than the table's. */
  readonly csv?: (now: Now<K, ChosenOf<N>, D>) => DataTable;
  /** The column that is looked at, of several that stand beside each other. */
  readonly looked?: (now: Now<K, ChosenOf<N>, D>, row: number) => Id;
  readonly scene: (now: Now<K, ChosenOf<N>, D>, table: Table<Id>) => Scene<Id>;
  readonly words: {
    /** What it is of, beside its title. */
    readonly meta?: (now: Now<K, ChosenOf<N>, D>) => string;
    /** By what it is told from others of its kind on a page; else by what it is of. */
    readonly name?: (now: Now<K, ChosenOf<N>, D>) => string;
    /** How far it has come: in a file, since the page says it by a bar. */
    readonly progress?: (now: Now<K, ChosenOf<N>, D>) => string;
    /** What the picture answers: on top of it, on the page and in a file. It may be about the row that is looked at. */
    readonly question: (now: Now<K, ChosenOf<N>, D>, row?: number) => string;
    /**
     * Its answer, and the row of the table that it points at: the one that is looked at, or where nobody
     * looks, one that stands for all. Null while nothing is known.
     */
    readonly answer: (
      now: Now<K, ChosenOf<N>, D>,
      row?: number
    ) => { readonly row: number; readonly sentence: string } | null;
    /** How the picture is read: on the page and in a file. */
    readonly reading: (now: Now<K, ChosenOf<N>, D>) => string;
    /** What can be done with it: on the page alone. */
    readonly hint?: (now: Now<K, ChosenOf<N>, D>) => string;
    /** What the reader must know of the drawing. */
    readonly notice?: (now: Now<K, ChosenOf<N>, D>) => string;
    /** What stands below the picture: on the page and in a file. */
    readonly below?: (now: Now<K, ChosenOf<N>, D>, row: number) => string;
    /** The sentence below the picture, whose beginning may be in bold letters; none unless given. */
    readonly changed?: (
      now: Now<K, ChosenOf<N>, D>,
      row: number
    ) => string | readonly [bold: string, rest: string];
    /** The sentence for the ear; else the row of the table. */
    readonly spoken?: (
      now: Now<K, ChosenOf<N>, D>,
      row: number
    ) => string | null;
    /** What keys do that belong to no choice. */
    readonly keys?: (translate: Translate) => Readonly<Record<string, string>>;
    /** What D tells, of a view that has sentences rather than lines. */
    readonly sentences?: (now: Now<K, ChosenOf<N>, D>) => readonly string[];
  };
}

/** One of several definitions, whose choices, data and columns are its own. */
export interface AnyView<K extends BundleKind> extends Pick<
  ViewDefinition<K, never, never, never>,
  'title' | 'fits'
> {
  readonly kind: K;
  readonly data?: object;
  /** Does with it what can be done with any. */
  as<R>(
    use: <N extends ChoiceName, D, Id extends string>(
      definition: ViewDefinition<K, N, D, Id>
    ) => R
  ): R;
}

type Written<
  K extends BundleKind,
  N extends ChoiceName,
  D,
  Id extends string
> = Omit<ViewDefinition<K, N, D, Id>, 'choices'> &
  Partial<Pick<ViewDefinition<K, N, D, Id>, 'choices'>>;

/** Checks a definition, and infers the names of its columns and the types of its choices. */
export const defineView =
  <K extends BundleKind, D = null>() =>
  <N extends ChoiceName = never, Id extends string = string>(
    written: Written<K, N, D, Id>
  ): ViewDefinition<K, N, D, Id> & AnyView<K> => {
    const definition = {
      choices: {} as Schema<N, BundleOf<K>>,
      ...written
    };
    return { ...definition, as: use => use(definition) };
  };
