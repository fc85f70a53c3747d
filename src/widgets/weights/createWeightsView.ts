import type { Weights } from '../../trace';
import type { View, ViewContext, ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import {
  changedChoices,
  chosenOf,
  standing,
  type ChoiceName,
  type ChoiceValue
} from '../../scene/choices';
import { choiceTools } from '../scene/choiceTools';
import { keptOf } from '../scene/definedPage';
import { createStepView, type StepView } from '../base/createStepView';
import { fill, html } from '../base/dom';
import { labelFont, textMeasure } from '../base/measure';
import { describerOf } from '../describe/describerOf';
import { drawHistograms } from './drawHistograms';
import { drawMaps } from './drawMaps';
import { drawNorms } from './drawNorms';
import { drawProducts } from './drawProducts';
import { weightsKeys } from './weightsKeys';
import { askedOf } from './weightsAnswer';
import {
  weightsChoice,
  weightsChoices,
  type WeightsChoice
} from './weightsChoice';
import {
  placeIn,
  type WeightPlace,
  type WeightsPicture,
  type WeightsScene
} from './weightsScene';
import {
  brokenWords,
  epochSentence,
  weightSentence,
  weightsMeta,
  weightsNotice,
  weightsNumbers,
  weightsReading,
  weightsTable,
  written
} from './weightsWords';
import {
  weightsTables,
  named,
  unitNorm,
  unitsOf,
  type WeightsPlace
} from './weightsTables';
import type { ShownLines } from '../describe/line';
import type { KeyAction } from '../../scene/words/keyAction';
import type { Steps } from '../base/stepNow';
import { productSentence, productsTable } from './productWords';
import { normsOf } from './norms';

const pictures: Readonly<
  Record<WeightsChoice['form'], (scene: WeightsScene) => WeightsPicture>
> = {
  map: drawMaps,
  histogram: drawHistograms,
  epochs: drawNorms,
  sequences: drawProducts
};

/** The forms whose picture has steps of its own, along which the keys of steps walk. */
const walked = new Set<WeightsChoice['form']>(['epochs', 'sequences']);

const stepActions = new Set<KeyAction>([
  'nextStep',
  'previousStep',
  'firstStep',
  'lastStep'
]);

/** Where in the plot the pointer is; a map and the sequences have a weight there, a chart an epoch. */
interface Hit {
  readonly step: number;
  readonly place: WeightPlace | null;
}

/**
 * Weights by gate: how large is each, how are they spread, what does the loss want of them, how did
 * they grow while training, and where does NaN begin?
 */
export const createWeightsView: ViewFactory<Weights> = (
  element,
  bundle,
  context
): View => {
  const { cursor, translate } = context;
  const mover = {};
  let stands = standingOf(bundle, context);
  let choice = weightsChoice(bundle, chosenOf(stands));
  let picture: WeightsPicture | null = null;
  /** Which parameter and which of its rows is looked at; the unit is everybody's. */
  let parameter = 0;
  let row = 0;
  const host = html('div', { class: 'jp-gatescope-weights-host' });

  const layer = () => base.bundle.layers[choice.layer];
  const place = (): WeightPlace =>
    placeIn(layer(), {
      parameter,
      row,
      unit: cursor.position.unit ?? base.bundle.view?.unit ?? 0
    });
  const now = () => ({ ...choice, layer: layer(), place: place() });
  const products = () =>
    productsTable(base.bundle, now(), base.step, translate);
  const renew = (of: Weights): void => {
    stands = standingOf(of, context);
    choice = weightsChoice(of, chosenOf(stands));
  };
  const choose = (name: ChoiceName, value: ChoiceValue): void => {
    keptOf(base.bundle, 'weights', context).set(name, value);
    renew(base.bundle);
    base.draw();
    base.frame.refreshTable();
  };
  const ask = (step: number): void => {
    const asked = askedOf(base.bundle, { ...now(), step }, translate);
    base.frame.setAsked(...asked);
  };
  const look = (next: WeightPlace): true => {
    const to = placeIn(layer(), next);
    ({ parameter, row } = to);
    cursor.move(
      { unit: to.unit, channel: layer().parameters[parameter].of },
      mover
    );
    base.light();
    return true;
  };

  const base: StepView<'weights'> = createStepView<'weights', Hit>(element, {
    kind: 'weights',
    bundle,
    context,
    title: translate('Weights'),
    host,
    plays: true,
    steps: of => stepsOf(of, choice),
    asks: true,
    choice: () => changedChoices(stands),
    take: renew,
    table: () => weightsTable(layer(), translate),
    tableName: translate('By gate'),
    moreTables: weightsTables(now, bundle.time && products, translate),
    csv: () =>
      choice.form === 'sequences'
        ? products()
        : weightsNumbers(layer(), translate),
    describer: describerOf(() => weightsLines(now(), translate)),
    draw(width) {
      const { frame, bundle: weights } = base;
      picture = pictures[choice.form]({
        ...choice,
        bundle: weights,
        of: layer(),
        width,
        narrow: frame.narrow,
        measure: textMeasure(labelFont(frame.element)),
        translate
      });
      fill(host, picture.element);
      ask(base.step);
      frame.setMeta(weightsMeta(weights, layer(), translate));
      frame.setReading(weightsReading(choice, weights, translate));
      const notices = [
        brokenWords(weights, translate),
        weightsNotice(choice, layer(), translate),
        picture.notice
      ];
      frame.setNotice(notices.filter(Boolean).join(' '));
      frame.setTools([
        ...choiceTools(stands, choose, translate),
        ...(walked.has(choice.form) ? [base.playTool()] : [])
      ]);
    },
    paint: theme => picture?.paint?.(theme),
    lit: () => JSON.stringify([choice, place()]),
    show: step => picture?.show(place(), step),
    describe(step) {
      if (choice.form === 'sequences') {
        ask(step);
      }
      const words = placeWords(base.bundle, now(), step, translate);
      return { changed: words, spoken: words };
    },
    at(event) {
      const { left, top } = host.getBoundingClientRect();
      const x = event.clientX - left;
      const found = picture?.placeAt?.(x, event.clientY - top) ?? null;
      const step = picture?.stepAt?.(x) ?? (found ? base.step : null);
      return step === null ? null : { step, place: found };
    },
    over(hit) {
      if (hit?.place && !cursor.position.pinned) {
        look(pointed(choice, hit.place, place()));
      }
    },
    onKey: action =>
      walks(choice, action) ? false : (keys[action]?.() ?? false)
  });
  const keys = weightsKeys({ layer, place, look });

  return base.view;
};

const standingOf = (weights: Weights, context: ViewContext) =>
  standing(
    weightsChoices,
    weights,
    keptOf(weights, 'weights', context),
    context.translate
  );

/** The steps of the run that was weighed, or the epochs of a training. */
function stepsOf(
  { epochs = 1, view, time }: Weights,
  { form }: WeightsChoice
): Steps {
  const steps = form === 'sequences' && time ? time.steps : Math.max(1, epochs);
  return { steps, opens: view?.step ?? Math.max(0, steps - 1) };
}

/** Whether the keys of steps, or all, walk along the steps of the picture and not from weight to weight. */
const walks = ({ form }: WeightsChoice, action: KeyAction): boolean =>
  form === 'epochs' || (form === 'sequences' && stepActions.has(action));

/** The weight that is pointed at: only a map has a place for each unit, a histogram none for what enters. */
function pointed(
  { form }: WeightsChoice,
  hit: WeightPlace,
  now: WeightPlace
): WeightPlace {
  switch (form) {
    case 'map':
      return hit;
    case 'sequences':
      return { ...hit, unit: now.unit };
    default:
      return { ...now, parameter: hit.parameter };
  }
}

/** What is said of the weight, or the epoch, that is looked at. */
function placeWords(
  weights: Weights,
  now: WeightsPlace & Pick<WeightsChoice, 'form'>,
  step: number,
  translate: Translate
): string {
  const { form, layer, place, quantity } = now;
  return form === 'epochs'
    ? epochSentence(layer, quantity, step, translate)
    : form === 'sequences'
      ? productSentence(weights, now, step, translate)
      : weightSentence(layer, place, translate);
}

/**
 * The norms of each parameter as lines that can be described: over the epochs, or, of what enters each
 * unit, over the units, which have no order.
 */
function weightsLines(
  { layer, quantity, place, form }: WeightsPlace & Pick<WeightsChoice, 'form'>,
  translate: Translate
): ShownLines {
  const isOfEpochs = form === 'epochs';
  const units = unitsOf(layer);
  return {
    time: isOfEpochs
      ? {
          unit: translate('epoch'),
          nameOf: epoch => translate('epoch %1', epoch + 1)
        }
      : {
          unit: translate('unit'),
          nameOf: unit => translate('unit %1', unit),
          unordered: true
        },
    lines: layer.parameters.map(parameter => ({
      name: isOfEpochs
        ? translate('the norm of %1', named(parameter.name, quantity))
        : translate(
            'the norm of what enters a unit by %1',
            named(parameter.name, quantity)
          ),
      group: quantity,
      values: isOfEpochs
        ? normsOf(parameter, quantity)
        : Float64Array.from({ length: units }, (_, unit) =>
            unitNorm(parameter, quantity, unit)
          ),
      write: value => written(value, quantity),
      place: { channel: parameter.of }
    })),
    here: place.parameter,
    ...(isOfEpochs ? {} : { goTo: unit => ({ unit }) }),
    of: [layer, quantity, isOfEpochs]
  };
}
