import type { Mark, MarkAttributes } from '../../scene/marks/mark';
import type { SceneTheme } from '../../scene/theme';
import type { MapHue } from './letterMark';

/** How marks look by their names, on the page and in a file. */
type Look = (
  ink: SceneTheme['color'],
  hue: string,
  attributes: MarkAttributes
) => MarkAttributes;

const stroke = (color: string, width: number): MarkAttributes => ({
  fill: 'none',
  stroke: color,
  'stroke-width': width
});

/** How much of the ink is in the color of each of several outputs. */
const AMONG = [0, 60, 30, 80];

const looks: Readonly<Record<string, Look>> = {
  axis: ink => ({ 'font-size': 12, fill: ink('second') }),
  letter: (_, hue) => ({
    'font-family': "Cambria, 'Times New Roman', Times, serif",
    'font-style': 'italic',
    fill: hue
  }),
  token: () => ({ 'font-size': 13 }),
  // In a style, which the page's own rule for words of an axis does not reach.
  current: ink => ({ 'font-weight': 700, style: `fill: ${ink('ink')}` }),
  halo: ink => ({
    stroke: ink('page'),
    'stroke-width': 4,
    'paint-order': 'stroke'
  }),
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
  'line-chosen': (_, hue) => ({
    ...stroke(hue, 2),
    'stroke-linejoin': 'round'
  }),
  'dot-mark': (ink, hue) => ({
    fill: hue,
    stroke: ink('page'),
    'stroke-width': 1.5
  }),
  'unit-mark': ink => ({ fill: ink('ink') }),
  'grid-line': ink => stroke(ink('grid'), 1),
  'series-line': ink => ({
    ...stroke(ink('ink'), 1.75),
    'stroke-linejoin': 'round'
  }),
  'series-output': (ink, _, { 'data-among': among = 0 }) => ({
    stroke: ink({ of: 'ink', share: AMONG[Number(among) % 4], toward: 'brand' })
  }),
  'series-target': ink => ({ stroke: ink('second') }),
  'series-bar': ink => ({ fill: ink('edge') }),
  'name-output': ink => ({ style: `fill: ${ink('brand')}` }),
  between: ink => ({ fill: ink('clamp'), 'fill-opacity': 0.16 }),
  'before-line': ink => ({
    ...stroke(ink('second'), 1.25),
    'stroke-dasharray': '3 3'
  }),
  end: () => ({ 'font-size': 13, 'font-weight': 700 }),
  'end-after': ink => ({ fill: ink('clamp') })
};

/** A mark as it looks: its names are its colors and strokes. On the page it keeps them, as hooks of what lights up. */
export function looked(
  { tag, attributes, children }: Mark,
  theme: SceneTheme,
  hueAbove?: MapHue
): Mark {
  const { class: names = '', ...others } = attributes;
  const own = others['data-jp-gatescope-hue'] as MapHue | undefined;
  const hue = own ?? hueAbove;
  const ink: SceneTheme['color'] = paint => theme.color(paint);
  const look = String(names)
    .split(' ')
    .flatMap(name => looks[name.replace('jp-gatescope-', '')] ?? [])
    .map(each => each(ink, ink(hue ?? 'ink'), attributes));
  const isNamed = theme.part('').class !== undefined;
  return {
    tag,
    attributes: Object.assign(
      tag === 'text' ? { 'font-size': 12, fill: ink('ink') } : {},
      ...look,
      others,
      isNamed
        ? { class: names === '' ? undefined : names }
        : { 'data-jp-gatescope-hue': undefined, 'data-of': undefined },
      { 'data-among': undefined }
    ) as MarkAttributes,
    children: children.map(child =>
      typeof child === 'string' ? child : looked(child, theme, hue)
    )
  };
}
