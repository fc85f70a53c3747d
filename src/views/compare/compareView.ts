import {
  asRead,
  comparedLayer,
  holdsStep,
  openingPlace,
  type Comparison,
  type InputEdit,
  type Trace
} from '../../trace';
import { dataTable } from '../../scene/table';
import { stepsWords, unitsEachWords } from '../../scene/words/counts';
import type { ChosenOf } from '../../scene/choices';
import { untranslated, type Translate } from '../../scene/words/translate';
import { defineView, type Now } from '../../scene/view';
import { compareAsked, type Asked } from './compareAnswer';
import { compareChoices, type CompareChoice } from './compareChoices';
import type { Compared } from './compared';
import { comparePicture } from './comparePicture';
import {
  commonOrder,
  compareOrder,
  compareRows,
  type CompareOrder
} from './compareRows';
import { comparedStepTable, valueTable } from './compareTables';
import { placeLines, comparedPlaceName, spokenWords } from './compareWords';
import { linesPicture } from './linesPicture';

/** What a page knows: the edits of the input that the networks share, and what these were before. */
export interface Edited {
  readonly before: Comparison | null;
  readonly edits: readonly InputEdit[];
  /** Whether its theme is dark: then an open gate is bright. */
  readonly dark: boolean;
  /** A step is at least so many CSS pixels wide, else several are one column. */
  readonly leastColumn: number;
}

/**
 * Same data, different cells: each network in a column of its own, or all as lines in one plot. Its page
 * has hands of its own, which edit the input of all of them.
 */
export const compareView = defineView<'comparison', Edited>()({
  name: 'compare',
  kind: 'comparison',
  title: translate => translate('Compare'),
  choices: compareChoices,
  table: ({ bundle, chosen, translate }) =>
    comparedStepTable(asCompared(bundle), drawnRows(bundle, chosen), translate),
  steps: stepsOf,
  csv: ({ bundle, translate }) => {
    const comparison = asCompared(bundle);
    const rows = compareRows(comparison.traces);
    return dataTable(valueTable(comparison, rows, translate));
  },
  scene: now => ({
    panels: [],
    layout(surface) {
      const compared = comparedOf(now);
      return isEmpty(compared.comparison)
        ? { height: 0, marks: [] }
        : now.chosen.lines
          ? linesPicture(compared, surface)
          : comparePicture(compared, surface);
    },
    overlay: {
      told: hit => placeLines(comparedOf(now), hit),
      head: hit => comparedPlaceName(comparedOf(now), hit)
    }
  }),
  words: {
    meta: ({ bundle, translate }) => compareMeta(asCompared(bundle), translate),
    question: ({ bundle, data, translate }) =>
      askedOf(bundle, data, translate).question,
    answer({ bundle, data, translate }) {
      const sentence = askedOf(bundle, data, translate).answer;
      return { row: openingStep(asCompared(bundle), translate), sentence };
    },
    reading: ({
      bundle: { traces },
      chosen: { ownScales, lines },
      data,
      translate
    }) =>
      compareReading(
        {
          ...{ lines, shared: !ownScales, dark: data?.dark ?? false },
          edited: Boolean(data?.before),
          means: traces.some(({ layers }) =>
            layers.some(({ units }) => units > 1)
          )
        },
        translate
      ),
    spoken: (now, step) => spokenWords(comparedOf(now), step, now.lit)
  }
});

/** What is drawn, and said. */
export function comparedOf({
  bundle,
  chosen,
  data,
  translate
}: Now<'comparison', ChosenOf<CompareChoice>, Edited>): Compared {
  const comparison = asCompared(bundle);
  const before = data?.before ? asCompared(data.before) : null;
  // Units stay where they were: an edit must not change their order.
  const orders = ordersOf((before ?? comparison).traces, chosen.sort);
  return {
    ...{ comparison, chosen, translate, orders },
    leastColumn: data?.leastColumn ?? 2,
    rows: drawnRows(comparison, chosen),
    before: before && {
      comparison: before,
      rows: drawnRows(before, chosen)
    }
  };
}

const isEmpty = ({ traces }: Comparison): boolean =>
  traces.some(({ layers, time }) => layers.length === 0 || time.steps === 0);

/** The question of a comparison, and its answer. */
export const askedOf = (
  bundle: Comparison,
  edited: Edited | null,
  translate: Translate
): Asked =>
  isEmpty(bundle)
    ? { question: translate('Compare'), answer: '' }
    : compareAsked(
        {
          now: asCompared(bundle),
          before: edited?.before ? asCompared(edited.before) : null,
          edits: edited?.edits ?? []
        },
        translate
      );

const sorted = new WeakMap<
  readonly Trace[],
  Map<CompareOrder, Uint32Array[]>
>();

/** The units of each network from the top; words and picture ask for them again and again. */
function ordersOf(
  traces: readonly Trace[],
  order: CompareOrder
): readonly Uint32Array[] {
  const known = sorted.get(traces) ?? new Map();
  sorted.set(traces, known);
  const orders =
    known.get(order) ??
    traces.map(trace => compareOrder(comparedLayer(trace), order));
  known.set(order, orders);
  return orders;
}

const drawnRows = (bundle: Comparison, { channels }: ChosenOf<CompareChoice>) =>
  compareRows(asCompared(bundle).traces).filter(({ id }) =>
    channels.includes(id)
  );

const known = new WeakMap<readonly Trace[], readonly Trace[]>();

/** Each run as the layer that is compared reads it; once so, it stays as it is. */
export function asCompared(comparison: Comparison): Comparison {
  const { traces } = comparison;
  const read =
    known.get(traces) ??
    traces.map(trace =>
      trace.layers.length === 0 ? trace : asRead(trace, comparedLayer(trace))
    );
  known.set(traces, read).set(read, read);
  return { ...comparison, traces: read };
}

/**
 * Where the notebook asked for, else at the last step that the task is about, else at that which the
 * answer names, else where something happens.
 */
export function openingStep(
  comparison: Comparison,
  translate: Translate
): number {
  const {
    view,
    traces: [first]
  } = comparison;
  if (isEmpty(comparison)) {
    return 0;
  }
  return (
    view?.step ??
    first.time.marks?.at(-1)?.step ??
    // Of several networks, where what is answered stands.
    (comparison.traces.length > 1
      ? askedOf(comparison, null, translate).step
      : null) ??
    openingPlace(comparedLayer(first), first.time).step
  );
}

const walks = new WeakMap<Comparison, ReturnType<typeof walkOf>>();

/** Every move of the cursor asks for them. */
function stepsOf(comparison: Comparison): ReturnType<typeof walkOf> {
  const steps = walks.get(comparison) ?? walkOf(asCompared(comparison));
  walks.set(comparison, steps);
  return steps;
}

/** The steps of the longest run, those of which every run has the numbers, and how they are computed. */
function walkOf(comparison: Comparison) {
  const times = comparison.traces.map(({ time }) => time);
  const { steps, kept } = times.reduce((a, b) => (b.steps > a.steps ? b : a));
  const isWhole = times.every(time => time.kept === undefined);
  const all = kept ?? Array.from({ length: steps }, (_, step) => step);
  return {
    steps,
    ...(!isWhole && {
      kept: all.filter(step =>
        times.every(time => step >= time.steps || holdsStep(time, step))
      )
    }),
    opens: openingStep(comparison, untranslated),
    order: commonOrder(comparison)
  };
}

/** Task, steps and units, beside the title. */
export function compareMeta(
  { traces, title }: Comparison,
  translate: Translate
): string {
  const [units, ...others] = traces.map(trace =>
    trace.layers.length === 0 ? 0 : comparedLayer(trace).units
  );
  return [
    ...(title ? [title] : []),
    stepsWords(Math.max(...traces.map(({ time }) => time.steps)), translate),
    ...(others.every(each => each === units)
      ? [unitsEachWords(units, translate)]
      : [])
  ].join(' · ');
}

/** The line above the picture. */
function compareReading(
  {
    shared,
    lines,
    means,
    edited,
    dark
  }: {
    readonly shared: boolean;
    readonly lines: boolean;
    /** Whether a line is the mean of several units. */
    readonly means: boolean;
    readonly edited: boolean;
    readonly dark: boolean;
  },
  translate: Translate
): string {
  if (lines) {
    return [
      means
        ? translate('one line is one network, the mean of its units.')
        : translate('one line is one network.'),
      ...(edited ? [translate('Pale: before the edit.')] : [])
    ].join(' ');
  }
  return [
    translate(
      'one column is one network, one cursor runs through all. Above zero is purple, below orange; an open gate is %1%2',
      dark ? translate('bright') : translate('dark'),
      shared
        ? translate('; the same scale in every column.')
        : translate('; each network has a scale of its own.')
    ),
    ...(edited
      ? [translate('Of two maps the upper one is before the edit.')]
      : [])
  ].join(' ');
}
