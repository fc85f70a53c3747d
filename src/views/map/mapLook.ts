import { interpolateRgb } from 'd3-interpolate';
import type { ChannelHue } from '../../trace';
import type { Mark, MarkAttributes } from '../../scene/marks/mark';
import type { Ink, SceneTheme } from '../../scene/theme';

/** How marks look by their names, where no style sheet reaches them: the same as there. */
type Look = (
  ink: (name: Ink) => string,
  hue: string,
  attributes: MarkAttributes
) => MarkAttributes;

const stroke = (color: string, width: number): MarkAttributes => ({
  fill: 'none',
  stroke: color,
  'stroke-width': width
});

/** How much of the ink is in the color of each of several outputs. */
const AMONG = [0, 0.6, 0.3, 0.8];

const looks: Readonly<Record<string, Look>> = {
  axis: ink => ({ 'font-size': 12, fill: ink('second') }),
  letter: (_, hue) => ({
    'font-family': "Cambria, 'Times New Roman', Times, serif",
    'font-style': 'italic',
    fill: hue
  }),
  token: () => ({ 'font-size': 13 }),
  current: ink => ({ 'font-weight': 700, fill: ink('ink') }),
  'number-text': () => ({ 'font-size': 14, 'font-weight': 700 }),
  'number-thin': () => ({ 'font-size': 13 }),
  'channel-bar': (_, hue) => ({ fill: hue }),
  'group-edge': ink => stroke(ink('page'), 1.5),
  beyond: ink => stroke(ink('ink'), 1),
  'beyond-wide': ink => stroke(ink('page'), 1),
  'beyond-line': (_, hue) => stroke(hue, 3),
  'line-band': (_, hue) => ({ fill: hue, 'fill-opacity': 0.1 }),
  'line-thin': (_, hue) => ({ ...stroke(hue, 0.9), 'stroke-opacity': 0.5 }),
  'spread-band': (_, hue) => ({ fill: hue, 'fill-opacity': 0.22 }),
  'spread-median': (_, hue) => ({
    ...stroke(hue, 1.2),
    'stroke-dasharray': '4 3'
  }),
  'line-chosen': (_, hue) => stroke(hue, 2),
  'dot-mark': (ink, hue) => ({
    fill: hue,
    stroke: ink('page'),
    'stroke-width': 1.5
  }),
  'unit-mark': ink => ({ fill: ink('ink') }),
  'grid-line': ink => stroke(ink('grid'), 1),
  'series-line': ink => stroke(ink('ink'), 1.75),
  'series-output': (ink, _, { 'data-among': among = 0 }) => ({
    stroke: interpolateRgb(ink('brand'), ink('ink'))(AMONG[Number(among) % 4])
  }),
  'series-target': ink => ({ stroke: ink('second') }),
  'series-bar': ink => ({ fill: ink('edge') }),
  'name-output': ink => ({ fill: ink('brand') }),
  between: ink => ({ fill: ink('clamp'), 'fill-opacity': 0.16 }),
  'before-line': ink => ({
    ...stroke(ink('second'), 1.25),
    'stroke-dasharray': '3 3'
  }),
  end: () => ({ 'font-size': 13, 'font-weight': 700 }),
  'end-after': ink => ({ fill: ink('clamp') })
};

/** A mark as a file has it: its names are what they look like. */
export function inFile(
  { tag, attributes, children }: Mark,
  theme: SceneTheme,
  hueAbove?: ChannelHue | 'clamp'
): Mark {
  const {
    class: names = '',
    'data-jp-gatescope-hue': own = hueAbove,
    ...others
  } = attributes;
  const hue = own as ChannelHue | 'clamp' | undefined;
  const ink = (name: Ink): string => theme.color(name);
  const look = String(names)
    .split(' ')
    .flatMap(name => looks[name.replace('jp-gatescope-', '')] ?? [])
    .map(each => each(ink, ink(hue ?? 'ink'), attributes));
  return {
    tag,
    attributes: Object.assign({}, ...look, others, {
      'data-among': undefined
    }) as MarkAttributes,
    children: children.map(child =>
      typeof child === 'string' ? child : inFile(child, theme, hue)
    )
  };
}
