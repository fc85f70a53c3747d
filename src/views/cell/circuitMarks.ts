import { mark, type Mark, type MarkAttributes } from '../../scene/marks/mark';
import { letterMark } from '../../scene/marks/letter';
import { pillMark, pillWidth } from '../../scene/marks/pill';
import { text } from '../../scene/marks/text';
import {
  towards,
  wireMarks,
  wirePath,
  wireWidth,
  type Point
} from '../../scene/marks/wire';
import type { Ink, SceneTheme } from '../../scene/theme';
import { shorten } from '../../scene/words/fitText';
import type { InputWords } from './cellWords';
import { RADIUS, type Caption, type Circuit, type Wire } from './circuit';
import type { CircuitPaper, OnWires } from './circuitNumbers';
import { partMarks } from './partMarks';
import { knownExpressionText, unchanged } from './unchanged';

/** A circuit with its numbers. Wires and parts carry `data-text` and `data-channel` for the pointer. */
export function circuitMarks(
  circuit: Circuit,
  on: OnWires,
  paper: CircuitPaper
): Mark[] {
  const { theme } = paper;
  // Feeds lie under the wires that carry one number each.
  const ordered = [
    ...circuit.wires.filter(wire => wire.hue === 'feed'),
    ...circuit.wires.filter(wire => wire.hue !== 'feed')
  ];
  const wires = ordered.map(wire => wireOf(wire, circuit, on, paper));
  const [below, between, above] = unchanged(circuit, '', theme, () =>
    stillMarks(circuit, theme)
  );
  return [
    below,
    mark('g', {}, ...wires.flatMap(({ light }) => light)),
    ...wires.map(({ wire }) => wire),
    between,
    ...circuit.parts.map(part => partMarks(part, on, paper)),
    mark('g', {}, ...wires.flatMap(({ pill }) => pill)),
    above,
    ...(circuit.input
      ? inputMarks(circuit.input, circuit.width, on.input, paper)
      : [])
  ];
}

/** What does not change with the step: frame and belt, joints of wires, words. */
const stillMarks = (
  { frame, belts, joints, captions }: Circuit,
  theme: SceneTheme
): readonly Mark[] =>
  [
    [
      mark('rect', {
        ...{ ...frame, rx: 6 },
        fill: theme.color('raised'),
        stroke: theme.color('edge')
      }),
      ...belts.flatMap(belt => beltMarks(belt, theme))
    ],
    joints.map(({ x, y }) =>
      mark('circle', { cx: x, cy: y, r: 3, fill: theme.color('second') })
    ),
    captions.map(caption => captionMark(caption, theme))
  ].map(marks => mark('g', {}, ...marks));

/** What is not a number has no width and no pill. */
const known = (value: number | null): number | null =>
  value === null || Number.isNaN(value) ? null : value;

/** The corners of a wire, cut off where it enters a ⊙ or +. */
function trimmed(
  points: readonly Point[],
  { parts }: Circuit
): readonly Point[] {
  const end = points[points.length - 1];
  const before = points[points.length - 2];
  const entered = parts.some(
    part =>
      part.kind !== 'box' &&
      Math.abs(part.center.x - end.x) < 0.5 &&
      Math.abs(part.center.y - end.y) < 0.5
  );
  return entered && before
    ? [...points.slice(0, -1), towards(end, before, RADIUS + 1.5)]
    : points;
}

interface WireMarks {
  /** Under all wires, where it is lit. */
  readonly light: readonly Mark[];
  readonly wire: Mark;
  /** Over all of them: its number. */
  readonly pill: readonly Mark[];
}

/** A wire that carries a number or, as a feed, a bundle of many. */
function wireOf(
  wire: Wire,
  circuit: Circuit,
  on: OnWires,
  paper: CircuitPaper
): WireMarks {
  const { carries, lights } = wire;
  const { numbers, lit, back } = on;
  const texts = [...(carries ? [knownExpressionText(carries)] : []), ...lights];
  const isLit = texts.some(each => lit.has(each));
  const number = carries && known(numbers.value(carries));
  const words = number === null ? '' : numbers.write(number);
  const share = number && number / numbers.widest;
  return unchanged(
    wire,
    `${share} ${words} ${isLit} ${back} ${paper.narrow} ${paper.pointed}`,
    paper.theme,
    () => {
      const look = (name: string) => ({
        'data-text': texts[0],
        'data-channel': wire.channel,
        ...paper.theme.part(isLit ? `${name} jp-gatescope-lit` : name)
      });
      const points = back ? wire.points.toReversed() : wire.points;
      return {
        ...lineOf(wire, trimmed(points, circuit), share, isLit, look, paper),
        pill: pillOf(wire, words, isLit, look, paper)
      };
    }
  );
}

type Look = (name: string) => MarkAttributes;

function lineOf(
  { hue, carries, arrow, over }: Wire,
  points: readonly Point[],
  share: number | null,
  isLit: boolean,
  look: Look,
  { theme, pointed }: CircuitPaper
): Pick<WireMarks, 'light' | 'wire'> {
  const isFeed = hue === 'feed';
  const number = isFeed || !carries ? 'many' : share;
  const size = number === 'many' ? 0 : (number ?? 0);
  const width = wireWidth(size);
  const path = (stroke: string, wide: number, name: string): Mark =>
    mark('path', {
      ...{ d: wirePath(points), fill: 'none', stroke, 'stroke-width': wide },
      ...theme.part(`wire-${name}`)
    });
  return {
    light: isLit ? [path(theme.color('lit'), width + 11, 'light')] : [],
    wire: mark(
      'g',
      look(`wire${size < 0 ? ' jp-gatescope-wire-negative' : ''}`),
      ...(over ? [path(theme.color('raised'), width + 6, 'gap')] : []),
      ...(pointed ? [path('transparent', 16, 'zone')] : []),
      ...wireMarks(
        points,
        { number, arrow, ink: !isFeed ? hue : isLit ? 'ink' : 'second' },
        theme
      )
    )
  };
}

const pillOf = (
  { pill, carries, hue }: Wire,
  words: string,
  isLit: boolean,
  look: Look,
  { theme, narrow }: CircuitPaper
): readonly Mark[] =>
  !pill || !carries || (narrow && !isLit)
    ? []
    : words === ''
      ? [mark('g', look('pill jp-gatescope-pill-empty'))]
      : [
          pillMark(
            words,
            { ...pill, width: pillWidth(words, 14) },
            {
              ...look('pill'),
              ink: hue === 'feed' ? 'hidden' : hue,
              fill: isLit ? 'lit' : 'page'
            },
            theme
          )
        ];

function beltMarks(
  { from, to, hue }: Circuit['belts'][number],
  theme: SceneTheme
): Mark[] {
  const color = theme.color(hue);
  const chevrons = Array.from(
    { length: Math.floor((to.x - from.x) / 26) },
    (_, index) => `M${from.x + 12 + index * 26} ${from.y - 8}l4 8l-4 8`
  ).join('');
  return [
    mark('rect', {
      ...{ x: from.x, y: from.y - 11, width: to.x - from.x, height: 22 },
      ...{ fill: color, 'fill-opacity': 0.13 }
    }),
    mark('path', {
      ...{ d: chevrons, fill: 'none', stroke: color },
      'stroke-opacity': 0.35
    })
  ];
}

/** The size of words beside the wires, in CSS pixels. */
const NOTE = 12;

const note = (
  words: string,
  { x, y }: Point,
  anchor: Caption['anchor'],
  theme: SceneTheme
): Mark =>
  text(words, x, y, {
    ...{ anchor, 'font-size': NOTE, fill: theme.color('second') },
    ...theme.part('circuit-note')
  });

const captionMark = (
  { kind, text: words, subscript = '', hue, at, anchor }: Caption,
  theme: SceneTheme
): Mark =>
  kind === 'note'
    ? note(words, at, anchor, theme)
    : stateMark(words, subscript, hue ?? 'ink', { ...at, anchor }, theme);

/** The letter of a state with its step below the line. */
function stateMark(
  name: string,
  subscript: string,
  ink: Ink,
  at: Point & { readonly anchor: Caption['anchor'] },
  theme: SceneTheme
): Mark {
  const letter = letterMark(name, ink, { ...at, size: 20 }, theme);
  return {
    ...letter,
    children: [
      name,
      mark(
        'tspan',
        {
          ...{ dy: 4, 'font-size': NOTE, 'font-style': 'normal' },
          'font-family': 'system-ui, sans-serif',
          ...theme.part('circuit-subscript')
        },
        subscript
      )
    ]
  };
}

/** The numbers of x, its letter, and where they come from, in a drawing of some width. */
function inputMarks(
  at: Point,
  available: number,
  { wire, note: more }: InputWords,
  { theme, measure }: CircuitPaper
): Mark[] {
  // Bold letters of 13 pixels.
  const width = Math.max(40, (measure(wire) * 13 * 1.1) / 12 + 20);
  // Near the left edge the pill grows to the right.
  const left = Math.max(0, at.x - width / 2);
  const letter = left + width + 10;
  // After x with its t below the line.
  const start = letter + 26;
  return [
    pillMark(
      wire,
      { x: left + width / 2, y: at.y, width },
      { 'data-text': 'x', ink: 'edge' },
      theme
    ),
    stateMark(
      'x',
      't',
      'ink',
      { x: letter, y: at.y + 5, anchor: 'start' },
      theme
    ),
    ...(more === ''
      ? []
      : [
          note(
            shorten(more, available - start, measure),
            { x: start, y: at.y + 4.5 },
            'start',
            theme
          )
        ])
  ];
}
