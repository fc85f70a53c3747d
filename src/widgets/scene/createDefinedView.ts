import type { BundleKind } from '../../trace';
import {
  changedChoices,
  keyedChoice,
  type ChoiceName,
  type ChoiceValue,
  type ChosenOf
} from '../../scene/choices';
import { createMoment } from '../../scene/createMoment';
import { dataTable } from '../../scene/table';
import type { BundleOf, ViewDefinition } from '../../scene/view';
import type { KeyAction } from '../../scene/words/keyAction';
import { createStepView, type StepView } from '../base/createStepView';
import { createCursor } from '../base/cursor';
import { html, setText } from '../base/dom';
import { sentenceTeller } from '../base/sentenceTeller';
import type { Tool } from '../base/tools';
import type { View, ViewFactory } from '../context';
import { describerOf } from '../describe/describerOf';
import { choiceTools, createSwitches } from './choiceTools';
import { createDrawing } from './createDrawing';
import { createLive } from './createLive';
import { pageFile } from './pagePaper';
import {
  alike,
  handlesOf,
  type Hands,
  keptOf,
  stepsOf,
  walksSteps,
  wordsOf,
  wordsOfKeys,
  writeAround
} from './definedPage';
import { shownLines } from './shownLines';

/** What those hands add: fields, keys. */
export interface HandsOn {
  readonly below?: readonly HTMLElement[];
  readonly keys?: Partial<Record<KeyAction, () => boolean>>;
  /** Tools before those of the choices. */
  tools?(): readonly Tool[];
  /** The picture was redrawn. */
  drawn?(): void;
  /** The pointer is on what makes one of several stand out; null: no more. */
  pointed?(series: number | null): void;
  /** The kernel came, or went. */
  onStatus?(): void;
  /** The pointer is over a column of a row, or over none. */
  over?(column: number | null): void;
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
    const { words, kind, name, plays, tables } = definition;
    const { translate } = given;
    const ofRun = walksSteps(definition);
    // Rows that are this view's own get a cursor of their own, which nothing pins.
    const context = ofRun ? given : { ...given, cursor: createCursor() };
    const kept = keptOf(opened, name, given);
    const moment = createMoment(definition, opened, kept, translate);
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
    const drawing = createDrawing(name, moment, {
      picture: () => base.frame.picture,
      choose,
      move: row => base.move(row),
      light: series => hands.pointed?.(series),
      over: hit => hands.over?.(hit?.column ?? null)
    });
    const switches = createSwitches(choose, translate);
    const ends = html('p', { class: 'jp-gatescope-ends' });
    const tellNext = sentenceTeller(
      () => base.frame,
      () => words.sentences?.(moment.now) ?? [],
      translate
    );
    const base: StepView<K> = createStepView(element, {
      ...{ kind, context, bundle: opened, plays },
      ...drawing.pointer,
      title: definition.title(translate),
      ...(ofRun ? {} : { pins: null }),
      keyWords: wordsOfKeys(definition, moment, translate),
      steps: bundle => stepsOf(definition, moment, bundle),
      choice: () => changedChoices(moment.stands),
      asks: true,
      svg: () => pageFile(definition, moment.now, base),
      take(bundle) {
        moment.take(bundle);
        live?.forget();
      },
      table: () => dataTable(moment.table),
      tableName: tables?.name(translate),
      moreTables: tables?.more(() => moment.now),
      csv: () => definition.csv?.(moment.now) ?? dataTable(moment.table),
      ...(words.sentences
        ? { describes: 'words' as const }
        : {
            describer: describerOf(() =>
              shownLines(moment, {
                looked: definition.looked?.(moment.now, base.step)
              })
            )
          }),
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
        writeAround(base.frame, definition, now, base.step);
        switches.stand(stands);
        tellIn(ends, words.below?.(now, base.step) ?? '');
        base.frame.setTools([
          ...(hands.tools?.() ?? []),
          ...choiceTools(stands, choose, translate),
          ...(plays ? [base.playTool()] : [])
        ]);
        hands.drawn?.();
      },
      paint: drawing.paint,
      lit: () => `${moment.version} ${moment.now.lit}`,
      show(row) {
        drawing.show(row);
        tellIn(ends, words.below?.(moment.now, row) ?? '');
        hands.show?.(row);
      },
      describe: row => wordsOf(base.frame, definition, moment, row),
      dispose() {
        live?.dispose();
        hands.dispose?.();
      }
    });
    const hands = handsOn(
      handlesOf(moment, { base, choose, note, changed, context: given })
    );
    base.frame.below.append(switches.element, ...(hands.below ?? []), ends);
    live?.ask();
    return base.view;
  };

/** Words in an element that is there for nothing else. */
function tellIn(element: HTMLElement, words: string): void {
  setText(element, words);
  element.hidden = words === '';
}
