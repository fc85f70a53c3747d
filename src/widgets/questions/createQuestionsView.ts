import { questionsOf, type Bundle, type Questions } from '../../trace';
import type { View, ViewFactory } from '../context';
import { fill, html } from '../base/dom';
import { createFrame } from '../base/frame';
import type { DataTable } from '../base/table';
import { toolButton } from '../base/tools';
import {
  noAnswer,
  sheetTurn,
  standing,
  writeSheet,
  type Answer,
  type SheetTurn
} from './answers';
import { isGiven, markOf } from './mark';
import { questionCard, type QuestionCard } from './questionCard';

let made = 0;

/** Questions that are answered in place: fields of a text, a test, the concept inventory. */
export const createQuestionsView: ViewFactory<Questions> = (
  element,
  bundle,
  context
) => {
  const { memory, translate } = context;
  let questions = bundle;
  let turn: SheetTurn = sheetTurn(questions, memory, Date.now());
  let cards: readonly QuestionCard[] = [];
  let width = 0;
  const name = `jp-gatescope-questions-${++made}`;

  const frame = createFrame(element, {
    bundle,
    context,
    pins: null,
    title: titles()[bundle.purpose],
    role: 'group',
    table: () => tableOf()
  });
  frame.element.classList.add('jp-gatescope-questions');
  const list = html('div', {});
  const foot = html('div', { class: 'jp-gatescope-ask-foot' });
  frame.picture.append(list, foot);

  function titles(): Readonly<Record<Questions['purpose'], string>> {
    return {
      field: translate('Question'),
      test: translate('Three questions'),
      inventory: translate('What do you know?')
    };
  }

  const answerOf = (id: string): Answer => turn.sheet.answers[id] ?? noAnswer;
  const isDone = (): boolean => turn.sheet.done !== undefined;
  /** The answers of an inventory are explained with its last sheet: it is asked again. */
  const explains = (): boolean =>
    questions.purpose !== 'inventory' ||
    (questions.explains && turn.at === questions.sheets.length - 1);

  const keep = (id: string, answer: Answer): void => {
    turn = {
      ...turn,
      sheet: {
        ...turn.sheet,
        of: questions.items.length,
        answers: { ...turn.sheet.answers, [id]: answer }
      }
    };
    writeSheet(memory, turn.key, turn.sheet);
    draw();
  };

  /** All are marked at once; from then on nothing changes. */
  const handIn = (): void => {
    const answers = Object.fromEntries(
      questionsOf(questions).map(item => {
        const answer = standing(answerOf(item.id));
        const { right } = markOf(item, answer.given, translate);
        return [item.id, { ...answer, tries: 1, first: right, right }];
      })
    );
    turn = { ...turn, sheet: { answers, done: Date.now() } };
    writeSheet(memory, turn.key, turn.sheet);
    turn = sheetTurn(questions, memory, Date.now());
    draw();
    frame.announce(foot.textContent ?? '');
    frame.picture.focus();
  };

  const rightCount = (): number =>
    questions.items.filter(({ id }) => answerOf(id).first === true).length;

  const draw = (): void => {
    const sheet = {
      purpose: questions.purpose,
      done: isDone(),
      explains: explains()
    };
    const { activeElement } = document;
    const focused = list.contains(activeElement);
    cards.forEach(card => card.show(answerOf(card.question.id), sheet));
    // A field that takes no more answers cannot hold the focus: the keys would be nobody's.
    if (focused && activeElement?.matches(':disabled') === true) {
      frame.picture.focus();
    }
    frame.setMeta(questions.title ?? '');
    frame.setReading(readingWords());
    drawFoot();
    frame.refreshTable();
  };

  const readingWords = (): string =>
    questions.purpose === 'field'
      ? translate('answer first; then the lesson’s answer appears.')
      : translate(
          'answer all, say how sure you are of each, then hand them in together.'
        );

  const drawFoot = (): void => {
    if (questions.purpose === 'field') {
      return;
    }
    const open = questionsOf(questions).filter(
      item =>
        !isGiven(item, answerOf(item.id).given) ||
        answerOf(item.id).confidence === undefined
    ).length;
    const button = toolButton({
      id: 'hand-in',
      label: translate('Hand in'),
      look: 'primary',
      disabled: open > 0,
      run: handIn
    });
    button.tabIndex = 0;
    fill(
      foot,
      ...(isDone()
        ? doneWords().map(words => html('p', {}, words))
        : [
            ...(open > 0
              ? [
                  html(
                    'p',
                    {},
                    translate(
                      '%1 of %2 still want an answer, or how sure you are of it.',
                      open,
                      questions.items.length
                    )
                  )
                ]
              : []),
            button
          ])
    );
  };

  const doneWords = (): string[] => [
    ...(explains() || questions.purpose === 'test'
      ? [translate('%1 of %2 right.', rightCount(), questions.items.length)]
      : [
          translate(
            'Kept. The panel on the right says how many were right; what is right is told when you have met these questions for the last time.'
          )
        ]),
    ...(turn.waits === null
      ? []
      : [
          translate(
            'The same questions come once more from %1 on: what lasts is what counts.',
            new Date(turn.waits).toLocaleDateString()
          )
        ])
  ];

  const tableOf = (): DataTable => ({
    caption: questions.title ?? titles()[questions.purpose],
    columns: ['question', 'tries', 'right', 'sure'].map(word =>
      translate(word)
    ),
    rows: questions.items.map(({ id, question }) => {
      const { tries, right, confidence } = answerOf(id);
      const told = questions.purpose === 'field' || (isDone() && explains());
      return [
        question,
        tries,
        !told || right === null || tries === 0
          ? ''
          : right
            ? translate('yes')
            : translate('no'),
        confidence ?? ''
      ];
    })
  });

  const build = (): void => {
    turn = sheetTurn(questions, memory, Date.now());
    cards = questionsOf(questions).map((question, at) =>
      questionCard({
        question,
        number: questions.items.length === 1 ? null : at + 1,
        name: `${name}-${at}`,
        translate,
        change: answer => keep(question.id, answer),
        announce: text => frame.announce(text)
      })
    );
    fill(
      list,
      cards.map(card => card.element)
    );
    draw();
  };
  build();

  const view: View = {
    update(next: Bundle) {
      if (next.kind === 'questions') {
        questions = next;
        build();
        cards.forEach(card => card.resize(frame.width));
      }
    },
    resize(next) {
      if (next > 0 && next !== width) {
        width = next;
        frame.resize(next);
        cards.forEach(card => card.resize(frame.width));
      }
    },
    themeChanged: () => cards.forEach(card => card.resize(frame.width)),
    dispose: () => frame.dispose()
  };
  return view;
};
