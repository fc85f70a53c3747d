import type { MatrixSource } from './bitmap';
import type { Mark } from './marks/mark';
import type { Box, StepScale } from './marks/plane';
import type { DecadesOptions, ValueScale } from './marks/valueScale';
import type { ViewChoice } from '../trace';
import type { ChoiceName } from './choices';
import type { Table } from './table';
import type { Ink, Paint, RampName, SceneTheme } from './theme';
import type { Piece } from './words/pieces';

interface MarkBase {
  /** Its class on the page, after that of the view: `search-score`. */
  readonly name?: string;
  /** Else that of its column. */
  readonly ink?: Paint;
  /** The rows that it is drawn of; all unless given. */
  readonly where?: (row: number) => boolean;
  /** Which of several it is of: one of them may stand out. */
  readonly series?: number;
}

export type Shape = 'circle' | 'diamond' | 'square' | 'triangle';

/** One entry of a key: a shape, or a line, and what it is of. */
export interface KeyEntry {
  readonly words: string;
  readonly ink: Ink;
  /** Else it is a line. */
  readonly shape?: Shape;
  readonly dash?: string;
  /** What it is worth at the row that is looked at, and what else there is to say of it there. */
  readonly told?: (row: number) => readonly [value: string, more: string];
}

/**
 * A mark of a panel. It stands at the places of the table's rows, with the numbers of a column: scales,
 * axes, gaps and colors follow from these.
 */
export type SceneMark<Id extends string = string> =
  | (MarkBase & {
      readonly kind: 'line';
      readonly of: Id;
      readonly dash?: string;
      readonly width?: number;
    })
  | (MarkBase & { readonly kind: 'area'; readonly low: Id; readonly high: Id })
  | (MarkBase & {
      readonly kind: 'bars';
      readonly of: Id;
      readonly inkOf?: (value: number) => Paint;
    })
  | (MarkBase & {
      readonly kind: 'dots';
      readonly of: Id;
      readonly shape?: Shape;
      readonly r?: number;
      readonly hollow?: boolean;
      /** Where in the lane of its place it stands: from −0.5 to 0.5; several numbers of one place are side by side. */
      readonly beside?: number;
    })
  | (MarkBase & {
      readonly kind: 'ticks';
      readonly of: Id;
      /** As wide as the lane of its place. */
      readonly wide?: boolean;
    })
  | (MarkBase & {
      readonly kind: 'rule';
      readonly at: number;
      readonly words?: string;
    })
  | (MarkBase & {
      readonly kind: 'words';
      /** In many words, and in few where these have no room. */
      readonly words: readonly [string, string];
    })
  | (MarkBase & {
      readonly kind: 'map';
      readonly values: MatrixSource;
      readonly ramp: RampName;
      readonly range: readonly [number, number];
      /** How the ends of its colors are written. */
      readonly write?: (value: number) => string;
      /** What is written into its cells, where all of it has room. */
      readonly numbers?: (row: number, column: number) => string;
    })
  | {
      readonly kind: 'free';
      readonly draw: (
        panel: PlacedPanel,
        theme: SceneTheme,
        measure: Surface['measure']
      ) => readonly Mark[];
    };

/** What the height of a panel may depend on. */
export interface PanelRoom {
  /** Of its plot, in CSS pixels. */
  readonly width: number;
  /** Whether numbers stand beside it. */
  readonly isBeside: boolean;
  readonly measure: Surface['measure'];
}

/** What the pointer does in a panel. */
export interface PanelInteractions {
  /** A click in it chooses a place, or what it says of a row and a name; else the place is that of the cursor. */
  readonly picks?: Picks;
  /** Whether the pointer chooses as a click does: over it, or while it is pressed. */
  readonly follows?: 'hover' | 'drag';
  /** A drag in it chooses rows and values. */
  readonly brushes?: Brushed;
}

/** One plot: a value axis, and the places of the table along the other. */
export interface Panel<Id extends string = string> extends PanelInteractions {
  readonly id: string;
  /** Stands over it; else what its first column is called. */
  readonly caption?: string;
  /**
   * Of its plot, in CSS pixels, where places stand side by side; about so high is a map. It may depend on
   * the room that it has.
   */
  readonly height?: number | ((room: PanelRoom) => number);
  /** Whether its lines have no names over it: they have them beside themselves. */
  readonly unnamed?: boolean;
  /** Whether the places have their names below it; else below the last. */
  readonly axis?: boolean;
  readonly value?: {
    /** Zero is in the middle. */
    readonly centered?: boolean;
    /** By powers of ten: from the largest number to the smallest, as far as these say. */
    readonly log?: boolean | (DecadesOptions & { readonly every?: number });
    /** About so many ticks. */
    readonly count?: number;
    readonly nice?: boolean;
    /** How its numbers are written; else by what they are. */
    readonly write?: (value: number) => string;
    /** Of one that is centered, whether its ends and its middle alone have numbers. */
    readonly ends?: boolean;
    /** What the axis is called. */
    readonly name?: string;
    /** No numbers, but names: the units of a layer, the tokens that were read. */
    readonly names?: readonly string[];
    /** What stands below each of the names, where all of it has room. */
    readonly feet?: {
      readonly name: string;
      readonly words: readonly string[];
    };
  };
  readonly marks: readonly SceneMark<Id>[];
  /** Where its rows stand, of a picture of its own that is pointed at. */
  readonly places?: (
    box: Box,
    measure: Surface['measure']
  ) => Pick<StepScale, 'left' | 'column' | 'stepAt'>;
}

/** What is brushed: panels that show the same show the same area. */
export interface Brushed {
  readonly of: string;
  /** How many values there are, from the top. */
  readonly count: number;
  /** How many of them one drawn line is of; 1 unless given. */
  readonly each?: number;
}

export type Picks =
  ChoiceName | ((row: number, column: number) => Partial<ViewChoice>);

/** A line beside the pointer. */
export interface TipLine {
  readonly words: string | readonly Piece[];
  readonly ink?: Paint;
}

/** What moves with the cursor, over a scene that stands. */
export interface Overlay {
  /** A line through all panels, or these, with a dot on each of their lines and bars. */
  readonly line?: true | readonly string[];
  /**
   * What stands beside the pointer: the numbers of its row, of which each has the color of its line, or
   * what is told of a place; under the name of the row.
   */
  readonly told?: true | ((hit: Hit) => readonly TipLine[]);
  /** What that place is called; else as its row. */
  readonly head?: (hit: Hit) => string;
  /** Other marks that follow it, in a file too; `lit` is which of several stands out. */
  readonly marks?: (
    row: number,
    placed: Placed,
    surface: Surface,
    lit?: number | null
  ) => readonly Mark[];
  /** A frame around the row, of rows below each other. */
  readonly lit?: boolean;
}

/** What a view draws of its table. */
export interface Scene<Id extends string = string> {
  /** Puts it into a width: `across`, `down`, `freely`, or what draws it whole. */
  readonly layout: Layout;
  /** At most so many of them are drawn; the others are in the table alone. */
  readonly most?: number;
  /** Of places below each other: the columns whose words stand before each, with their heads. */
  readonly beside?: readonly Id[];
  readonly panels: readonly Panel<Id>[];
  /** Those that stand behind each. */
  readonly after?: readonly Id[];
  /** Of a map of places below each other: the greatest side of its cells. */
  readonly cell?: number;
  /** Whether the places along the foot have no names. */
  readonly unnamed?: boolean;
  /** What the shapes, lines and colors are of, at the foot. */
  readonly key?: readonly KeyEntry[];
  /** The words of the places, where these are not their labels or numbers. */
  readonly foot?: (
    places: StepScale,
    measure: Surface['measure']
  ) => readonly { readonly x: number; readonly words: string }[];
  /** Room for marks of the overlay: beside panels of a picture that is so wide, else below them. */
  readonly aside?: {
    readonly from: number;
    readonly width: number;
    readonly height: number;
  };
  readonly overlay?: Overlay;
}

export type Layout = (
  surface: Surface,
  scene: Scene,
  table: Table
) => Pick<Placed, 'height' | 'marks'> & Partial<Placed>;

export interface PlacedPanel extends PanelInteractions {
  readonly id: string;
  readonly box: Box;
  /** Along the other axis: across, or down. */
  readonly places: StepScale;
  readonly value: ValueScale;
  readonly across: boolean;
}

/** A heat map: pixels that the page paints on a canvas, and a file holds as a PNG. */
export interface PlacedMap extends Box {
  /** What it is of. */
  readonly name?: string;
  /** What is written into its cells: the page and a file give it an ink that is read on its color. */
  readonly numbers?: readonly {
    readonly words: string;
    readonly x: number;
    readonly y: number;
    readonly value: number;
  }[];
  readonly values: MatrixSource;
  readonly ramp: RampName;
  /** Colors from the page to this one, in place of a ramp's. */
  readonly ink?: Ink;
  readonly range: readonly [number, number];
}

/** What a scene is drawn on. */
export interface Surface {
  readonly width: number;
  readonly measure: (words: string) => number;
  readonly theme: SceneTheme;
  /** The view's name, which its classes begin with. */
  readonly name: string;
  /** The row that is looked at, in a picture that does not follow a cursor. */
  readonly row?: number;
}

/** A scene at a width: every mark in its place, the same for page and file. */
export interface Placed {
  readonly width: number;
  readonly height: number;
  readonly maps: readonly PlacedMap[];
  /** From the back to the front. */
  readonly marks: readonly Mark[];
  /** Words of the places along the foot: those under the badge of the cursor make room. */
  readonly axis: readonly {
    readonly mark: Mark;
    readonly from: number;
    readonly to: number;
  }[];
  /** The top of the cursor's badge, between those words. */
  readonly badge: number;
  readonly panels: readonly PlacedPanel[];
  /** The room beside or below them. */
  readonly aside?: Box & { readonly isBeside: boolean };
  /** What is said of a row, and of which of several stands out: absent as long as nobody has looked. */
  readonly told?: (row: number, lit?: number | null) => readonly Mark[];
  /** What is at a place of it. */
  hit(x: number, y: number): Hit | null;
}

export interface Hit {
  readonly row: number;
  /** The value there, of names their number. */
  readonly column: number;
  readonly panel: PlacedPanel;
}

/** What the pointer does in a panel, where it is placed. */
export const handsOf = ({
  picks,
  follows,
  brushes
}: PanelInteractions): PanelInteractions => ({ picks, follows, brushes });

export const map = (
  values: MatrixSource,
  ramp: RampName,
  range: readonly [number, number]
) => ({ kind: 'map', values, ramp, range }) as const;

type Spec<Id extends string, K> = Omit<
  Extract<SceneMark<Id>, { kind: K }>,
  'kind' | 'of'
>;

export const line = <Id extends string>(of: Id, look: Spec<Id, 'line'> = {}) =>
  ({ kind: 'line', of, ...look }) as const;
export const bars = <Id extends string>(of: Id, look: Spec<Id, 'bars'> = {}) =>
  ({ kind: 'bars', of, ...look }) as const;
export const dots = <Id extends string>(of: Id, look: Spec<Id, 'dots'> = {}) =>
  ({ kind: 'dots', of, ...look }) as const;
export const ticks = <Id extends string>(
  of: Id,
  look: Spec<Id, 'ticks'> = {}
) => ({ kind: 'ticks', of, ...look }) as const;
export const free = (draw: Extract<SceneMark, { kind: 'free' }>['draw']) =>
  ({ kind: 'free', draw }) as const;
export const ruleAt = (
  at: number,
  look: Omit<Spec<string, 'rule'>, 'at'> = {}
) => ({ kind: 'rule', at, ...look }) as const;
