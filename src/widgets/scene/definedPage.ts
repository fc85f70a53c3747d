import type { Bundle, BundleKind } from '../../trace';
import {
  keyWordsOf,
  type ChoiceName,
  type ChoiceValue,
  type ChosenOf
} from '../../scene/choices';
import { type Moment } from '../../scene/createMoment';
import { drawnPlaces } from '../../scene/layout';
import { spokenRow } from '../../scene/table';
import type { BundleOf, Now, ViewDefinition } from '../../scene/view';
import type { KeyAction } from '../../scene/words/keyAction';
import type { Translate } from '../../scene/words/translate';
import { type StepView, type StepWords } from '../base/createStepView';
import { html } from '../base/dom';
import type { Frame } from '../base/frame';
import { runSteps } from '../base/openingPlace';
import type { Steps } from '../base/stepNow';
import type { ViewContext } from '../context';

/** What a view with hands of its own has of its page. */
export interface Hands<K extends BundleKind, C, D> {
  now(): Now<K, C, D>;
  /** Takes what is known now in place of what was. */
  know(data: D): void;
  /** Takes another bundle before the next frame, however often one comes. */
  take(bundle: BundleOf<K>): void;
  /** Makes a choice, as its tool does. */
  choose(name: ChoiceName, value: ChoiceValue): void;
  /** Makes one of several stand out; null for none. */
  light(series: number | null): void;
  /** Says why something was not done. */
  note(words: string): void;
  readonly base: StepView<K>;
  readonly context: ViewContext;
}

/** Rows below each other are walked up and down, too. */
export const alike: Partial<Record<KeyAction, KeyAction>> = {
  nextUnit: 'nextStep',
  previousUnit: 'previousStep'
};

/** What keys do, those of rows that are no steps among them. */
export const wordsOfKeys = (
  {
    words: { keys }
  }: {
    readonly words: Pick<
      ViewDefinition<never, never, never, never>['words'],
      'keys'
    >;
  },
  { stands, table }: Pick<Moment<never, never, never>, 'stands' | 'table'>,
  translate: Translate
): Readonly<Record<string, string>> => {
  const { unit } = table.places;
  return {
    ...(unit !== undefined && {
      '← →': unit,
      'Home End': translate('first, last %1', unit)
    }),
    ...keyWordsOf(stands, translate),
    ...keys?.(translate)
  };
};

/** Choices stay outside of the view: a moved cell or a view that is recreated finds them again. */
export const keptOf = (
  { id }: Pick<Bundle, 'id'>,
  view: string,
  { store }: Pick<ViewContext, 'store'>
) => ({
  get: (name: ChoiceName) => store.get<ChoiceValue>(id, `${view}.${name}`),
  set: (name: ChoiceName, value: ChoiceValue) =>
    store.set(id, `${view}.${name}`, value)
});

/** The words around the picture, whatever row is looked at. */
export function writeAround<
  K extends BundleKind,
  N extends ChoiceName,
  D,
  Id extends string
>(
  frame: Frame,
  definition: ViewDefinition<K, N, D, Id>,
  now: Now<K, ChosenOf<N>, D>,
  row: number
): void {
  const { words } = definition;
  if (words.meta) {
    frame.setMeta(words.meta(now), words.name?.(now));
  }
  ask(frame, definition, now, row);
  if (!definition.data) {
    frame.setNotice(words.notice?.(now) ?? '');
  }
  frame.setReading(`${words.reading(now)} ${words.hint?.(now) ?? ''}`);
}

/** What the picture answers, and its answer where the reader looks. */
const ask = <K extends BundleKind, N extends ChoiceName, D, Id extends string>(
  frame: Frame,
  { words }: ViewDefinition<K, N, D, Id>,
  now: Now<K, ChosenOf<N>, D>,
  row: number
): void =>
  frame.setAsked(
    words.question(now, row),
    words.answer(now, row)?.sentence ?? ''
  );

/** Whether its rows are steps that the cursor of all views walks; a view of a run that `opens` on a row has rows of its own. */
export const walksSteps = ({
  kind,
  steps,
  opens
}: {
  readonly kind: BundleKind;
  readonly steps?: unknown;
  readonly opens?: unknown;
}): boolean => steps !== undefined || (kind === 'trace' && opens === undefined);

/**
 * The rows that are walked along, and on which the view opens.
 *
 * @throws Error on a view of a run whose rows are neither its steps nor said to be its own
 */
export function stepsOf<
  K extends BundleKind,
  N extends ChoiceName,
  D,
  Id extends string
>(
  definition: ViewDefinition<K, N, D, Id>,
  { now, scene, table }: Moment<K, N, D>,
  bundle: Bundle
): Steps {
  const { name, steps, opens } = definition;
  const given = steps?.(bundle as BundleOf<K>);
  if (given) {
    return given;
  }
  if (bundle.kind !== 'trace' || !walksSteps(definition)) {
    return { steps: drawnPlaces(scene, table), opens: opens?.(now) ?? 0 };
  }
  const walked = runSteps(bundle, bundle.layers[0]);
  if (table.places.count !== walked.steps) {
    throw new Error(
      `${name}: expected a table with a row for each of ${walked.steps} steps, got ${table.places.count} rows. ` +
        'Where these are its own, its definition says with `opens` on which of them it opens.'
    );
  }
  return walked;
}

/** The sentence of a row, for eye and ear. */
export function wordsOf<
  K extends BundleKind,
  N extends ChoiceName,
  D,
  Id extends string
>(
  frame: Frame,
  definition: ViewDefinition<K, N, D, Id>,
  { now, table }: Moment<K, N, D>,
  row: number
): StepWords {
  const { words, kind } = definition;
  ask(frame, definition, now, row);
  const sentence = words.changed?.(now, row);
  return {
    // The sentence of a run says what was done; that of rows says which is looked at.
    changed:
      sentence === undefined ||
      (kind === 'trace' && typeof sentence === 'string')
        ? sentence
        : typeof sentence === 'string'
          ? html('b', {}, sentence)
          : [html('b', {}, sentence[0]), ` ${sentence[1]}`],
    spoken: words.spoken?.(now, row) ?? spokenRow(table, row, now.translate)
  };
}

/** What the hands of a view reach of its page. */
export const handlesOf = <K extends BundleKind, N extends ChoiceName, D>(
  moment: Moment<K, N, D>,
  {
    changed,
    ...page
  }: Pick<Hands<K, ChosenOf<N>, D>, 'base' | 'choose' | 'note' | 'context'> & {
    readonly changed: () => void;
  }
): Hands<K, ChosenOf<N>, D> => ({
  ...page,
  now: () => moment.now,
  know(next) {
    moment.know(next);
    page.note('');
    changed();
  },
  take(bundle) {
    moment.take(bundle);
    page.base.refresh();
    page.base.frame.refreshTable();
  },
  light(series) {
    moment.light(series);
    page.base.light();
  }
});
