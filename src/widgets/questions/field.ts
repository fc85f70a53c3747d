import type { Question } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import type { Given } from './answers';

/** What a field shows. */
export interface FieldState {
  readonly given: Given;
  /** Nothing can be entered any more. */
  readonly closed: boolean;
  /** Right and wrong entries are told apart. */
  readonly marked: boolean;
  /** The right answer stands beside. */
  readonly solved: boolean;
}

/** In what one kind of question is answered. */
export interface AnswerField {
  readonly element: HTMLElement;
  show(state: FieldState): void;
  /** The field has another width, in CSS pixels. */
  resize?(width: number): void;
}

export interface FieldOptions<Q extends Question> {
  readonly question: Q;
  readonly translate: Translate;
  /** Ids of elements are made from it. */
  readonly name: string;
  /** Something was entered. */
  readonly enter: (given: Given) => void;
  /** Enter was pressed: the answer stands. */
  readonly answer: () => void;
}
