import { questionsOf, type Questions } from '../../trace';
import type { CellMemory } from '../context';
import type { Translate } from '../../scene/words/translate';
import {
  noAnswer,
  sheetTurn,
  closedAnswer,
  writeSheet,
  type QuestionAnswer,
  type SheetTurn
} from './answers';
import { isGiven, markOf } from './mark';
import type { SheetStanding } from './questionCard';

/** The sheet that is filled in now, kept in the notebook cell's metadata. */
export interface QuestionSheet {
  readonly questions: Questions;
  readonly standing: SheetStanding;
  /** How many still want an answer, or how sure the reader is of it. */
  readonly open: number;
  /** How many were right at the first try. */
  readonly right: number;
  /** When the same questions come once more; null where they do not. */
  readonly waits: number | null;
  answerOf(id: string): QuestionAnswer;
  keep(id: string, answer: QuestionAnswer): void;
  /** All are marked at once; from then on nothing changes. */
  handIn(): void;
  take(next: Questions): void;
  dispose(): void;
}

/** @param changed is called when another view or reader has changed an answer */
export function createQuestionSheet(
  bundle: Questions,
  memory: CellMemory,
  translate: Translate,
  changed: () => void
): QuestionSheet {
  let questions = bundle;
  const turnNow = (): SheetTurn => sheetTurn(questions, memory, Date.now());
  let turn = turnNow();
  const answerOf = (id: string): QuestionAnswer =>
    turn.sheet.answers[id] ?? noAnswer;
  const write = (sheet: SheetTurn['sheet']): void => {
    turn = { ...turn, sheet };
    writeSheet(memory, turn.key, sheet);
  };
  const stop = memory.onChange?.(() => {
    turn = turnNow();
    changed();
  });
  return {
    get questions() {
      return questions;
    },
    get standing() {
      const { purpose, explains, sheets } = questions;
      return {
        purpose,
        done: turn.sheet.done !== undefined,
        // The answers of an inventory are explained with its last sheet: it is asked again.
        explains:
          purpose !== 'inventory' || (explains && turn.at === sheets.length - 1)
      };
    },
    get open() {
      return questionsOf(questions).filter(
        item =>
          !isGiven(item, answerOf(item.id).given) ||
          answerOf(item.id).confidence === undefined
      ).length;
    },
    get right() {
      return questions.items.filter(({ id }) => answerOf(id).first === true)
        .length;
    },
    get waits() {
      return turn.waits;
    },
    answerOf,
    keep: (id, answer) =>
      write({
        ...turn.sheet,
        of: questions.items.length,
        answers: { ...turn.sheet.answers, [id]: answer }
      }),
    handIn() {
      const answers = Object.fromEntries(
        questionsOf(questions).map(item => {
          const answer = closedAnswer(answerOf(item.id));
          const { right } = markOf(item, answer.given, translate);
          return [item.id, { ...answer, tries: 1, first: right, right }];
        })
      );
      write({ answers, done: Date.now() });
      turn = turnNow();
    },
    take(next) {
      questions = next;
      turn = turnNow();
    },
    dispose: () => stop?.()
  };
}
