import type { Expression } from '../../trace';
import { svg } from '../base/dom';
import type { InputWords } from './cellWords';
import type { Point } from '../../scene/marks/wire';
import type { Circuit } from './circuit';
import { drawPart } from './drawPart';
import { drawInput, drawPill, drawWire, type CircuitNumbers } from './drawWire';

/** A circuit on the page, whose numbers and lights change without drawing it again. */
export interface CircuitPicture {
  readonly element: SVGSVGElement;
  /** Everything that its wires carry. */
  readonly carried: readonly Expression[];
  /** Puts numbers on the wires. */
  show(numbers: CircuitNumbers): void;
  /** Lights every wire and part that carries one of these texts. */
  light(texts: ReadonlySet<string>): void;
  /** The words on the wire of x, and those beside it. */
  setInput(words: InputWords): void;
}

export interface CircuitPictureOptions {
  /** A narrow drawing has no pills; the lit wire alone shows its number. */
  readonly pills: boolean;
  /** The way of the gradients: the same wires, from their ends to their starts. */
  readonly back: boolean;
  /** The scale of a bar in a box. */
  range(expression: Expression): readonly [number, number];
}

/** Draws a circuit. Wires and parts carry `data-text` and `data-channel` for the pointer. */
export function drawCircuit(
  circuit: Circuit,
  options: CircuitPictureOptions
): CircuitPicture {
  const element = svg('svg', {
    class: 'jp-gatescope-circuit',
    width: circuit.width,
    height: circuit.height,
    viewBox: `0 0 ${circuit.width} ${circuit.height}`,
    'aria-hidden': 'true'
  });
  const { frame } = circuit;
  element.append(
    svg('rect', {
      class: 'jp-gatescope-circuit-frame',
      ...frame,
      rx: 6
    }),
    ...circuit.belts.flatMap(belt => drawBelt(belt.from, belt.to, belt.hue))
  );
  // Feeds lie under the wires that carry one number each.
  const ordered = [
    ...circuit.wires.filter(wire => wire.hue === 'feed'),
    ...circuit.wires.filter(wire => wire.hue !== 'feed')
  ];
  const wires = ordered.map(wire =>
    drawWire(
      options.back ? { ...wire, points: wire.points.toReversed() } : wire,
      circuit
    )
  );
  const parts = circuit.parts.map(part =>
    drawPart(part, options.range(part.gives))
  );
  const pills = ordered.flatMap(wire =>
    wire.pill && wire.carries ? [drawPill(wire, wire.pill, options.pills)] : []
  );
  const input = circuit.input && drawInput(circuit.input, circuit.width);
  element.append(
    svg('g', {}, ...wires.map(wire => wire.lit)),
    ...wires.map(wire => wire.element),
    ...circuit.joints.map(({ x, y }) =>
      svg('circle', { class: 'jp-gatescope-joint', cx: x, cy: y, r: 3 })
    ),
    ...parts.map(part => part.element),
    ...pills.map(pill => pill.element),
    ...(input ? [input.element] : []),
    ...circuit.captions.map(caption =>
      caption.kind === 'note'
        ? svg(
            'text',
            {
              class: 'jp-gatescope-circuit-note',
              x: caption.at.x,
              y: caption.at.y,
              'text-anchor': caption.anchor
            },
            caption.text
          )
        : stateCaption(
            caption.text,
            caption.subscript ?? '',
            caption.hue,
            caption.at,
            caption.anchor
          )
    ),
    ...(input && circuit.input
      ? [
          stateCaption(
            'x',
            't',
            undefined,
            { x: circuit.input.x, y: circuit.input.y + 5 },
            'start',
            input.letter
          ),
          input.note
        ]
      : [])
  );

  return {
    element,
    carried: ordered.flatMap(({ carries }) => carries ?? []),
    show(numbers) {
      [...wires, ...parts, ...pills].forEach(piece => piece.show(numbers));
    },
    light(texts) {
      [...wires, ...parts, ...pills].forEach(piece => piece.light(texts));
    },
    setInput: words => input?.set(words)
  };
}

function stateCaption(
  name: string,
  subscript: string,
  hue: string | undefined,
  at: Point,
  anchor: string,
  group: SVGElement = svg('g')
): SVGElement {
  group.append(
    svg(
      'text',
      {
        class: 'jp-gatescope-letter jp-gatescope-circuit-letter',
        'data-jp-gatescope-hue': hue,
        x: at.x,
        y: at.y,
        'text-anchor': anchor
      },
      name,
      svg(
        'tspan',
        { class: 'jp-gatescope-circuit-subscript', dy: 4 },
        subscript
      )
    )
  );
  return group;
}

function drawBelt(from: Point, to: Point, hue: string): SVGElement[] {
  const chevrons = Array.from(
    { length: Math.floor((to.x - from.x) / 26) },
    (_, index) => `M${from.x + 12 + index * 26} ${from.y - 8}l4 8l-4 8`
  ).join('');
  return [
    svg('rect', {
      class: 'jp-gatescope-belt',
      'data-jp-gatescope-hue': hue,
      x: from.x,
      y: from.y - 11,
      width: to.x - from.x,
      height: 22
    }),
    svg('path', {
      class: 'jp-gatescope-belt-chevrons',
      'data-jp-gatescope-hue': hue,
      d: chevrons
    })
  ];
}
