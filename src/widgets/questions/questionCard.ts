import type { Question, Questions } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { fill, html, setAttributes, type Attributes } from '../base/dom';
import { shortName } from '../../scene/words/shortName';
import { toolButton } from '../base/tools';
import { confidences, type Confidence } from '../predict/guess';
import { keptWords } from '../predict/keptWords';
import { closedAnswer as settled, type QuestionAnswer } from './answers';
import type { AnswerField } from './field';
import { answerField } from './fieldOf';
import { isGiven, markOf, solutionOf } from './mark';
import { verdictWords } from './verdictWords';

/** One question with its field, its buttons and what is said of the answer. */
export interface QuestionCard {
  readonly element: HTMLElement;
  readonly question: Question;
  show(answer: QuestionAnswer, standing: SheetStanding): void;
  resize(width: number): void;
}

/** How the sheet stands that a question is on. */
export interface SheetStanding {
  readonly purpose: Questions['purpose'];
  /** The sheet was handed in. */
  readonly done: boolean;
  /** Whether what is right may be told once it is handed in. */
  readonly explains: boolean;
}

export interface QuestionCardOptions {
  readonly question: Question;
  readonly number: number | null;
  readonly name: string;
  readonly translate: Translate;
  readonly change: (next: QuestionAnswer) => void;
  /** A sentence for the screen reader. */
  readonly announce: (text: string) => void;
}

export function questionCard(options: QuestionCardOptions): QuestionCard {
  const { question, translate, name, number } = options;
  let answer: QuestionAnswer;
  let standing: SheetStanding;
  const field: AnswerField = answerField({
    question,
    translate,
    name,
    enter: given => options.change({ ...answer, given, open: true }),
    answer: () => mark()
  });
  const reply = html('div', { class: 'jp-gatescope-ask-reply' });
  const row = html('div', { class: 'jp-gatescope-ask-row' });
  const element = html(
    'section',
    { class: 'jp-gatescope-ask', 'data-question': question.id },
    html(
      'p',
      { class: 'jp-gatescope-question' },
      number === null ? question.question : `${number}. ${question.question}`
    ),
    field.element,
    row,
    reply
  );

  /** Marks what stands in the field; the first answer is kept as the first. */
  function mark(): void {
    if (answer.shown === true || !isGiven(question, answer.given)) {
      return;
    }
    if (standing.purpose === 'marked') {
      options.change({ ...settled(answer), tries: answer.tries + 1 });
      options.announce(keptWords(translate));
      return;
    }
    if (standing.purpose !== 'field') {
      return;
    }
    const marked = markOf(question, answer.given, translate);
    const { right, reply: words, lines = [] } = marked;
    options.change({
      ...settled(answer),
      tries: answer.tries + 1,
      first: answer.tries === 0 ? right : answer.first,
      right
    });
    options.announce(
      [
        verdictWords(right, translate),
        words,
        ...modelWords(question, translate),
        ...lines,
        // It stands below the answer now.
        right === true ? (question.explanation ?? '') : ''
      ]
        .filter(text => text !== '')
        .join(' ')
    );
  }

  const drawRow = (): void => {
    const focused = row.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset['tool']
      : undefined;
    const made =
      standing.purpose === 'field'
        ? answerButtons(options, answer, mark)
        : standing.purpose === 'marked'
          ? [keepButton(options, answer, mark)]
          : sureButtons(options, answer, standing);
    made.forEach(button => (button.tabIndex = 0));
    setAttributes(row, rowAttributes(options, standing));
    fill(row, made);
    if (focused !== undefined) {
      const same = made.find(button => button.dataset['tool'] === focused);
      (same?.disabled === false ? same : fieldFocus(element))?.focus();
    }
  };

  return {
    element,
    question,
    resize: width => field.resize?.(width),
    show(next, now) {
      answer = next;
      standing = now;
      const told = tellable(answer, standing);
      field.show({
        given: answer.given,
        closed:
          standing.done ||
          answer.shown === true ||
          (standing.purpose === 'field' && answer.right === true),
        marked: told && answer.open !== true,
        solved:
          told &&
          (answer.shown === true ||
            standing.done ||
            (question.form === 'text' && answer.tries > 0))
      });
      drawRow();
      fill(
        reply,
        told
          ? replyWords(question, answer, standing, translate)
          : standing.purpose === 'marked' &&
              answer.tries > 0 &&
              answer.open !== true
            ? [html('p', {}, keptWords(translate))]
            : []
      );
    }
  };
}

/** What an answer in words is compared with by its author: the boxes to tick come next. */
const modelWords = (question: Question, translate: Translate): string[] =>
  question.form === 'text'
    ? [
        `${translate('A good answer')}: ${question.text.model}`,
        question.text.points.length > 0 ? translate('Does yours say this?') : ''
      ]
    : [];

/** Keeping an answer that a teacher marks. */
function keepButton(
  { question, translate }: QuestionCardOptions,
  answer: QuestionAnswer,
  keep: () => void
): HTMLButtonElement {
  return toolButton({
    id: 'answer',
    label: translate('Keep'),
    look: 'primary',
    ...unless(whyShut(question, answer, translate)),
    run: keep
  });
}

/** Why an answer cannot be given as it stands; undefined where it can. */
function whyShut(
  question: QuestionCardOptions['question'],
  answer: QuestionAnswer,
  translate: Translate
): string | undefined {
  return !isGiven(question, answer.given)
    ? translate('Enter an answer first.')
    : answer.open !== true
      ? translate('This answer is given. Change it to give another.')
      : undefined;
}

/** A button that is grey for a reason, which it says; without one it works. */
const unless = (
  why: string | undefined
): { readonly disabled: boolean; readonly title?: string } => ({
  disabled: why !== undefined,
  ...(why !== undefined && { title: why })
});

/** Answering, and giving up where that is allowed. */
function answerButtons(
  { question, translate, change }: QuestionCardOptions,
  answer: QuestionAnswer,
  mark: () => void
): HTMLButtonElement[] {
  const closed = answer.shown === true || answer.right === true;
  return [
    toolButton({
      id: 'answer',
      label: translate('Answer'),
      look: 'primary',
      ...unless(
        closed
          ? translate('This question is closed: you have seen what is right.')
          : whyShut(question, answer, translate)
      ),
      run: mark
    }),
    ...(answer.tries > 0 && !closed && question.form !== 'text'
      ? [
          toolButton({
            id: 'solution',
            label: translate('Show the solution'),
            look: 'quiet',
            run: () => change({ ...settled(answer), shown: true })
          })
        ]
      : [])
  ];
}

/** How sure the reader is of an answer. */
function sureButtons(
  { question, translate, change }: QuestionCardOptions,
  answer: QuestionAnswer,
  { done }: SheetStanding
): HTMLButtonElement[] {
  const words: Readonly<Record<Confidence, string>> = {
    guess: translate('A guess'),
    fairlySure: translate('Fairly sure'),
    certain: translate('Certain')
  };
  const why = done
    ? translate('Your answers are handed in.')
    : isGiven(question, answer.given)
      ? undefined
      : translate('Enter an answer first.');
  return confidences.map(each =>
    toolButton({
      id: each,
      label: words[each],
      pressed: answer.confidence === each,
      ...unless(why),
      run: () => change({ ...answer, confidence: each })
    })
  );
}

/** Buttons that say how sure one is are called alike in every question: together they say of which answer. */
function rowAttributes(
  { question, number, translate }: QuestionCardOptions,
  { purpose }: SheetStanding
): Attributes {
  return purpose === 'field' || purpose === 'marked'
    ? {}
    : {
        role: 'group',
        'aria-label':
          number === null
            ? translate(
                'How sure are you of your answer? %1',
                shortName(question.question)
              )
            : translate('How sure are you of answer %1?', number)
      };
}

function tellable(
  answer: QuestionAnswer,
  { purpose, done, explains }: SheetStanding
): boolean {
  return purpose === 'field'
    ? answer.tries > 0
    : purpose !== 'marked' && done && explains;
}

/** Right or not yet, why, and what can be learnt from it. */
function replyWords(
  question: Question,
  answer: QuestionAnswer,
  { purpose }: SheetStanding,
  translate: Translate
): HTMLElement[] {
  if (purpose === 'field' && answer.open === true && question.form !== 'text') {
    return [];
  }
  const marked = markOf(question, answer.given, translate);
  const { right, reply, lines = [] } = marked;
  const over = right === true || answer.shown === true || purpose !== 'field';
  const solution =
    over && right === false && question.form !== 'choice'
      ? solutionOf(question, translate)
      : '';
  // Once the solution stands there, what was wrong before it is no news.
  const isMarked = right !== null && answer.shown !== true;
  return [
    ...(!isMarked
      ? []
      : [
          html(
            'p',
            { class: `jp-gatescope-ask-${right ? 'right' : 'wrong'}` },
            html('b', {}, verdictWords(right, translate)),
            ` ${reply}`
          ),
          ...(lines.length === 0
            ? []
            : [
                html(
                  'ul',
                  {},
                  lines.map(words => html('li', {}, words))
                )
              ])
        ]),
    ...(answer.shown === true && question.form === 'choice'
      ? question.choice.options
          .filter(option => option.right)
          .map(option => html('p', {}, option.reply))
      : []),
    ...(solution === ''
      ? []
      : [html('pre', {}, translate('The answer: %1', solution))]),
    ...(over && question.explanation !== undefined
      ? [html('p', {}, question.explanation)]
      : [])
  ];
}

/** The first thing in a card that can take the focus. */
function fieldFocus(element: HTMLElement): HTMLElement | undefined {
  return [
    ...element.querySelectorAll<HTMLElement>('input, select, textarea, button')
  ].find(each => !each.matches(':disabled'));
}
