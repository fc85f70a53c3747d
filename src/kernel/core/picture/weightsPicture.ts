import { max } from 'd3-array';
import type { GateParameter, LayerWeights, Weights } from '../../../trace';
import { bars } from '../../../scene/marks/bars';
import { element, markup } from '../../../scene/marks/markup';
import { stepScale } from '../../../scene/marks/plane';
import { linearScale } from '../../../scene/marks/valueScale';
import { nameColour, rampOf } from './colours';
import { pngAddress } from './png';
import { ink, label, picture } from './svg';

const LEFT = 16;
const HEAD = 16;
const GAP = 18;
const WIDTH = 760;

/**
 * A saved picture of weights: a line of maps a gate, units downwards, what enters to the right; the
 * histogram of a parameter whose single numbers the saved copy leaves out.
 */
export function weightsPicture(weights: Weights): string {
  const title = weights.title ?? 'Weights by gate';
  const pieces: string[] = [
    label(LEFT, 22, title, { 'font-size': 15, 'font-weight': 600 })
  ];
  let y = 40;
  for (const layer of weights.layers) {
    pieces.push(
      label(
        LEFT,
        y + 6,
        `${layer.cellName} ${layer.name} (${layer.units} ${layer.units === 1 ? 'unit' : 'units'}); rows: units; columns: what enters; purple above zero, orange below`,
        { fill: ink.second }
      )
    );
    y += 18;
    for (const gate of new Set(layer.parameters.map(({ of }) => of))) {
      const own = layer.parameters.filter(({ of }) => of === gate);
      const height = Math.min(110, Math.max(24, layer.units * 8));
      pieces.push(...gateMaps(own, y + HEAD, height));
      y += HEAD + height + 10;
    }
    y += 8;
  }
  const bad = weights.layers.flatMap(({ parameters }) =>
    parameters.filter(({ weights: { notFinite } }) => notFinite > 0)
  );
  if (bad.length > 0) {
    pieces.push(
      label(
        LEFT,
        y + 8,
        `Not finite in ${bad.map(({ name }) => name).join(', ')}`,
        { 'font-weight': 600 }
      )
    );
    y += 20;
  }
  return picture(
    {
      width: WIDTH,
      height: y + 4,
      title: `${title}: ${weights.layers.map(spoken).join('; ')}`
    },
    ...pieces
  );
}

function spoken({ name, parameters }: LayerWeights): string {
  return `${name}: ${parameters.map(each => `‖${each.name}‖ ${short(each.weights.norm)}`).join(', ')}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** The parameters of one gate side by side, as wide as what enters them. */
function gateMaps(
  own: readonly GateParameter[],
  y: number,
  height: number
): string[] {
  const entries = own.reduce((sum, { shape }) => sum + shape[0], 0);
  const least = 72;
  const room = WIDTH - 2 * LEFT - own.length * (GAP + least);
  const column = Math.min(14, room / Math.max(1, entries));
  let x = LEFT;
  return own.flatMap(parameter => {
    const width = Math.max(10, parameter.shape[0] * column);
    const at = x;
    x += Math.max(least, width) + GAP;
    return [
      label(
        at,
        y - 4,
        `${parameter.name} ± ${short(parameter.weights.scale)}`,
        {
          'font-size': 11,
          fill: nameColour(parameter.of)
        }
      ),
      parameter.weights.array
        ? map(parameter, { x: at, y, width, height })
        : histogram(parameter, { x: at, y, width: least, height })
    ];
  });
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function map(
  { shape: [entries, units], weights }: GateParameter,
  box: Box
): string {
  const end = weights.scale || 1;
  const ramp = rampOf({ role: 'state', range: [-end, end] });
  const bytes = new Uint8Array(entries * units * 3);
  weights.array?.values.forEach((value, at) => {
    const place = (at % units) * entries + Math.floor(at / units);
    bytes.set(Number.isFinite(value) ? ramp(value) : [198, 40, 40], place * 3);
  });
  return element('image', {
    ...box,
    preserveAspectRatio: 'none',
    style: 'image-rendering: pixelated',
    href: pngAddress({ width: entries, height: units, bytes })
  });
}

function histogram({ weights, of }: GateParameter, box: Box): string {
  const counts = Array.from(weights.histogram.values);
  return markup(
    bars(
      counts,
      {
        steps: stepScale(counts.length, box),
        y: linearScale([0, Math.max(1, max(counts) ?? 0)], box, {
          nice: false
        }),
        base: box.y + box.height
      },
      { fill: nameColour(of) }
    )
  );
}
