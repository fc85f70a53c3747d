import { letterHue, type Trace } from '../../trace';
import { across } from '../../scene/layoutAcross';
import { freely } from '../../scene/layoutFree';
import type { Choice } from '../../scene/choices';
import { bars, free, line, type Panel } from '../../scene/scene';
import { number, stepTable, type Column, type Table } from '../../scene/table';
import { defineView } from '../../scene/view';
import { formatFixed } from '../../scene/words/format';
import { layerWords } from '../../scene/words/layerWords';
import { inputColumn } from '../influence/influence';
import { layerNamed, runChoices, switchOf, unitOf } from '../run/runChoices';
import {
  keepHue,
  riverMarks,
  unitsHeight,
  unitsMarks,
  wholeBars
} from './riverMarks';
import {
  featureValues,
  numericFeatures,
  riverAt,
  riverPlace,
  shadesOf,
  type RiverData,
  type RiverNow
} from './riverNow';
import {
  riverAnswerWords,
  noRiverWords,
  riverQuestion,
  readingWords,
  streamWords
} from './riverWords';
import type { River } from './streams';

/** So many units are drawn at once. */
const MOST_UNITS = 64;
const HEIGHT = 216;
const KEPT = 44;
const INPUT = 34;

const feature: Choice<Trace> = {
  options: (trace, { layer }) =>
    numericFeatures(trace, layerNamed(trace, layer)).map((_, value) => ({
      value
    })),
  title: translate => translate('Which input')
};

const color: Choice<Trace> = {
  options(trace, { layer }, translate) {
    const names = numericFeatures(trace, layerNamed(trace, layer));
    const short = translate('Color');
    return [
      ...names.map(value => ({ value, label: value, short })),
      { value: 'step', label: translate('by %step'), short }
    ];
  },
  opens: (trace, chosen) =>
    numericFeatures(trace, layerNamed(trace, chosen.layer))[
      chosen.feature ?? 0
    ] ?? 'step',
  tool: 'menu',
  title: translate => translate('What colors the streams'),
  keys: ['nextChannel', 'previousChannel']
};

/**
 * What is this memory made of? A river whose width is the carried state: what each step writes joins as
 * a stream, and every later step narrows all of them by what it keeps. Those factors stand below it.
 */
export const riverView = defineView<'trace', RiverData>()({
  name: 'river',
  kind: 'trace',
  title: translate => translate('River'),
  choices: {
    ...runChoices,
    feature,
    color,
    allUnits: switchOf(
      translate => ({
        label: translate('All units'),
        title: translate('A small river for each unit')
      }),
      (_, { units }) => units > 1
    )
  },
  table: now => riverTable(now),
  scene(now, table) {
    const place = riverPlace(now);
    const { bundle, chosen, data, translate } = now;
    if (!place) {
      return { layout: freely, panels: [{ id: 'none', marks: [] }] };
    }
    const { river, layer } = place;
    const was = data?.was ?? null;
    const shade = shadesOf(place, river, was);
    if (chosen.allUnits) {
      const units = Math.min(MOST_UNITS, layer.units);
      return {
        layout: freely,
        panels: [
          {
            id: 'units',
            height: ({ width }) => unitsHeight(units, width),
            marks: [
              free(({ box }, theme) =>
                unitsMarks(
                  Array.from({ length: units }).flatMap(
                    (_, unit) => riverAt(bundle, layer.name, unit) ?? []
                  ),
                  shade,
                  { box, nameOf: unit => translate('Unit %1', unit) },
                  theme
                )
              )
            ]
          }
        ]
      };
    }
    const { carry, unit } = river;
    const before = was && riverAt(was, layer.name, unit);
    const keep = keepHue(river, layer);
    const padding = translate('padding');
    const panels: Panel[] = [
      {
        id: 'river',
        height: HEIGHT,
        caption: table.columns.state.long,
        value: { names: [] },
        marks: [
          free(({ box }, theme) =>
            riverMarks(
              { river, before, shade, chosen: data?.stream ?? null },
              box,
              {
                padding,
                hue: letterHue(carry.state),
                together: steps => translate('%1 %steps a stream', steps)
              },
              theme
            )
          )
        ]
      },
      ...(river.anew
        ? []
        : [
            {
              id: 'kept',
              height: KEPT,
              value: { count: 1, nice: false },
              marks: [
                free((panel, theme) => [
                  wholeBars(inOrder(river, keptOf(river)), keep, panel, theme)
                ]),
                bars('keep', { name: 'kept', ink: keep })
              ]
            }
          ]),
      ...(place.feature === null
        ? []
        : [
            {
              id: 'input',
              height: INPUT,
              value: { count: 2, nice: false },
              marks: [line('input', { ink: 'second', width: 1.25 })]
            }
          ])
    ];
    return {
      layout: across,
      panels,
      overlay: { line: true }
    };
  },
  words: {
    meta: ({ bundle, chosen, translate }) =>
      layerWords(bundle, layerNamed(bundle, chosen.layer), translate).join(
        ' · '
      ),
    question: now => {
      const { bundle, chosen, translate } = now;
      const time = riverPlace(now)?.trace ?? bundle;
      return riverQuestion(time, unitOf(chosen), chosen.step, translate);
    },
    answer(now) {
      const { bundle, chosen, data, translate } = now;
      const place = riverPlace(now);
      const stream = data?.stream ?? null;
      return {
        row: chosen.step,
        sentence: !place
          ? noRiverWords(layerNamed(bundle, chosen.layer), translate)
          : stream === null
            ? riverAnswerWords(place, translate)
            : streamWords(place, stream, translate)
      };
    },
    reading(now) {
      const place = riverPlace(now);
      const isChanged = now.data?.was != null;
      return place ? readingWords(place, isChanged, now.translate) : '';
    },
    notice({ bundle, chosen, translate }) {
      const { units } = layerNamed(bundle, chosen.layer);
      return chosen.allUnits && units > MOST_UNITS
        ? translate('The first %1 of %2 units.', MOST_UNITS, units)
        : '';
    }
  }
});

/** What is kept at each place; where the state itself is held, no gate decides. */
const keptOf = ({ keep, held, units }: River) =>
  keep.map((share, place) => (held[place] === units ? NaN : share));

/** Numbers of a river's own time in the order of the steps; none at padding. */
const inOrder = (
  { steps, placeOf, padding }: River,
  values: ArrayLike<number>
): number[] =>
  Array.from({ length: steps }, (_, step) => {
    const place = placeOf(step);
    return padding[place] ? NaN : values[place];
  });

/** The carried state, and what each step keeps of it and writes; the input that colors them. */
function riverTable(now: RiverNow): Table {
  const { bundle, chosen, data, translate } = now;
  const shown = riverPlace(now);
  const { time } = shown?.trace ?? bundle;
  const unit = unitOf(chosen);
  const of =
    unit === 'mean'
      ? translate('the mean of all units')
      : translate('unit %1', unit);
  const table = (columns: Readonly<Record<string, Column>>): Table =>
    stepTable({ time }, translate, columns, {
      caption: riverQuestion({ ...bundle, time }, unit, chosen.step, translate)
    });
  if (!shown) {
    return table({});
  }
  const { river, feature: input } = shown;
  const { terms, state } = river.carry;
  const inputs = input === null ? [] : featureValues(bundle, input).values;
  const inPlace = (
    name: string,
    values: ArrayLike<number>,
    look: Parameters<typeof number>[2]
  ): Column => {
    const ordered = inOrder(river, values);
    return number(name, step => ordered[step], { line: true, ...look });
  };
  return table({
    state: inPlace(state, river.total, {
      long: translate('the state %1 of %2', state, of)
    }),
    ...(!river.anew && {
      keep: inPlace(terms.keep, keptOf(river), {
        long: translate('what %1 keeps (%2)', of, terms.keep),
        write: value => formatFixed(value),
        bounds: [0, 1]
      }),
      written: inPlace(
        terms.write,
        river.written.map((written, at) =>
          river.held[at] === river.units ? NaN : written
        ),
        { long: translate('what %1 writes (%2)', of, terms.write) }
      )
    }),
    ...(input !== null && {
      input: {
        ...inputColumn(bundle, input),
        role: 'note',
        of: step => inputs[step],
        bounds: featureValues(data?.was ?? bundle, input).range
      }
    })
  });
}
