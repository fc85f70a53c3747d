import { PageConfig } from '@jupyterlab/coreutils';
import type { ILauncher } from '@jupyterlab/launcher';
import { DisposableSet } from '@lumino/disposable';
import type { Translate } from '../../widgets/context';
import { CommandIDs } from '../commandIds';
import type { LessonEntry } from './lessonIndex';

/** The lessons on the launcher. */
export interface LessonCards {
  /** A card for each, in place of those that were there. */
  deal(lessons: readonly LessonEntry[]): void;
  /** One card for all: opening it says what is wrong with them. */
  dealOne(): void;
}

/** What `gatescope lab` tells the page: whoever starts it is here for the lessons. */
const isFirst = (): boolean =>
  PageConfig.getOption('gatescopeLessonsFirst') === 'true';

export function createLessonCards(
  launcher: ILauncher | null,
  translate: Translate
): LessonCards {
  const place = {
    command: CommandIDs.openLesson,
    category: translate('Lessons on recurrent networks'),
    // JupyterLab's notebooks are at 0, its consoles at 20.
    categoryRank: isFirst() ? -0.6 : 50
  };
  const examplePlace = {
    ...place,
    category: translate('Recurrent networks at work'),
    categoryRank: isFirst() ? -0.5 : 51
  };
  let cards = new DisposableSet();
  return {
    deal(lessons) {
      cards.dispose();
      cards = new DisposableSet();
      lessons.forEach(({ id, example }, rank) => {
        const args = { lesson: id, card: true };
        const card = launcher?.add({
          ...(example ? examplePlace : place),
          args,
          rank
        });
        if (card !== undefined) {
          cards.add(card);
        }
      });
    },
    dealOne: () => void launcher?.add(place)
  };
}
