import {
  asRead,
  comparedLayer,
  openingPlace,
  type Comparison,
  type InputEdit,
  type Trace
} from '../../trace';
import { stepsWords, unitsEachWords } from '../../scene/words/counts';
import type { ChosenOf } from '../../scene/choices';
import type { Translate } from '../../scene/words/translate';
import { defineView } from '../../scene/view';
import { compareAsked, type Asked } from './compareAnswer';
import { compareChoices, type CompareChoice } from './compareChoices';
import type { Compared } from './compared';
import { comparePicture } from './comparePicture';
import { compareReading } from './compareReading';
import { compareRows } from './compareRows';
import { stepTable } from './compareTables';
import { linesPicture } from './linesPicture';

/** What a page knows: the edits of the input that the networks share, and what these were before. */
export interface Edited {
  readonly before: Comparison | null;
  readonly edits: readonly InputEdit[];
  /** Whether its theme is dark: then an open gate is bright. */
  readonly dark: boolean;
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
    stepTable(asCompared(bundle), drawnRows(bundle, chosen), translate),
  scene({ bundle, chosen, data, translate }) {
    const comparison = asCompared(bundle);
    const compared: Compared = {
      ...{ comparison, chosen, translate },
      rows: drawnRows(bundle, chosen),
      before: data?.before
        ? {
            comparison: asCompared(data.before),
            rows: drawnRows(data.before, chosen)
          }
        : null
    };
    return {
      panels: [],
      layout: surface =>
        isEmpty(comparison)
          ? { height: 0, marks: [], maps: [] }
          : chosen.lines
            ? linesPicture(compared, surface)
            : comparePicture(compared, surface)
    };
  },
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
      )
  }
});

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
