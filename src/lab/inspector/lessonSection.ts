import { fill, html } from '../../widgets/base/dom';
import type { Translate } from '../../scene/words/translate';
import type { LessonItem } from '../exercises/lessonItem';
import { doneWords } from '../exercises/lessonItems';
import { keepFocus } from '../keepFocus';
import type { Section } from '../section';
import { createSection } from '../section';

export interface LessonSubject {
  readonly items: readonly LessonItem[];
  /** What is wrong with the progress file or the lesson's metadata, in words. */
  readonly faults: readonly string[];
  readonly goTo: (cell: string) => void;
}

/** What the lesson asks, and what of it is done. */
export interface LessonSection {
  readonly section: Section;
  show(subject: LessonSubject | null): void;
}

const signs: Readonly<Record<LessonItem['state'], string>> = {
  done: '✓',
  here: '●',
  tried: '◐',
  open: '○'
};

export function createLessonSection(translate: Translate): LessonSection {
  const section = createSection('lesson', translate('Lesson'));
  const list = html('ul', { class: 'jp-gatescope-lesson-items' });
  const faultList = html('div', { class: 'jp-gatescope-faults' });
  section.body.append(list, faultList);
  section.setShown(false);
  const words: Readonly<Record<LessonItem['state'], string>> = {
    done: translate('done'),
    here: translate('you are here'),
    tried: translate('tried'),
    open: translate('open')
  };

  return {
    section,
    show(subject) {
      section.setShown(
        subject !== null &&
          (subject.items.length > 0 || subject.faults.length > 0)
      );
      if (subject === null) {
        return;
      }
      const { items, faults, goTo } = subject;
      section.aside.textContent = doneWords(items, translate);
      const buttons = items.map(({ cell, title, state, mark }) => {
        const button = html(
          'button',
          {
            type: 'button',
            class: 'jp-gatescope-lesson-item',
            'data-tool': cell
          },
          html(
            'span',
            {
              class: 'jp-gatescope-lesson-sign',
              'data-state': state,
              role: 'img',
              'aria-label': words[state]
            },
            signs[state]
          ),
          html('span', { class: 'jp-gatescope-lesson-title' }, title),
          html('span', { class: 'jp-gatescope-lesson-mark' }, mark)
        );
        button.addEventListener('click', () => goTo(cell));
        return html('li', {}, button);
      });
      keepFocus(list, () => fill(list, buttons));
      fill(
        faultList,
        faults.map(fault => html('p', {}, fault))
      );
    }
  };
}
