import type { Weights } from '../../trace';
import type { Scene } from '../../scene/scene';
import { defineView } from '../../scene/view';
import { askedOf, largestWeight } from './weightsAnswer';
import { placeIn, type WeightPlace } from './weightPlaces';
import {
  shownOf,
  weightsChoices,
  type Form,
  type ShownWeights
} from './weightsChoices';
import { weightsScene } from './weightsMap';
import { normScene } from './weightsNorms';
import { histogramScene, productScene } from './weightsPlots';
import { normTable } from './weightsTables';
import {
  brokenWords,
  weightPlaceWords,
  weightsMeta,
  weightsNotice,
  weightsReading
} from './weightsWords';

const scenes: Readonly<
  Record<Form, (shown: ShownWeights, placeOf: () => WeightPlace) => Scene>
> = {
  map: weightsScene,
  histogram: histogramScene,
  epochs: normScene,
  sequences: productScene
};

/** The steps that a form is walked along: of the run that was weighed, or the epochs of a training. */
export function weightsSteps(
  { epochs = 1, view, time }: Weights,
  { form }: Pick<ShownWeights, 'form'>
) {
  const steps = form === 'sequences' && time ? time.steps : Math.max(1, epochs);
  return { steps, opens: view?.step ?? Math.max(0, steps - 1) };
}

/** Of a map the largest weight, which it answers with. */
function openedPlace({
  bundle: { view },
  layer,
  form,
  quantity
}: ShownWeights) {
  const largest =
    form === 'map' && view?.unit === undefined
      ? largestWeight(layer, quantity)?.place
      : undefined;
  return (
    largest ?? placeIn(layer, { parameter: 0, row: 0, unit: view?.unit ?? 0 })
  );
}

/**
 * Weights by gate: how large is each, how are they spread, what does the loss want of them, how did
 * they grow while training, and where does NaN begin?
 *
 * @param placeOf which weight is looked at
 */
export const weightsViewOf = (
  placeOf: (shown: ShownWeights) => WeightPlace = openedPlace
) =>
  defineView<'weights'>()({
    name: 'weights',
    kind: 'weights',
    title: translate => translate('Weights'),
    choices: weightsChoices,
    opens(now) {
      const { steps, opens } = weightsSteps(now.bundle, shownOf(now));
      return Math.min(steps - 1, opens);
    },
    table: now => normTable(shownOf(now)),
    scene(now) {
      const shown = shownOf(now);
      return scenes[shown.form](shown, () => placeOf(shown));
    },
    words: {
      meta: now => weightsMeta(shownOf(now)),
      reading: now => weightsReading(shownOf(now)),
      question(now, row = 0) {
        const shown = shownOf(now);
        return askedOf(shown, placeOf(shown), row)[0];
      },
      answer(now, row = 0) {
        const shown = shownOf(now);
        return { row, sentence: askedOf(shown, placeOf(shown), row)[1] };
      },
      notice: now => weightsNotice(shownOf(now)),
      below: ({ bundle, translate }) => brokenWords(bundle, translate),
      spoken(now, row) {
        const shown = shownOf(now);
        return weightPlaceWords(shown, placeOf(shown), row);
      }
    }
  });

export const weightsView = weightsViewOf();
