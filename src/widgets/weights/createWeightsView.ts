import type { Weights, LayerWeights } from '../../trace';
import {
  changedChoices,
  type ChoiceName,
  type ChoiceValue
} from '../../scene/choices';
import { createMoment } from '../../scene/createMoment';
import type { DataTable, NamedTable } from '../../scene/dataTable';
import type { Hit, Placed } from '../../scene/scene';
import { dataTable } from '../../scene/table';
import type { KeyAction } from '../../scene/words/keyAction';
import type { Translate } from '../../scene/words/translate';
import {
  placeIn,
  type WeightPlace,
  gateGroups,
  slotsOf
} from '../../views/weights/weightPlaces';
import {
  shownOf,
  type Form,
  type ShownWeights
} from '../../views/weights/weightsChoices';
import {
  normColumn,
  matrixTable,
  productsTable,
  unitTable,
  weightsNumbers,
  weightsTable
} from '../../views/weights/weightsTables';
import { weightsSteps, weightsViewOf } from '../../views/weights/weightsView';
import type { View, ViewFactory } from '../context';
import { createStepView, type StepView } from '../base/createStepView';
import { describerOf } from '../describe/describerOf';
import { choiceTools } from '../scene/choiceTools';
import { createDrawing } from '../scene/createDrawing';
import { keptOf, wordsOf, writeAround } from '../scene/definedPage';
import { pageFile } from '../scene/pagePaper';
import { shownLines } from '../scene/shownLines';

/** The forms whose picture has steps of its own, along which the keys of steps walk. */
const walked = new Set<Form>(['epochs', 'sequences']);

const stepActions = new Set<KeyAction>([
  'nextStep',
  'previousStep',
  'firstStep',
  'lastStep'
]);

/** The page of the weights: which of them is looked at is chosen by keys and pointer. */
export const createWeightsView: ViewFactory<Weights> = (
  element,
  bundle,
  context
): View => {
  const { cursor, translate } = context;
  const mover = {};
  /** Which parameter and which of its rows is looked at; the unit is everybody's. */
  let looked = { parameter: 0, row: 0 };
  const place = (): WeightPlace =>
    placeIn(shown().layer, {
      ...looked,
      unit: cursor.position.unit ?? moment.now.bundle.view?.unit ?? 0
    });
  const definition = weightsViewOf(place);
  const { name, title, words } = definition;
  const kept = keptOf(bundle, name, context);
  const moment = createMoment(definition, bundle, kept, translate);
  const shown = () => shownOf(moment.now);
  const products = () => productsTable(shown(), place(), base.step);
  const drawing = createDrawing(name, moment, {
    picture: () => base.frame.picture,
    over(hit) {
      if (hit && shown().form !== 'epochs' && !cursor.position.pinned) {
        look(pointed(shown().form, hit, place()));
      }
    }
  });
  const choose = (of: ChoiceName, value: ChoiceValue): void => {
    moment.choose(of, value);
    base.draw();
    base.frame.refreshTable();
  };
  const look = (next: WeightPlace): true => {
    const { layer } = shown();
    const to = placeIn(layer, next);
    looked = to;
    const channel = layer.parameters[to.parameter].of;
    cursor.move({ unit: to.unit, channel }, mover);
    base.light();
    return true;
  };
  const base: StepView<'weights'> = createStepView(element, {
    kind: 'weights',
    ...{ bundle, context, plays: true, asks: true },
    title: title(translate),
    ...drawing.pointer,
    steps: of => weightsSteps(of, shown()),
    choice: () => changedChoices(moment.stands),
    take: next => moment.take(next),
    svg: () => pageFile(definition, moment.now, base),
    table: () => weightsTable(shown()),
    tableName: translate('By gate'),
    moreTables: moreTables(shown, place, bundle.time && products, translate),
    csv: () =>
      shown().form === 'sequences' ? products() : weightsNumbers(shown()),
    describer: describerOf(() => {
      const { layer, form } = shown();
      return {
        ...shownLines(moment, {
          looked: normColumn(place().parameter),
          place: id => ({
            channel: layer.parameters.find((_, at) => normColumn(at) === id)?.of
          })
        }),
        ...(form !== 'epochs' && { goTo: (unit: number) => ({ unit }) })
      };
    }),
    draw(width) {
      const { frame } = base;
      const { now, stands } = moment;
      drawing.draw(width);
      writeAround(frame, definition, now, base.step);
      frame.setNotice(
        [
          words.below?.(now, base.step),
          words.notice?.(now),
          meansWords(drawing.placed, translate)
        ]
          .filter(Boolean)
          .join(' ')
      );
      frame.setTools([
        ...choiceTools(stands, choose, translate),
        ...(walked.has(shown().form) ? [base.playTool()] : [])
      ]);
    },
    paint: drawing.paint,
    lit: () => JSON.stringify([moment.version, place()]),
    show: drawing.show,
    describe(step) {
      const { spoken } = wordsOf(base.frame, definition, moment, step);
      return { changed: spoken, spoken };
    },
    at(event) {
      const hit = drawing.pointer.at?.(event) ?? null;
      return hit && shown().form !== 'epochs'
        ? { ...hit, step: base.step }
        : hit;
    },
    onKey: action =>
      walks(shown().form, action) ? false : (keys[action]?.() ?? false)
  });
  const keys = weightsKeys({ layer: () => shown().layer, place, look });
  return base.view;
};

/** One row a unit, every number of the matrix that is looked at, and over a batch each product. */
const moreTables = (
  shown: () => ShownWeights,
  place: () => WeightPlace,
  products: (() => DataTable) | undefined,
  translate: Translate
): readonly NamedTable[] => [
  { label: translate('By unit'), make: () => dataTable(unitTable(shown())) },
  {
    label: translate('Every weight'),
    make: () => matrixTable(shown(), place())
  },
  ...(products
    ? [{ label: translate('Over the sequences'), make: products }]
    : [])
];

/** Of how many weights a pixel is the mean. */
function meansWords(placed: Placed | null, translate: Translate): string {
  const several = (placed?.maps ?? []).map(
    ({ values: { rowsPerPixel = 1, columnsPerPixel = 1 } }) =>
      rowsPerPixel * columnsPerPixel
  );
  const most = Math.max(1, ...several);
  return most > 1 ? translate('A pixel is the mean of %1 weights.', most) : '';
}

/** Whether the keys of steps, or all, walk along the steps of the picture and not from weight to weight. */
const walks = (form: Form, action: KeyAction): boolean =>
  form === 'epochs' || (form === 'sequences' && stepActions.has(action));

/** The weight that is pointed at: only a map has a place for each unit, a histogram none for what enters. */
function pointed(
  form: Form,
  { row, column: unit, panel }: Hit,
  now: WeightPlace
): WeightPlace {
  const parameter = Number(panel.id);
  return form === 'map'
    ? { parameter, row, unit }
    : form === 'sequences'
      ? { parameter, row, unit: now.unit }
      : { ...now, parameter };
}

interface WeightsKeysOptions {
  readonly layer: () => LayerWeights;
  readonly place: () => WeightPlace;
  readonly look: (next: WeightPlace) => true;
}

/** The keys that move from weight to weight: units up and down, what enters to the sides, gates. */
function weightsKeys({
  layer,
  place,
  look
}: WeightsKeysOptions): Partial<Record<KeyAction, () => true>> {
  const byUnit = (by: number) => () => {
    const now = place();
    return look({ ...now, unit: now.unit + by });
  };
  /** To the side: the next of what enters, over the edges of W, U and b. */
  const bySide = (by: number) => () => {
    const now = place();
    const [rows] = layer().parameters[now.parameter].shape;
    const next = now.row + by;
    const beside = next < 0 || next >= rows ? neighbor(now, by) : null;
    return look(
      beside === null
        ? { ...now, row: next }
        : {
            ...now,
            parameter: beside,
            row: by > 0 ? 0 : layer().parameters[beside].shape[0] - 1
          }
    );
  };
  const neighbor = (now: WeightPlace, by: number): number | null => {
    const { of } = layer().parameters[now.parameter];
    const groups = gateGroups(layer());
    const gate = groups.findIndex(group => group.of === of);
    const own = slotsOf(layer(), groups).flatMap(
      ({ parameters }) => parameters[gate] ?? []
    );
    return own[own.indexOf(now.parameter) + by] ?? null;
  };
  /** The same letter of the gate below or above. */
  const byGate = (by: number) => () => {
    const now = place();
    const slot = slotsOf(layer()).find(({ parameters }) =>
      parameters.includes(now.parameter)
    );
    const all = (slot?.parameters ?? []).filter(index => index !== undefined);
    const next = all[all.indexOf(now.parameter) + by];
    return look({ ...now, parameter: next ?? now.parameter });
  };
  const end = (last: boolean) => () => {
    const now = place();
    const [rows] = layer().parameters[now.parameter].shape;
    return look({ ...now, row: last ? rows - 1 : 0 });
  };
  return {
    nextUnit: byUnit(1),
    previousUnit: byUnit(-1),
    nextStep: bySide(1),
    previousStep: bySide(-1),
    firstStep: end(false),
    lastStep: end(true),
    nextChannel: byGate(1),
    previousChannel: byGate(-1)
  };
}
