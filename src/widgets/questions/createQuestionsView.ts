import { questionsOf, type Bundle, type Questions } from '../../trace';
import type { View, ViewFactory } from '../context';
import { fill, html } from '../base/dom';
import { createFrame } from '../base/frame';
import { toolButton } from '../base/tools';
import { uniqueId } from '../base/uniqueId';
import type { QuestionAnswer } from './answers';
import { questionCard, type QuestionCard } from './questionCard';
import { createQuestionSheet } from './questionSheet';
import {
  doneWords,
  questionsReading,
  questionsTable,
  questionsTitle,
  verdictsWords
} from './questionsWords';

/** Questions that are answered in place: fields of a text, a test, the concept inventory. */
export const createQuestionsView: ViewFactory<Questions> = (
  element,
  bundle,
  context
) => {
  const { memory, translate } = context;
  const sheet = createQuestionSheet(bundle, memory, translate, () => draw());
  let cards: readonly QuestionCard[] = [];
  let width = 0;
  const name = `jp-gatescope-questions-${uniqueId()}`;

  const frame = createFrame(element, {
    bundle,
    context,
    pins: null,
    title: questionsTitle(bundle.purpose, translate),
    role: 'group',
    table: () => questionsTable(sheet, translate)
  });
  frame.element.classList.add('jp-gatescope-questions');
  const list = html('div', {});
  const foot = html('div', { class: 'jp-gatescope-ask-foot' });
  frame.picture.append(list, foot);

  const keep = (id: string, answer: QuestionAnswer): void => {
    sheet.keep(id, answer);
    draw();
  };
  const handIn = (): void => {
    sheet.handIn();
    draw();
    frame.announce(
      [...doneWords(sheet, translate), verdictsWords(sheet, translate)]
        .filter(words => words !== '')
        .join(' ')
    );
    frame.picture.focus();
  };
  const draw = (): void => {
    const { questions, standing } = sheet;
    const { activeElement } = document;
    const focused = list.contains(activeElement);
    cards.forEach(card =>
      card.show(sheet.answerOf(card.question.id), standing)
    );
    // A field that takes no more answers cannot hold the focus: the keys would be nobody's.
    if (focused && activeElement?.matches(':disabled') === true) {
      frame.picture.focus();
    }
    frame.setMeta(
      questions.title ?? '',
      // Several views of questions on a page: by what the first one asks.
      questions.title ?? questions.items[0]?.question
    );
    frame.setReading(questionsReading(questions, translate));
    if (questions.purpose !== 'field' && questions.purpose !== 'marked') {
      fill(
        foot,
        ...(standing.done
          ? doneWords(sheet, translate).map(words => html('p', {}, words))
          : handInParts())
      );
    }
    frame.refreshTable();
  };
  const handInParts = (): HTMLElement[] => {
    const { open, questions } = sheet;
    const words = translate(
      '%1 of %2 still want an answer, or how sure you are of it.',
      open,
      questions.items.length
    );
    const button = toolButton({
      id: 'hand-in',
      label: translate('Hand in'),
      look: 'primary',
      disabled: open > 0,
      ...(open > 0 && { title: words }),
      run: handIn
    });
    button.tabIndex = 0;
    return [...(open > 0 ? [html('p', {}, words)] : []), button];
  };

  const build = (): void => {
    const { questions } = sheet;
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
  const fit = (): void => cards.forEach(card => card.resize(frame.width));

  const view: View = {
    update(next: Bundle) {
      if (next.kind === 'questions') {
        sheet.take(next);
        build();
        fit();
      }
    },
    resize(next) {
      if (next > 0 && next !== width) {
        width = next;
        frame.resize(next);
        fit();
      }
    },
    themeChanged: fit,
    dispose: () => [sheet, frame].forEach(each => each.dispose())
  };
  return view;
};
