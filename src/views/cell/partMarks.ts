import { letterMark } from '../../scene/marks/letter';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import type { SceneTheme } from '../../scene/theme';
import type { CircuitPaper, OnWires } from './circuitNumbers';
import type { CircuitPart } from './circuit';
import { knownExpressionText, unchanged } from './unchanged';

/** A box with its function and value, or a round ⊙ or +. */
export function partMarks(
  part: CircuitPart,
  { numbers, lit, range }: OnWires,
  { theme, measure }: Pick<CircuitPaper, 'theme' | 'measure'>
): Mark {
  const { kind, channel, gives, hue, letter, bar } = part;
  const words = knownExpressionText(gives);
  const isLit = lit.has(words) || (letter !== undefined && lit.has(channel));
  const number = bar ? numbers.computed(gives) : null;
  return unchanged(part, `${number} ${isLit}`, theme, () =>
    mark(
      'g',
      {
        'data-text': letter ? channel : words,
        'data-channel': channel,
        ...theme.part(
          `part jp-gatescope-part-${kind}${isLit ? ' jp-gatescope-lit' : ''}`
        )
      },
      ...(kind === 'box'
        ? [
            boxShape(part, isLit, theme),
            labelMark(part, theme, measure),
            ...(bar ? barMarks(part, number, range(gives), theme) : [])
          ]
        : roundShape(part, isLit, theme)),
      ...(letter
        ? [
            letterMark(
              letter.name,
              hue === 'plain' ? 'ink' : hue,
              { ...letter.at, anchor: 'middle', size: letter.small ? 15 : 20 },
              theme
            )
          ]
        : [])
    )
  );
}

const shapeLook = (isLit: boolean, theme: SceneTheme) => ({
  fill: theme.color(isLit ? 'lit' : 'page'),
  'stroke-width': 1.5,
  ...theme.part('part-shape')
});

const boxShape = (
  { center: { x, y }, width, height, hue }: CircuitPart,
  isLit: boolean,
  theme: SceneTheme
): Mark =>
  mark('rect', {
    ...{ x: x - width / 2, y: y - height / 2, width, height, rx: 2 },
    ...{ stroke: theme.color(hue === 'plain' ? 'second' : hue) },
    ...shapeLook(isLit, theme)
  });

/** A ⊙ or a +. */
function roundShape(
  { kind, center: { x, y }, width }: CircuitPart,
  isLit: boolean,
  theme: SceneTheme
): Mark[] {
  const ink = theme.color('ink');
  const ring = { fill: 'none', stroke: ink, 'stroke-width': 1.6 };
  return [
    mark('circle', {
      ...{ cx: x, cy: y, r: width / 2, stroke: ink },
      ...shapeLook(isLit, theme)
    }),
    ...(kind === 'multiply'
      ? [
          mark('circle', { cx: x, cy: y, r: 6.5, ...ring }),
          mark('circle', { cx: x, cy: y, r: 2, fill: ink })
        ]
      : [mark('path', { d: `M${x - 6} ${y}h12M${x} ${y - 6}v12`, ...ring })])
  ];
}

/** The value of a box on its scale. */
function barMarks(
  { center: { x, y }, width, height, hue }: CircuitPart,
  number: number | null,
  [low, high]: readonly [number, number],
  theme: SceneTheme
): Mark[] {
  const left = x - width / 2 + 6;
  const wide = width - 12;
  const top = y + height / 2 - 11;
  const place = (at: number): number =>
    left + wide * Math.min(1, Math.max(0, (at - low) / (high - low || 1)));
  const zero = place(Math.max(0, low));
  const end = number === null || Number.isNaN(number) ? zero : place(number);
  const bar = { y: top, height: 5 };
  return [
    mark('rect', { x: left, width: wide, ...bar, fill: theme.color('track') }),
    mark('rect', {
      ...{ x: Math.min(zero, end), width: Math.abs(end - zero), ...bar },
      fill: theme.color(hue === 'plain' ? 'second' : hue)
    }),
    ...(low < 0
      ? [
          mark('path', {
            d: `M${x} ${top - 1.5}v8`,
            stroke: theme.color('ink')
          })
        ]
      : [])
  ];
}

/** The size of a name, in CSS pixels; the least that can be read. */
const LABEL = 13;
const LEAST_LABEL = 9;

/** What a box computes; a name that is wider than its box is written smaller. */
function labelMark(
  { label, width, center: { x, y }, bar }: CircuitPart,
  theme: SceneTheme,
  measure: CircuitPaper['measure']
): Mark {
  const wide = (measure(label) * LABEL) / 12;
  const room = width - 5;
  const size =
    wide <= room ? LABEL : Math.max(LEAST_LABEL, (LABEL * room) / wide);
  return {
    ...text('', x, bar ? y + 1 : y + 4.5, {
      ...{ anchor: 'middle', fill: theme.color('ink') },
      'font-size': Math.round(size * 10) / 10,
      ...theme.part('part-label')
    }),
    children: labelPieces(label)
  };
}

/** `U_n` with its n below the line. */
function labelPieces(label: string): (string | Mark)[] {
  const [name, below, ...rest] = label.split('_');
  return below === undefined || rest.length > 0
    ? [label]
    : [
        name,
        mark('tspan', { 'font-size': 9, dy: 3 }, below.split(' ')[0]),
        ...(below.includes(' ')
          ? [mark('tspan', { dy: -3 }, below.slice(below.indexOf(' ')))]
          : [])
      ];
}
