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
import { dataTable, spokenRow } from '../../scene/table';
import type { BundleOf, Now, ViewDefinition } from '../../scene/view';
import type { KeyAction } from '../../scene/words/keyAction';
import type { Translate } from '../../scene/words/translate';
import {
  createStepView,
  type StepView,
  type StepWords
} from '../base/createStepView';
import { createCursor } from '../base/cursor';
import { html, listen } from '../base/dom';
import type { Frame } from '../base/frame';
import { runSteps } from '../base/openingPlace';
import type { Steps } from '../base/stepNow';
import { sentenceTeller } from '../base/sentenceTeller';
import type { Tool } from '../base/tools';
import type { View, ViewContext, ViewFactory } from '../context';
import { describerOf } from '../describe/describerOf';
import { choiceTools } from './choiceTools';
import { createDrawing, type Drawing } from './createDrawing';
import { createLive } from './createLive';
import { pagePaper } from './pagePaper';
import { shownLines } from './shownLines';

/** What a view with hands of its own has of its page. */
export interface Hands<K extends BundleKind, C, D> {
  now(): Now<K, C, D>;
  /** Takes what is known now in place of what was. */
  know(data: D): void;
  /** Takes another bundle before the next frame, however often one comes. */
  take(bundle: BundleOf<K>): void;
  /** Says why something was not done. */
  note(words: string): void;
  readonly base: StepView<K>;
  readonly context: ViewContext;
}

/** What those hands add: fields, keys. */
export interface HandsOn {
  readonly below?: readonly HTMLElement[];
  readonly keys?: Partial<Record<KeyAction, () => boolean>>;
  /** Tools before those of the choices. */
  tools?(): readonly Tool[];
  /** The picture was drawn anew. */
  drawn?(): void;
  /** The kernel came, or went. */
  onStatus?(): void;
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
    const { words, kind, name } = definition;
    const { translate } = given;
    const ofRun = kind === 'trace';
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
    const tellNext = sentenceTeller(
      () => base.frame,
      () => words.sentences?.(moment.now) ?? [],
      translate
    );
    const base: StepView<K> = createStepView(element, {
      ...{ kind, context, host: drawing.host, bundle: opened },
      title: definition.title(translate),
      ...(ofRun ? {} : { pins: null }),
      keyWords: wordsOfKeys(moment, translate),
      steps: (bundle: Bundle) => stepsOf(bundle, definition, moment),
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
      csv: () => definition.csv?.(moment.now) ?? dataTable(moment.table),
      ...(words.sentences
        ? { describes: 'words' as const }
        : { describer: describerOf(() => shownLines(moment)) }),
      onStatus() {
        live?.ask();
        hands.onStatus?.();
      },
      onKey(action) {
        const to = keyedChoice(moment.stands, action);
        return (
          hands.keys?.[action]?.() ||
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
        base.frame.setTools([
          ...(hands.tools?.() ?? []),
          ...choiceTools(stands, choose, translate)
        ]);
        hands.drawn?.();
      },
      paint: drawing.paint,
      lit: () => String(moment.version),
      show(row) {
        drawing.show(row);
        hands.show?.(row);
      },
      describe: row => wordsOf(definition, moment, row),
      over: (hit, event) => drawing.tell(hit?.step ?? null, event),
      at(event) {
        const hit = drawing.hitAt(event);
        return hit === null || hit.panel.picks ? null : { step: hit.row };
      },
      dispose() {
        live?.dispose();
        hands.dispose?.();
        stops.forEach(stop => stop());
      }
    });
    const stops = followPicks(drawing, choose, row => base.move(row));
    const hands = handsOn({
      now: () => moment.now,
      know(next) {
        moment.know(next);
        note('');
        changed();
      },
      take(bundle) {
        moment.take(bundle);
        base.refresh();
        base.frame.refreshTable();
      },
      ...{ base, note, context: given }
    });
    base.frame.below.append(...(hands.below ?? []));
    live?.ask();
    return base.view;
  };

/** Rows below each other are walked up and down, too. */
const alike: Partial<Record<KeyAction, KeyAction>> = {
  nextUnit: 'nextStep',
  previousUnit: 'previousStep'
};

/** The rows that the cursor walks along. */
const stepsOf = <
  K extends BundleKind,
  N extends ChoiceName,
  D,
  Id extends string
>(
  bundle: Bundle,
  { opens }: ViewDefinition<K, N, D, Id>,
  { now, scene, table }: Moment<K, N, D>
): Steps =>
  bundle.kind === 'trace'
    ? runSteps(bundle, bundle.layers[0])
    : { steps: placesOf(scene, table), opens: opens?.(now) ?? 0 };

/** A press in a panel that has a choice chooses; where it is another than the row, a drag does, too. */
function followPicks(
  { host, hitAt }: Drawing,
  choose: (of: ChoiceName, value: ChoiceValue) => void,
  move: (row: number) => void
): (() => void)[] {
  const pick = (event: MouseEvent, isDrag: boolean): void => {
    const hit = hitAt(event);
    if (!hit?.panel.picks || (isDrag && hit.picked === undefined)) {
      return;
    }
    choose(hit.panel.picks, hit.picked ?? hit.row);
    if (hit.picked !== undefined) {
      move(hit.row);
    }
  };
  return [
    listen<PointerEvent>(host, 'click', event => pick(event, false)),
    listen<PointerEvent>(host, 'pointermove', event => {
      if (event.buttons === 1) {
        pick(event, true);
      }
    })
  ];
}

/** What keys do, those of rows that are no steps among them. */
export const wordsOfKeys = (
  { stands, table }: Pick<Moment<never, never, never>, 'stands' | 'table'>,
  translate: Translate
): Readonly<Record<string, string>> => {
  const { unit } = table.places;
  return {
    ...(unit !== undefined && {
      '← →': unit,
      'Home End': translate('first, last %1', unit)
    }),
    ...keyWordsOf(stands, translate)
  };
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
export function writeAround<
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
    frame.setMeta(words.meta(now));
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
      sentence === undefined || kind === 'trace'
        ? sentence
        : html('b', {}, sentence),
    spoken: words.spoken?.(now, row) ?? spokenRow(table, row, now.translate)
  };
}
