import { openingPlace, type LayerTrace, type Trace } from '../../trace';
import type { Choice, Schema } from '../../scene/choices';
import type { UnitChoice } from '../equations/layerValues';

/** The layer of a name; the first where there is none. */
export const layerNamed = ({ layers }: Trace, name?: string): LayerTrace =>
  layers.find(each => each.name === name) ?? layers[0];

const layer: Choice<Trace> = {
  options: ({ layers }, _, translate) =>
    layers.map(({ name, cellName, units }) => ({
      value: name,
      short: name,
      label: translate(
        '%1: %2, %3',
        name,
        cellName,
        units === 1 ? translate('1 unit') : translate('%1 units', units)
      )
    })),
  tool: 'menu',
  title: translate => translate('Layer')
};

const unit: Choice<Trace> = {
  options: (trace, chosen, translate) =>
    Array.from(
      { length: layerNamed(trace, chosen.layer).units },
      (_, value) => ({ value, label: translate('Unit %1', value) })
    ),
  opens: (trace, chosen) =>
    openingPlace(layerNamed(trace, chosen.layer), trace.time).unit,
  tool: 'menu',
  keep: true,
  title: translate => translate('Choose a unit'),
  keys: ['nextUnit', 'previousUnit']
};

const mean: Choice<Trace> = {
  options: (_trace, _chosen, translate) => [
    { value: false },
    { value: true, label: translate('Mean of units') }
  ],
  tool: 'switch',
  title: translate => translate('Mean of units')
};

/** The step is that of the cursor, which no tool chooses. */
const step: Choice<Trace> = {
  options: ({ time }) =>
    Array.from({ length: time.steps }, (_, value) => ({ value })),
  opens: (trace, chosen) =>
    openingPlace(layerNamed(trace, chosen.layer), trace.time).step,
  title: translate => translate('%step')
};

/** What is chosen of every view that shows one step of one unit of a run, or of the mean of all. */
export const runChoices: Schema<'layer' | 'unit' | 'mean' | 'step', Trace> = {
  layer,
  unit,
  mean,
  step
};

/** The unit that is looked at, or the mean of all. */
export const unitOf = (chosen: {
  readonly unit: number;
  readonly mean: boolean;
}): UnitChoice => (chosen.mean ? 'mean' : chosen.unit);

/** A switch of a view, whose words say what it does when it is on. */
export const switchOf = (
  words: (translate: Parameters<Choice<Trace>['title']>[0]) => {
    readonly label: string;
    readonly title: string;
  },
  isThere: (trace: Trace, layer: LayerTrace) => boolean = () => true
): Choice<Trace> => ({
  options: (trace, chosen, translate) => [
    { value: false },
    ...(isThere(trace, layerNamed(trace, chosen.layer))
      ? [{ value: true, label: words(translate).label }]
      : [])
  ],
  tool: 'switch',
  title: translate => words(translate).title
});
