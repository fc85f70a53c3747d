/** @jest-environment jsdom */
import fc from 'fast-check';
import {
  changedChoices,
  chosenOf,
  standing,
  type ChoiceName,
  type ChoiceValue,
  type Schema
} from '../../../src/scene/choices';
import { untranslated } from '../../../src/scene/words/translate';
import { openingNames, type Bundle, type ViewChoice } from '../../../src/trace';
import { cellChoices } from '../../../src/views/cell/cellChoices';
import { claimView } from '../../../src/views/claim/claimView';
import { compareChoices } from '../../../src/views/compare/compareChoices';
import { flowChoices } from '../../../src/views/gradientFlow/flowChoices';
import { influenceView } from '../../../src/views/influence/influenceView';
import { mapChoices } from '../../../src/views/map/mapChoices';
import { confusionView } from '../../../src/views/predictions/confusionView';
import { forecastView } from '../../../src/views/predictions/forecastView';
import { textView } from '../../../src/views/predictions/textView';
import { raceView } from '../../../src/views/race/raceView';
import { riverView } from '../../../src/views/river/riverView';
import { trainingView } from '../../../src/views/training/trainingView';
import { unrolledChoices } from '../../../src/views/unrolled/unrolledChoices';
import { weightsChoices } from '../../../src/views/weights/weightsChoices';
import { draws } from './draws';
import { walkedViews } from './truth/views';

type AnySchema = Schema<ChoiceName, Bundle>;

/** Every schema of the views, by the kind of its bundle. */
const schemasOf = (bundle: Bundle): readonly unknown[] => {
  switch (bundle.kind) {
    case 'trace':
      return bundle.layers.length === 0
        ? []
        : [
            ...[mapChoices, unrolledChoices, cellChoices, riverView.choices],
            ...(bundle.outputs.length > 0 && bundle.input.names.length > 0
              ? [influenceView.choices]
              : [])
          ];
    case 'comparison':
      return [compareChoices];
    case 'gradientFlow':
      return [flowChoices];
    case 'weights':
      return [weightsChoices];
    case 'history':
      return [trainingView.choices];
    case 'race':
      return [raceView.choices];
    case 'claim':
      return [claimView.choices];
    case 'predictions':
      return [
        { forecast: forecastView, confusion: confusionView, text: textView }[
          bundle.content.form
        ].choices
      ];
    default:
      return [];
  }
};

const tried = new Set<string>();

/** What a schema stands at: with what was kept, and what the notebook has it opened on. */
const at = (
  schema: AnySchema,
  bundle: Bundle,
  kept: ViewChoice = {},
  view: ViewChoice = {}
) =>
  standing(
    schema,
    { ...bundle, view: view as Bundle['view'] },
    { get: name => kept[name] as ChoiceValue | undefined },
    untranslated
  );

function tryEvery(schema: AnySchema, bundle: Bundle): void {
  const first = chosenOf(at(schema, bundle));
  for (const { name, options, choice } of at(schema, bundle)) {
    expect(openingNames).toContain(name);
    if (choice.free || choice.several) {
      continue;
    }
    for (const { value } of options) {
      tried.add(name);
      const chosen = at(schema, bundle, { [name]: value });
      expect(chosenOf(chosen)[name]).toEqual(value);
      // What the copied code says opens the same, and says no more than what is otherwise.
      const said = changedChoices(chosen);
      expect(said[name] === undefined).toBe(first[name] === value);
      expect(chosenOf(at(schema, bundle, {}, said))).toEqual(chosenOf(chosen));
    }
  }
}

describe('every option of every view', () => {
  it.each(walkedViews)(
    'of %s is kept, is an option of show, and is what the copied code opens on',
    (_, { drawn, of }) => {
      fc.assert(
        fc.property(drawn, each => {
          const page = of(each).open(bundle => {
            schemasOf(bundle).forEach(schema =>
              tryEvery(schema as AnySchema, bundle)
            );
            return bundle;
          });
          page.close();
        }),
        draws(2, { gate: 1 })
      );
    }
  );

  it('has been tried', () => {
    expect(tried.size).toBeGreaterThan(15);
  });
});
