import { PageConfig } from '@jupyterlab/coreutils';
import type { ILauncher } from '@jupyterlab/launcher';
import { LabIcon } from '@jupyterlab/ui-components';
import { DisposableSet } from '@lumino/disposable';
import type { Translate } from '../../scene/words/translate';
import { CommandIDs } from '../commandIds';
import { gatescopeIcon } from '../icon';
import type { LessonEntry } from './lessonIndex';

/** The lessons on the launcher. */
export interface LessonCards {
  /** A card for each, in place of those that were there. */
  deal(lessons: readonly LessonEntry[]): void;
  /** One card for all: opening it says what is wrong with them. */
  dealOne(): void;
}

/** What `gatescope lab` tells the page: its users are here for the lessons. */
export const lessonsAreFirst = (): boolean =>
  PageConfig.getOption('gatescopeLessonsFirst') === 'true';

export function createLessonCards(
  launcher: ILauncher | null,
  translate: Translate
): LessonCards {
  const place = {
    command: CommandIDs.openLesson,
    category: translate('Lessons on recurrent networks'),
    // JupyterLab's notebooks are at 0, its consoles at 20.
    categoryRank: lessonsAreFirst() ? -0.6 : 50
  };
  const examplePlace = {
    ...place,
    category: translate('Recurrent networks at work'),
    categoryRank: lessonsAreFirst() ? -0.5 : 51
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

const icons = new Map<string, LabIcon>();

/** The picture on a lesson's card, above a bar of the exercises that are passed. */
export function lessonIcon(
  { id, picture }: LessonEntry,
  { passed, exercises }: { readonly passed: number; readonly exercises: number }
): LabIcon {
  if (picture === undefined) {
    return gatescopeIcon;
  }
  const share = exercises === 0 ? 0 : Math.min(1, passed / exercises);
  const name = `gatescope:lesson-${id}-${passed}-${exercises}`;
  let icon = icons.get(name);
  if (icon === undefined) {
    const bar =
      exercises === 0
        ? ''
        : `<g class="jp-gatescope-card-bar"><rect class="jp-icon3" fill="#616161" opacity="0.3" x="2" y="43" width="44" height="3" rx="1.5"/><rect class="jp-icon-brand1" fill="#1976d2" x="2" y="43" width="${(44 * share).toFixed(1)}" height="3" rx="1.5"/></g>`;
    icon = new LabIcon({
      name,
      svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 48 48">${picture}${bar}</svg>`
    });
    icons.set(name, icon);
  }
  return icon;
}
