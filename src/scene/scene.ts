import type { MatrixSource } from './bitmap';
import type { Mark } from './marks/mark';
import type { Box, StepScale } from './marks/plane';
import type { ValueScale } from './marks/valueScale';
import type { ChoiceName } from './choices';
import type { Ink, RampName, SceneTheme } from './theme';

interface MarkBase {
  /** Its class on the page, after that of the view: `search-score`. */
  readonly name?: string;
  /** Else that of its column. */
  readonly ink?: Ink;
  /** The rows that it is drawn of; all unless given. */
  readonly where?: (row: number) => boolean;
}

/**
 * A mark of a panel. It stands at the places of the table's rows, with the numbers of a column: scales,
 * axes, gaps and colours follow from these.
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
      readonly inkOf?: (value: number) => Ink;
    })
  | (MarkBase & {
      readonly kind: 'dots';
      readonly of: Id;
      readonly shape?: 'circle' | 'diamond';
      readonly r?: number;
      readonly hollow?: boolean;
    })
  | (MarkBase & { readonly kind: 'ticks'; readonly of: Id })
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
    })
  | {
      readonly kind: 'free';
      readonly draw: (panel: PlacedPanel, theme: SceneTheme) => readonly Mark[];
    };

/** One plot: a value axis, and the places of the table along the other. */
export interface Panel<Id extends string = string> {
  readonly id: string;
  /** Stands over it; else what its first column is called. */
  readonly caption?: string;
  /** Of its plot, in CSS pixels, where places stand side by side; about so high is a map. */
  readonly height?: number;
  readonly value?: {
    /** Zero is in the middle. */
    readonly centred?: boolean;
    readonly log?: boolean;
    readonly share?: boolean;
    /** About so many ticks. */
    readonly count?: number;
    readonly nice?: boolean;
    /** What the axis is called. */
    readonly name?: string;
    /** No numbers, but names: the units of a layer, the tokens that were read. */
    readonly names?: readonly string[];
  };
  readonly marks: readonly SceneMark<Id>[];
  /** A click in it chooses a place; else the place is that of the cursor. */
  readonly picks?: ChoiceName;
}

/** What moves with the cursor, over a scene that stands. */
export interface Overlay<Id extends string = string> {
  /** A line through these panels, from the first to the last. */
  readonly line?: readonly string[];
  /** Dots on it. */
  readonly dots?: readonly {
    readonly panel: string;
    readonly of: Id;
    readonly ink: Ink;
  }[];
  /** Whether the numbers of a row stand beside the pointer. */
  readonly told?: boolean;
  /** The whole row lit; or framed, in a file too. */
  readonly lit?: boolean;
  readonly framed?: boolean;
}

/** What a view draws of its table. */
export interface Scene<Id extends string = string> {
  /** Whether the places stand side by side, or below each other. */
  readonly places: 'across' | 'down';
  /** At most so many of them are drawn; the others are in the table alone. */
  readonly most?: number;
  /** Of places below each other: the columns whose words stand before each, with their heads. */
  readonly beside?: readonly Id[];
  readonly panels: readonly Panel<Id>[];
  readonly overlay?: Overlay<Id>;
  /** Puts itself into a width, with the row that is looked at: many plots with a layout of their own. */
  readonly place?: (surface: Surface, row: number | null) => Placed;
}

export interface PlacedPanel {
  readonly id: string;
  readonly box: Box;
  /** Along the other axis: across, or down. */
  readonly places: StepScale;
  readonly value: ValueScale;
  readonly across: boolean;
  readonly picks?: ChoiceName;
}

/** A heat map: pixels that the page paints on a canvas, and a file holds as a PNG. */
export interface PlacedMap extends Box {
  readonly values: MatrixSource;
  readonly ramp: RampName;
  readonly range: readonly [number, number];
}

/** What a scene is drawn on. */
export interface Surface {
  readonly width: number;
  readonly measure: (words: string) => number;
  readonly theme: SceneTheme;
  /** The view's name, which its classes begin with. */
  readonly name: string;
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
  /** What is at a place of it. */
  hit(
    x: number,
    y: number
  ): { readonly row: number; readonly panel: PlacedPanel } | null;
}

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
export const ruleAt = (
  at: number,
  look: Omit<Spec<string, 'rule'>, 'at'> = {}
) => ({ kind: 'rule', at, ...look }) as const;
