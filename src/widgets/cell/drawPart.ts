import { expressionText } from '../../trace';
import { setAttributes, svg } from '../base/dom';
import { textMeasure } from '../base/measure';
import type { Part } from './circuit';
import type { Drawn } from './drawWire';

/** Draws a box with its function and value, or a round ⊙ or +. `range` is the scale of its bar. */
export function drawPart(part: Part, range: readonly [number, number]): Drawn {
  const { center, width, height } = part;
  const text = expressionText(part.gives);
  const element = svg('g', {
    class: `jp-gatescope-part jp-gatescope-part-${part.kind}`,
    'data-jp-gatescope-hue': part.hue === 'plain' ? undefined : part.hue,
    'data-text': part.letter ? part.channel : text,
    'data-channel': part.channel
  });
  const lightTexts = part.letter ? [part.channel, text] : [text];
  const light = (lights: ReadonlySet<string>): void => {
    element.classList.toggle(
      'jp-gatescope-lit',
      lightTexts.some(each => lights.has(each))
    );
  };
  if (part.kind !== 'box') {
    element.append(...roundShape(part), ...letterAbove(part));
    return { element, show: () => undefined, light };
  }
  const left = center.x - width / 2;
  const top = center.y - height / 2;
  const barWidth = width - 12;
  const barTop = top + height - 11;
  const track = svg('rect', {
    class: 'jp-gatescope-part-track',
    x: left + 6,
    y: barTop,
    width: barWidth,
    height: 5
  });
  const bar = svg('rect', {
    class: 'jp-gatescope-part-bar',
    y: barTop,
    height: 5
  });
  const tick = svg('path', {
    class: 'jp-gatescope-part-tick',
    d: `M${center.x} ${barTop - 1.5}v8`
  });
  element.append(
    svg('rect', {
      class: 'jp-gatescope-part-shape',
      x: left,
      y: top,
      width,
      height,
      rx: 2
    }),
    svg(
      'text',
      {
        class: 'jp-gatescope-part-label',
        x: center.x,
        y: part.bar ? center.y + 1 : center.y + 4.5,
        'text-anchor': 'middle',
        style: labelStyle(part)
      },
      ...labelPieces(part.label)
    ),
    ...(part.bar ? [track, bar, ...(range[0] < 0 ? [tick] : [])] : []),
    ...letterAbove(part)
  );
  return {
    element,
    light,
    show({ computed }) {
      const number = part.bar ? computed(part.gives) : null;
      const place = (at: number): number =>
        left +
        6 +
        barWidth *
          Math.min(
            1,
            Math.max(0, (at - range[0]) / (range[1] - range[0] || 1))
          );
      const zero = place(Math.max(0, range[0]));
      const end =
        number === null || Number.isNaN(number) ? zero : place(number);
      setAttributes(bar, {
        x: Math.min(zero, end),
        width: Math.abs(end - zero)
      });
    }
  };
}

/** The letter of what a part gives, where it has one. */
function letterAbove({ letter }: Part): SVGElement[] {
  return letter
    ? [
        svg(
          'text',
          {
            class: 'jp-gatescope-letter jp-gatescope-circuit-letter',
            x: letter.at.x,
            y: letter.at.y,
            'text-anchor': 'middle',
            style: letter.small ? 'font-size: 15px' : undefined
          },
          letter.name
        )
      ]
    : [];
}

/** The size of a label, in CSS pixels, as the style sheet has it; the least that can be read. */
const LABEL = 13;
const LEAST_LABEL = 9;

/** A name that is wider than its box is written smaller. */
function labelStyle({ label, width }: Part): string | undefined {
  const wide = textMeasure(`${LABEL}px sans-serif`)(label);
  const room = width - 5;
  return wide <= room
    ? undefined
    : `font-size: ${Math.max(LEAST_LABEL, (LABEL * room) / wide).toFixed(1)}px`;
}

/** A ⊙ or a +. */
function roundShape({ kind, center: { x, y }, width }: Part): SVGElement[] {
  const circle = (name: string, r: number): SVGElement =>
    svg('circle', { class: `jp-gatescope-part-${name}`, cx: x, cy: y, r });
  return [
    circle('shape', width / 2),
    ...(kind === 'multiply'
      ? [circle('ring', 6.5), circle('dot', 2)]
      : [
          svg('path', {
            class: 'jp-gatescope-part-ring',
            d: `M${x - 6} ${y}h12M${x} ${y - 6}v12`
          })
        ])
  ];
}

/** `U_n` with its n below the line. */
function labelPieces(label: string): (string | SVGElement)[] {
  const [name, below, ...rest] = label.split('_');
  return below === undefined || rest.length > 0
    ? [label]
    : [
        name,
        svg('tspan', { 'font-size': 9, dy: 3 }, below.split(' ')[0]),
        ...(below.includes(' ')
          ? [svg('tspan', { dy: -3 }, below.slice(below.indexOf(' ')))]
          : [])
      ];
}
