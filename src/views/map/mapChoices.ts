import { stepSpacing } from '../../trace';
import type { LayerTrace, Trace, ViewChoice } from '../../trace';
import {
  changedChoices,
  chosenOf,
  standing,
  type ChoiceValue,
  type Schema,
  type Standing
} from '../../scene/choices';
import { unitsWords } from '../../scene/words/counts';
import type { Translate } from '../../scene/words/translate';
import { untranslated } from '../../scene/words/translate';
import { hasGradients } from './traceChannels';
import type { MapOptions } from './mapScene';
import type { Sort } from './unitOrder';

export type MapChoice =
  | 'layer'
  | 'pattern'
  | 'sort'
  | 'sortAt'
  | 'lines'
  | 'overSequences'
  | 'ownScales'
  | 'gradients'
  | 'feature'
  | 'window';

const layerOf = (
  { layers }: Trace,
  { layer }: Pick<ViewChoice, 'layer'>
): LayerTrace => layers.find(({ name }) => name === layer) ?? layers[0];

/** On or off; on it is called as it is listed. */
const onOff = (label?: string) => [{ value: false }, { value: true, label }];

const areSteps = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2;

/** What can be chosen of the channels of a layer over the steps. */
export const mapChoices: Schema<MapChoice, Trace> = {
  layer: {
    options: ({ layers }, _, translate) =>
      layers.map(({ name, cellName, units, direction }) => ({
        value: name,
        label: `${name}: ${cellName}, ${unitsWords(units, translate)}${
          direction === 'backward' ? `, ${translate('backward')}` : ''
        }`
      })),
    title: translate => translate('layer')
  },
  pattern: {
    options: () => [],
    free: () => true,
    title: translate => translate('what the brush found')
  },
  sort: {
    options: (_, { pattern }, translate) => [
      { value: 'similarity', label: translate('similarity') },
      { value: 'groups', label: translate('groups of alike units') },
      ...(pattern
        ? [{ value: 'alike', label: translate('what the brush found') }]
        : []),
      { value: 'peak', label: translate('peak') },
      { value: 'index', label: translate('index') },
      { value: 'value', label: translate('value at %step') }
    ],
    opens: (trace, chosen) =>
      chosen.pattern
        ? 'alike'
        : layerOf(trace, chosen).units > 8
          ? 'similarity'
          : 'index',
    title: translate => translate('Order of the units')
  },
  sortAt: {
    options: () => [],
    free: () => true,
    title: translate => translate('value at %step')
  },
  lines: {
    options: (_, __, translate) => [
      { value: true, label: translate('as lines') },
      { value: false, label: translate('as heatmap') }
    ],
    free: () => true,
    title: translate => translate('What is shown')
  },
  overSequences: {
    options: ({ batch }, _, translate) =>
      onOff(batch && translate('one unit over the %1 sequences', batch.size)),
    title: translate => translate('What is shown')
  },
  ownScales: {
    options: (_, __, translate) => onOff(translate('a scale for each channel')),
    title: translate => translate('a scale for each channel')
  },
  gradients: {
    options: (trace, chosen, translate) =>
      onOff(
        hasGradients(layerOf(trace, chosen))
          ? translate('gradients')
          : undefined
      ),
    opens: ({ view }) => view?.view === 'gradients',
    title: translate => translate('gradients')
  },
  feature: {
    options: ({ input }, _, translate) =>
      input.names.map((name, value) => ({
        value,
        // Tokens are one input, under the names of their words.
        ...(input.editable && { label: translate('input: %1', name) })
      })),
    title: translate => translate('input')
  },
  window: {
    options: () => [],
    free: (value, { time }) =>
      areSteps(value) &&
      value[0] < value[1] &&
      value[1] <= time.steps &&
      // The whole run is none.
      value[1] - value[0] < time.steps,
    title: translate => translate('%steps')
  }
};

/** What a reader chose of them; null where nothing is to be chosen any more. */
export type MapKept = {
  readonly [X in Exclude<MapChoice, 'sort'>]?: ViewChoice[X] | null;
} & {
  readonly sort?: Sort;
};

/** The choices of a run as they stand: kept, else as its notebook opens it. */
export const mapStands = (
  trace: Trace,
  kept: MapKept = {},
  translate: Translate = untranslated
): readonly Standing[] =>
  standing(
    mapChoices,
    trace,
    { get: name => kept[name as MapChoice] as ChoiceValue | undefined },
    translate
  );

/** What is drawn by them. */
export function mapOptions(
  trace: Trace,
  chosen: ViewChoice = chosenOf(mapStands(trace))
): MapOptions {
  const [first, to] = chosen.window ?? [0, trace.time.steps];
  // Of a copy that leaves steps out a drawn column is as many as lie between two that are there: the
  // window begins where a column does, so that each has a step with numbers.
  const from = first - (first % stepSpacing(trace.time));
  return {
    layer: trace.layers.indexOf(layerOf(trace, chosen)),
    sort: (chosen.sort as Sort | undefined) ?? 'index',
    sortAt: chosen.sortAt ?? null,
    gradients: chosen.gradients ?? false,
    feature: chosen.feature ?? 0,
    overSequences: chosen.overSequences ?? false,
    ownScales: chosen.ownScales ?? false,
    pattern: chosen.pattern ?? null,
    lines: chosen.lines ?? null,
    from,
    to
  };
}

/** What of them a line of code says: the layer where there are several, and what is otherwise than at first. */
export function mapCode(trace: Trace, stands: readonly Standing[]): ViewChoice {
  const { layer = '', sort } = chosenOf(stands) as Omit<ViewChoice, 'sort'> & {
    readonly sort?: Sort;
  };
  const { pattern, sortAt, ...changed } = changedChoices(stands);
  return {
    ...changed,
    ...layerChoice(trace, layer),
    ...(sort === 'alike' && { pattern }),
    ...(sort === 'value' && { sortAt })
  };
}

/** The layer by its name, where there are several. */
export const layerChoice = ({ layers }: Trace, layer: string): ViewChoice =>
  layers.length > 1 ? { layer } : {};
