import { expressionText } from '../../trace';
import type { ChannelHue, Expression, LayerTrace } from '../../trace';
import { summands } from '../equations/arithmetic';
import type { Point } from '../../scene/marks/wire';

/** Something that flows from one part to another. */
export interface Wire {
  /** What it carries; its number decides the width. Null for a bundle of many numbers. */
  readonly carries: Expression | null;
  readonly hue: ChannelHue | 'feed';
  /** Corners of the line, from source to target. */
  readonly points: readonly Point[];
  readonly arrow: boolean;
  /** Where its number stands; absent where another stretch of the same wire shows it. */
  readonly pill?: Point;
  /** The channel whose equation it belongs to. */
  readonly channel: string;
  /** Texts of further terms that it lights up with. */
  readonly lights: readonly string[];
  /** Drawn over the wires before it, with a gap around it where it crosses them. */
  readonly over?: boolean;
}

/** A box with a function in it, or a round ⊙ or +. */
export interface CircuitPart {
  readonly kind: 'box' | 'multiply' | 'add';
  /** What stands in it: `σ`, `tanh`, `1 −`. */
  readonly label: string;
  readonly center: Point;
  readonly width: number;
  readonly height: number;
  readonly hue: ChannelHue | 'plain';
  /** What it computes. */
  readonly gives: Expression;
  /** Draws the value as a bar in the box. */
  readonly bar: boolean;
  /** The letter of its channel, set beside it. */
  readonly letter?: {
    readonly name: string;
    readonly at: Point;
    /** Smaller than elsewhere: a wire passes on either side. */
    readonly small?: boolean;
  };
  readonly channel: string;
}

/** Words in the drawing. */
export interface Caption {
  readonly kind: 'note' | 'state';
  readonly text: string;
  /** Below the line: `t`, `t−1`. */
  readonly subscript?: string;
  readonly hue?: ChannelHue;
  readonly at: Point;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** A cell drawn as a circuit, in CSS pixels. */
export interface Circuit {
  readonly width: number;
  readonly height: number;
  /** The frame around what belongs to the cell. */
  readonly frame: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  /** The conveyor belt under the carried state. */
  readonly belts: readonly {
    readonly from: Point;
    readonly to: Point;
    readonly hue: ChannelHue;
  }[];
  readonly wires: readonly Wire[];
  readonly parts: readonly CircuitPart[];
  readonly captions: readonly Caption[];
  /** Joints of feed wires. */
  readonly joints: readonly Point[];
  /** Where the input's numbers stand; null where x has no wire of its own. */
  readonly input: Point | null;
  /** There is no room for the numbers at this width. */
  readonly crowded?: boolean;
  /** What the equations do not say or the drawing leaves out: one sentence each. */
  readonly missing: readonly string[];
}

/** A circuit for a layer at a width; null when the layer's equations are of another form. */
export type CircuitMaker = (
  layer: LayerTrace,
  options: CircuitOptions
) => Circuit | null;

export interface CircuitOptions {
  /** Width of the drawing; below `FULL_WIDTH` the spacing shrinks, never the text. */
  readonly width: number;
  readonly translate: (
    text: string,
    ...args: readonly (string | number)[]
  ) => string;
}

/** The width at which the drawing has its full spacing. */
export const FULL_WIDTH = 694;

/** Height of a box, and its width at full spacing. */
export const BOX = { width: 62, height: 38 } as const;

/** Radius of ⊙ and +. */
export const RADIUS = 13;

/** The corners of a wire from their coordinates, one after the other. */
export function way(...coordinates: number[]): [number, number][] {
  return Array.from({ length: coordinates.length / 2 }, (_, corner) => [
    coordinates[2 * corner],
    coordinates[2 * corner + 1]
  ]);
}

/** A letter of this step. */
export function letterOf(name: string): Expression {
  return { kind: 'symbol', name, role: 'channel' };
}

/** A state of the step before. */
export function beforeOf(name: string): Expression {
  return { kind: 'symbol', name, role: 'state', lag: -1 };
}

/** The right-hand side of a channel's equation. */
export function rightSide(
  layer: LayerTrace,
  channel: string
): Expression | null {
  return (
    layer.equations.find(equation => equation.channel === channel)
      ?.expression ?? null
  );
}

/** The name of the function that makes a channel, as it stands in a box. */
export function functionLabel(expression: Expression | null): string {
  if (expression?.kind !== 'call') {
    return '';
  }
  return expression.name === 'sigmoid' ? 'σ' : expression.name;
}

/** Collects the pieces of a circuit. */
export interface CircuitBuilder {
  readonly wires: Wire[];
  readonly parts: CircuitPart[];
  readonly captions: Caption[];
  readonly joints: Point[];
  wire(
    carries: Expression | null,
    hue: Wire['hue'],
    channel: string,
    points: readonly (readonly [number, number])[],
    more?: Partial<Pick<Wire, 'arrow' | 'lights' | 'over'>> & {
      readonly pill?: readonly [number, number];
    }
  ): void;
  box(
    channel: string,
    gives: Expression,
    hue: CircuitPart['hue'],
    center: readonly [number, number],
    more?: Partial<Pick<CircuitPart, 'label' | 'bar' | 'width' | 'height'>> & {
      readonly letter?: 'left' | 'above';
    }
  ): void;
  circle(
    kind: 'multiply' | 'add',
    channel: string,
    gives: Expression,
    center: readonly [number, number]
  ): void;
  note(text: string, at: readonly [number, number]): void;
  state(
    text: string,
    subscript: string,
    hue: ChannelHue | undefined,
    at: readonly [number, number],
    anchor?: Caption['anchor']
  ): void;
  joint(at: readonly [number, number]): void;
  /** All that was drawn, as a circuit. */
  circuit(shape: {
    readonly height: number;
    readonly frame: {
      readonly left: number;
      readonly width: number;
      readonly height: number;
    };
    readonly belt?: { readonly y: number; readonly hue: ChannelHue };
    /** Where x enters, from the left. */
    readonly input: number;
  }): Circuit;
  /** The factor by which the spacing is smaller than at full width. */
  readonly scale: number;
}

/** Half the width of a state's letter with its subscript: as near to an edge as its middle stands. */
const LETTER_ROOM = 16;

/** A builder whose x coordinates are those of the full width. */
export function circuitBuilder(
  width: number,
  fullWidth = FULL_WIDTH
): CircuitBuilder {
  const scale = Math.min(1, width / fullWidth);
  const point = ([x, y]: readonly [number, number]): Point => ({
    x: x * scale,
    y
  });
  // Boxes that stand side by side do not touch, however narrow the page is.
  const boxWidth = Math.max(
    Math.min(34, 88 * scale),
    Math.min(BOX.width, BOX.width * scale * 1.1)
  );
  const wires: Wire[] = [];
  const parts: CircuitPart[] = [];
  const captions: Caption[] = [];
  const joints: Point[] = [];
  return {
    wires,
    parts,
    captions,
    joints,
    scale,
    wire(carries, hue, channel, points, more = {}) {
      wires.push({
        carries,
        hue,
        channel,
        points: points.map(point),
        arrow: more.arrow ?? true,
        pill: more.pill && point(more.pill),
        lights: more.lights ?? [],
        over: more.over
      });
    },
    box(channel, gives, hue, center, more = {}) {
      const at = point(center);
      const width = more.width ?? boxWidth;
      parts.push({
        kind: 'box',
        label: more.label ?? functionLabel(gives),
        center: at,
        width,
        height: more.height ?? BOX.height,
        hue,
        gives,
        bar: more.bar ?? true,
        channel,
        letter: more.letter && {
          name: channel,
          at: letterPlace(more.letter, at, width, scale),
          small: scale < TIGHT
        }
      });
    },
    circle(kind, channel, gives, center) {
      parts.push({
        kind,
        label: kind === 'multiply' ? '⊙' : '+',
        center: point(center),
        width: RADIUS * 2,
        height: RADIUS * 2,
        hue: 'plain',
        gives,
        bar: false,
        channel
      });
    },
    note(text, at) {
      captions.push({ kind: 'note', text, at: point(at), anchor: 'middle' });
    },
    state(text, subscript, hue, at, anchor = 'middle') {
      const { x, y } = point(at);
      const inside = Math.max(
        LETTER_ROOM,
        Math.min(fullWidth * scale - LETTER_ROOM, x)
      );
      captions.push({
        kind: 'state',
        text,
        subscript,
        hue,
        at: { x: anchor === 'middle' ? inside : x, y },
        anchor
      });
    },
    joint(at) {
      joints.push(point(at));
    },
    circuit: ({ height, frame, belt, input }) => ({
      width: fullWidth * scale,
      height,
      frame: {
        x: frame.left * scale,
        y: 14,
        width: frame.width * scale,
        height: frame.height
      },
      belts: belt
        ? [
            {
              from: point([0, belt.y]),
              to: point([fullWidth, belt.y]),
              hue: belt.hue
            }
          ]
        : [],
      wires,
      parts,
      captions,
      joints,
      input: point([input, height - 16]),
      missing: []
    })
  };
}

/** Boxes stand so close below this scale that nothing has room between them. */
const CLOSE = 0.7;
/** And so close below this one that a letter fits only beside its own wire. */
const TIGHT = 0.4;

/** Where the letter of a box stands: above its middle, left of it, or at its corner beside its wire. */
function letterPlace(
  side: 'left' | 'above',
  { x, y }: Point,
  width: number,
  scale: number
): Point {
  const above = y - BOX.height / 2;
  return side === 'above'
    ? { x, y: above - 8 }
    : scale < CLOSE
      ? { x: x - width / 2 + (scale < TIGHT ? 0 : 3), y: above - 6 }
      : { x: x - width / 2 - 10, y: y + 5 };
}

/** The matrix products and biases of a pre-activation: what the wires into a gate light up with. */
export function feedTexts(expression: Expression | null): readonly string[] {
  const texts: string[] = [];
  const visit = (part: Expression): void => {
    if (part.kind === 'operation' && part.name === 'matmul') {
      texts.push(expressionText(part));
    } else if (part.kind === 'operation' || part.kind === 'call') {
      part.args.forEach(visit);
    }
  };
  if (expression) {
    visit(expression);
  }
  return texts;
}

/** A function of W x + U h + b and nothing else: no peephole, no other channel. */
export function isPlainGate(
  expression: Expression | null
): expression is Extract<Expression, { kind: 'call' }> {
  return (
    expression?.kind === 'call' &&
    expression.args.length === 1 &&
    summands(expression.args[0]).every(
      ({ term }) =>
        (term.kind === 'symbol' && term.role === 'parameter') ||
        (term.kind === 'operation' &&
          term.name === 'matmul' &&
          term.args.every(argument => argument.kind === 'symbol'))
    )
  );
}
