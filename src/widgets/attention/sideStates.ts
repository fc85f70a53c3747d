import { max } from 'd3-array';
import type { Attention, NumericArray } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { formatFixed } from '../../scene/words/format';
import { createHeatmap } from '../base/heatmap';
import type { DataTable } from '../../scene/dataTable';
import type { NamedTable } from '../base/tableBox';
import type { Theme } from '../base/theme';
import type { Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import type { AlignmentLayout, Decoding } from './alignment';

// What encoder and decoder held, each along its own side of the weights that join them: below a column the
// state of the encoder at that step, right of a row that of the decoder.

/** How wide, and high, the states of all units are drawn. */
const STRIP = 48;
const GAP = 8;
const LABEL = 14;

/** Room right of the weights, for the decoder. */
export const roomRight = ({ targetStates }: Decoding): number =>
  targetStates ? STRIP + GAP : 0;

/** Room below the weights, for the encoder. */
export const roomBelow = ({ sourceStates }: Decoding): number =>
  sourceStates ? STRIP + GAP : 0;

/** The states of both sides of a decoding. */
export interface SideStates {
  readonly elements: readonly HTMLElement[];
  readonly marks: readonly Mark[];
  paint(theme: Theme): void;
}

/** Draws what is held of either side; `base` is the line on which the bars of weights stand. */
export function createSideStates(
  { sourceStates, targetStates }: Decoding,
  { left, top, width, height }: AlignmentLayout,
  base: number,
  translate: Translate
): SideStates {
  const look = { class: 'jp-gatescope-axis' };
  const right = left + width + GAP;
  const sides = [
    sourceStates && {
      states: sourceStates,
      box: [left, base + GAP, width, STRIP] as const,
      across: true,
      marks: [
        text(translate('encoder'), left - 7, base + GAP + STRIP / 2, {
          anchor: 'end',
          ...look
        }),
        text(
          `± ${formatFixed(endOf(sourceStates))}`,
          left - 7,
          base + GAP + STRIP / 2 + LABEL,
          { anchor: 'end', ...look }
        )
      ]
    },
    targetStates && {
      states: targetStates,
      box: [right, top, STRIP, height] as const,
      across: false,
      marks: [
        text(translate('decoder'), right, top + height + LABEL, look),
        text(
          `± ${formatFixed(endOf(targetStates))}`,
          right,
          top + height + 2 * LABEL,
          look
        )
      ]
    }
  ]
    .filter(side => side !== undefined)
    .map(side => {
      const heatmap = createHeatmap();
      const [x, y, across, down] = side.box;
      heatmap.place(x, y, across, down);
      return { ...side, heatmap };
    });
  return {
    elements: sides.map(({ heatmap }) => heatmap.element),
    marks: sides.flatMap(({ marks }) => marks),
    paint: theme =>
      sides.forEach(({ heatmap, states, across }) => {
        const [steps, units = 1] = states.shape;
        const end = endOf(states);
        heatmap.paint(
          {
            values: states.values,
            rows: across ? units : steps,
            columns: across ? steps : units,
            rowStride: across ? 1 : units,
            columnStride: across ? units : 1
          },
          theme.states,
          [-end, end]
        );
      })
  };
}

/** The numbers of both sides: a row a step, a column a unit. */
export function stateTables(
  first: Attention,
  now: () => Attention,
  translate: Translate
): readonly NamedTable[] {
  const sides = [
    {
      label: translate('encoder'),
      words: ({ source }: Attention) => source,
      states: ({ decodings: [first] }: Attention) => first.sourceStates
    },
    {
      label: translate('decoder'),
      words: ({ decodings: [first] }: Attention) => first.target,
      states: ({ decodings: [first] }: Attention) => first.targetStates
    }
  ];
  return sides
    .filter(({ states }) => states(first) !== undefined)
    .map(({ label, words, states }) => ({
      label,
      make: () =>
        statesTable(
          label,
          words(now()),
          states(now()) as NumericArray,
          translate
        )
    }));
}

function statesTable(
  side: string,
  words: readonly string[],
  { values, shape: [, units = 1] }: NumericArray,
  translate: Translate
): DataTable {
  return {
    caption: translate('State of the %1: one row a step', side),
    columns: [
      translate('step'),
      translate('label'),
      ...Array.from({ length: units }, (_, unit) => translate('unit %1', unit))
    ],
    rows: words.map((word, step) => [
      step,
      word,
      ...values.subarray(step * units, (step + 1) * units)
    ])
  };
}

const endOf = ({ values }: NumericArray): number =>
  max(values, value => Math.abs(value) || 0) || 1;
