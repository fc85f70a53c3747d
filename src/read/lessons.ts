// The map of the course: what was done of each lesson, as this browser keeps it.
import { lessonProgress } from '../exercises/metadata';
import { untranslated as translate } from '../scene/words/translate';
import { siteProgress } from './progress';
import { siteFiles } from './siteFiles';
import { followTheme } from '../page/theme';

followTheme();

const folder = new URL('..', location.href).pathname;
void siteProgress(siteFiles(folder))
  .read()
  .then(progress => {
    for (const card of document.querySelectorAll<HTMLElement>('.read-card')) {
      const { lesson = '', exercises = '' } = card.dataset;
      const stand = lessonProgress(progress, lesson);
      const ids = exercises.split(' ').filter(id => id !== '');
      const passed = ids.filter(
        id => stand.exercises[id]?.status === 'passed'
      ).length;
      const guesses = Object.keys(stand.predictions).length;
      const words = [
        ...(passed > 0
          ? [translate('%1 of %2 exercises', passed, ids.length)]
          : []),
        ...(guesses > 0
          ? [
              guesses === 1
                ? translate('1 guess')
                : translate('%1 guesses', guesses)
            ]
          : [])
      ];
      const done = card.querySelector<HTMLElement>('.read-done');
      if (done !== null && words.length > 0) {
        done.hidden = false;
        const bar = document.createElement('span');
        bar.className = 'read-bar';
        bar.style.setProperty(
          '--read-share',
          String(ids.length === 0 ? 0 : passed / ids.length)
        );
        done.replaceChildren(bar, words.join(' · '));
      }
    }
  });
