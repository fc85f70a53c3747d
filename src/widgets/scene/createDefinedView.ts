import type { Bundle, BundleKind } from '../../trace';
import {
  changedChoices,
  keyedChoice,
  keyWordsOf,
  type ChoiceName,
  type ChoiceValue,
  type ChosenOf
} from '../../scene/choices';
import { createMoment, type Moment } from '../../scene/createMoment';
import { drawView } from '../../scene/drawView';
import { placesOf } from '../../scene/layout';
import type { Placed } from '../../scene/scene';
import { dataTable, spokenRow } from '../../scene/table';
import type { BundleOf, Now, ViewDefinition } from '../../scene/view';
import type { KeyAction } from '../../scene/words/keyAction';
import {
  createStepView,
  type StepView,
  type StepWords
} from '../base/createStepView';
import { createCursor } from '../base/cursor';
import { html, listen } from '../base/dom';
import type { Frame } from '../base/frame';
import { runSteps } from '../base/openingPlace';
import { sentenceTeller } from '../base/sentenceTeller';
import type { View, ViewContext, ViewFactory } from '../context';
import { describerOf } from '../describe/describerOf';
import { choiceTools } from './choiceTools';
import { createBelow } from './belowPicture';
import { createDrawing, type Drawing } from './createDrawing';
import { createLive } from './createLive';
import { pagePaper } from './pagePaper';
import { shownLines } from './shownLines';

/** What a view with hands of its own has of its page. */
export interface Hands<K extends BundleKind, C, D> {
  now(): Now<K, C, D>;
  /** Takes what is known now in place of what was. */
  know(data: D): void;
  /** Says why something was not done. */
  note(words: string): void;
  readonly base: StepView<K>;
  readonly context: ViewContext;
}

/** What those hands add: fields, keys. */
export interface HandsOn {
  readonly below?: readonly HTMLElement[];
  readonly keys?: Partial<Record<KeyAction, () => boolean>>;
  /** Follows the row that is looked at. */
  show?(row: number): void;
  dispose?(): void;
}

/**
 * The page of a definition: frame, tools, keys, picture, table, words and description are derived from
 * it. What is written by hand of a view is its definition, and its hands.
 */
export const createDefinedView =
  <K extends BundleKind, N extends ChoiceName, D, Id extends string>(
    definition: ViewDefinition<K, N, D, Id>,
    handsOn: (hands: Hands<K, ChosenOf<N>, D>) => HandsOn = () => ({})
  ): ViewFactory<BundleOf<K>> =>
  (element, opened, given): View => {
    const { words, kind, name, csv } = definition;
    const { translate } = given;
    const ofRun = kind === 'trace' || (definition.ofSteps ?? false);
    // Rows that are this view's own get a cursor of their own, which nothing pins.
    const context = ofRun ? given : { ...given, cursor: createCursor() };
    const moment = createMoment(
      definition,
      opened,
      keptOf(opened, name, given),
      translate
    );
    const note = (text: string): void => base.frame.setNotice(text);
    const changed = (): void => {
      base.draw();
      base.frame.refreshTable();
    };
    const live = createLive(definition, moment, given, { note, changed });
    const choose = (of: ChoiceName, value: ChoiceValue): true => {
      const others = moment.choose(of, value);
      if (others.length > 0) {
        live?.chose(others);
        changed();
      }
      return true;
    };
    const drawing = createDrawing(name, moment, () => base.frame.picture);
    const { host } = drawing;
    const under = createBelow(choose, translate);
    const tellNext = sentenceTeller(
      () => base.frame,
      () => words.sentences?.(moment.now) ?? [],
      translate
    );
    const base: StepView<K> = createStepView(element, {
      ...{ kind, context, host, bundle: opened },
      title: definition.title(translate),
      ...(ofRun ? {} : { pins: null }),
      keyWords: keyWordsOf(moment.stands, translate),
      steps: (bundle: Bundle) =>
        bundle.kind === 'trace'
          ? runSteps(bundle, bundle.layers[0])
          : {
              steps: placesOf(moment.scene, moment.table),
              opens: definition.opens?.(moment.now) ?? 0
            },
      choice: () => changedChoices(moment.stands),
      asks: true,
      svg: () =>
        drawView(definition, moment.now, {
          ...pagePaper(base.frame.element),
          row: base.step
        }),
      take(bundle) {
        moment.take(bundle);
        live?.forget();
      },
      table: () => dataTable(moment.table),
      ...(csv && { csv: () => dataTable(csv(moment.now)) }),
      ...(words.sentences
        ? { describes: 'words' as const }
        : { describer: describerOf(() => shownLines(moment)) }),
      onStatus: () => live?.ask(),
      onKey(action) {
        const to = keyedChoice(moment.stands, action);
        return (
          (hands.keys?.[action]?.() ?? false) ||
          (to !== null && choose(to.name, to.value)) ||
          (!ofRun && alike[action] !== undefined && base.key(alike[action])) ||
          (words.sentences !== undefined && tellNext(action))
        );
      },
      draw(width) {
        const { now, stands } = moment;
        drawing.draw(width);
        writeAround(base.frame, definition, now);
        if (!live) {
          note(words.notice?.(now) ?? '');
        }
        under.stand(stands, words.below?.(now) ?? '');
        base.frame.setTools(choiceTools(stands, choose, translate));
      },
      paint: drawing.paint,
      lit: () => String(moment.version),
      show(row) {
        drawing.show(row);
        hands.show?.(row);
      },
      describe: row => wordsOf(definition, moment, row),
      over: (hit, event) => pointAt(drawing, hit?.step ?? null, event, choose),
      at(event) {
        const hit = drawing.hitAt(event);
        return hit === null || hit.panel.picks ? null : { step: hit.row };
      },
      dispose() {
        live?.dispose();
        hands.dispose?.();
        stop();
      }
    });
    const stop = followPicks(drawing, choose);
    const hands = handsOn({
      now: () => moment.now,
      know(next) {
        moment.know(next);
        note('');
        changed();
      },
      ...{ base, note, context: given }
    });
    base.frame.below.append(...under.around(hands.below ?? []));
    live?.ask();
    return base.view;
  };

/** A click in a panel that picks chooses what is there. */
const followPicks = (
  { host, hitAt }: Pick<Drawing, 'host' | 'hitAt'>,
  choose: (name: ChoiceName, value: ChoiceValue) => void
): (() => void) =>
  listen<PointerEvent>(host, 'click', event => {
    const hit = hitAt(event);
    if (hit) {
      pick(hit, choose);
    }
  });

/** Tells the row that the pointer is over; in a panel whose hover is a choice, chooses what is there. */
function pointAt(
  { tell, hitAt }: Drawing,
  row: number | null,
  event: PointerEvent,
  choose: (name: ChoiceName, value: ChoiceValue) => void
): void {
  tell(row, event);
  const found = hitAt(event);
  if (found?.panel.hovers && event.type === 'pointermove') {
    pick(found, choose);
  }
}

/** Chooses what is under the pointer, in a panel that picks. */
function pick(
  { row, column, panel: { picks } }: NonNullable<ReturnType<Placed['hit']>>,
  choose: (name: ChoiceName, value: ChoiceValue) => void
): void {
  const chosen =
    typeof picks === 'function'
      ? picks(row, column)
      : picks
        ? { [picks]: row }
        : {};
  for (const [name, value] of Object.entries(chosen)) {
    choose(name as ChoiceName, value as ChoiceValue);
  }
}

/** Rows below each other are walked up and down, too. */
const alike: Partial<Record<KeyAction, KeyAction>> = {
  nextUnit: 'nextStep',
  previousUnit: 'previousStep'
};

/** Choices stay outside of the view: a moved cell or a view that is made anew finds them again. */
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
function writeAround<
  K extends BundleKind,
  N extends ChoiceName,
  D,
  Id extends string
>(
  frame: Frame,
  { words }: ViewDefinition<K, N, D, Id>,
  now: Now<K, ChosenOf<N>, D>
): void {
  if (words.meta) {
    frame.setMeta(words.meta(now), words.name?.(now));
  }
  frame.setAsked(words.question(now), words.answer(now)?.sentence ?? '');
  frame.setReading(`${words.reading(now)} ${words.hint?.(now) ?? ''}`);
}

/** The sentence of a row, for eye and ear. */
function wordsOf<
  K extends BundleKind,
  N extends ChoiceName,
  D,
  Id extends string
>(
  { words, kind }: ViewDefinition<K, N, D, Id>,
  { now, table }: Moment<K, N, D>,
  row: number
): StepWords {
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
