/** @jest-environment jsdom */
import fc from 'fast-check';
import {
  changedChoices,
  chosenOf,
  keyedChoice,
  keyWordsOf,
  standing,
  toggled,
  type ChoiceName,
  type ChoiceValue,
  type Schema,
  type Standing
} from '../../../src/scene/choices';
import { untranslated } from '../../../src/scene/words/translate';
import { openingNames, type Bundle, type ViewChoice } from '../../../src/trace';
import { cellChoices } from '../../../src/views/cell/cellChoices';
import { claimView } from '../../../src/views/claim/claimView';
import { compareChoices } from '../../../src/views/compare/compareChoices';
import { flowChoices } from '../../../src/views/gradientFlow/flowChoices';
import { mapChoices } from '../../../src/views/map/mapChoices';
import { confusionView } from '../../../src/views/predictions/confusionView';
import { forecastView } from '../../../src/views/predictions/forecastView';
import { runViews } from '../../../src/views/runViews';
import { textView } from '../../../src/views/predictions/textView';
import { raceView } from '../../../src/views/race/raceView';
import { riverView } from '../../../src/views/river/riverView';
import { trainingView } from '../../../src/views/training/trainingView';
import { unrolledChoices } from '../../../src/views/unrolled/unrolledChoices';
import { weightsChoices } from '../../../src/views/weights/weightsChoices';
import {
  choiceTools,
  createSwitches
} from '../../../src/widgets/scene/choiceTools';
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
            ...Object.values(runViews)
              .filter(({ fits }) => fits?.(bundle) ?? true)
              .map(({ choices = {} }) => choices)
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
/** Kinds of tools, and keys. */
const ways = new Set<string>();

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
  for (const stand of at(schema, bundle)) {
    const { name, options, choice } = stand;
    expect(openingNames).toContain(name);
    if (choice.free) {
      continue;
    }
    tryTools(stand);
    if (choice.several) {
      continue;
    }
    tryKeys(stand, at(schema, bundle));
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

/** Its keys go to the option after and before each, and to the ends, and no further; the list of keys says so. */
function tryKeys(
  { name, choice, options }: Standing,
  stands: readonly Standing[]
): void {
  const last = options.length - 1;
  choice.keys?.forEach((key, way) =>
    options.forEach(({ value }, index) => {
      const now = stands.map(each =>
        each.name === name ? { ...each, value } : each
      );
      const to = [index + 1, index - 1, 0, last][way];
      expect(keyedChoice(now, key!)).toEqual({
        name,
        value: options[Math.max(0, Math.min(last, to))].value
      });
    })
  );
  if (choice.keys && last > 0) {
    ways.add('keys');
    expect(Object.values(keyWordsOf(stands, untranslated))).toContain(
      choice.title(untranslated)
    );
  }
}

/** Its tool offers each option, shows which is chosen, and chooses another. */
function tryTools(stand: Standing): void {
  const { name, choice, options, value } = stand;
  const choose = jest.fn();
  if (options.length < 2 || !choice.tool) {
    expect(choiceTools([stand], choose, untranslated)).toEqual([]);
    return;
  }
  ways.add(choice.tool);
  if (choice.tool === 'switch') {
    const [tool] = choiceTools([stand], choose, untranslated);
    const [off, on] = options.map(each => each.value);
    tool.run?.();
    expect(tool.pressed).toBe(value === on);
    expect(choose).toHaveBeenCalledWith(name, value === on ? off : on);
    return;
  }
  const offered = offersOf(stand, choose);
  const isChosen = (each: unknown) =>
    choice.several
      ? (value as readonly unknown[]).includes(each)
      : each === value;
  expect(offered.map(({ chosen }) => chosen)).toEqual(
    options.map(each => isChosen(each.value))
  );
  offered.forEach(({ run }, at) => {
    run();
    const to = options[at].value;
    expect(choose).toHaveBeenLastCalledWith(
      name,
      choice.several ? toggled(options, value, to) : to
    );
  });
}

/** What stands on the page for each option of a choice. */
function offersOf(
  stand: Standing,
  choose: jest.Mock
): readonly { readonly chosen: boolean; run(): void }[] {
  const { choice } = stand;
  if (choice.tool === 'row') {
    const switches = createSwitches(choose, untranslated);
    switches.stand([stand]);
    const [row] = switches.element.querySelectorAll('[role="radiogroup"]');
    expect(row.getAttribute('aria-label')).toBe(choice.title(untranslated));
    return [...row.querySelectorAll('input')].map(input => ({
      chosen: input.checked,
      run: () => void input.dispatchEvent(new Event('change'))
    }));
  }
  const tools = choiceTools([stand], choose, untranslated);
  if (choice.tool === 'buttons') {
    return tools.map(tool => ({
      chosen: tool.pressed!,
      run: () => tool.run?.()
    }));
  }
  const [tool] = tools;
  return tool.menu!().map(item => ({
    chosen: item.checked!,
    run: () => item.run?.()
  }));
}

describe('every option of every view', () => {
  it.each(walkedViews)(
    'of %s is kept, is an option of show, is what the copied code opens on, and has its key and its tool',
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

  it('of a claim and a race is so, too', () => {
    const claim = {
      ...{ kind: 'claim', opens: { size: 1, rate: 1, budget: 0 } },
      ...{ rates: [0.01], budgets: [8, 16, 32], sizes: [10, 20] },
      ...{ budgetName: 'epochs', sizeName: 'steps' }
    } as unknown as Bundle;
    const race = { kind: 'race', epochs: { done: 4 } } as Bundle;
    for (const bundle of [claim, race]) {
      schemasOf(bundle).forEach(schema =>
        tryEvery(schema as AnySchema, bundle)
      );
    }
  });

  it('has been tried', () => {
    expect(tried.size).toBeGreaterThan(15);
    expect([...ways].sort()).toEqual([
      'buttons',
      'keys',
      'menu',
      'row',
      'switch'
    ]);
  });
});
