import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { Translate } from '../../scene/words/translate';
import type { CommandOptions } from '../commandOptions';
import { gatescopeIcon } from '../icon';
import type { LessonCatalogue } from './lessonCatalogue';
import { lessonIcon } from './lessonCards';
import type { LessonShelf } from './lessonShelf';

export interface OpenLessonOptions {
  readonly shelf: LessonShelf;
  readonly catalogue: LessonCatalogue;
  /** Opens a notebook of the server. */
  readonly open: (path: string) => Promise<unknown>;
  readonly translate: Translate;
}

/** The command that opens a lesson: on a card of the launcher, in the palette, in the panel. */
export function openLessonCommand({
  shelf,
  catalogue,
  open,
  translate
}: OpenLessonOptions): CommandOptions {
  return {
    label({ lesson: id, card }) {
      const lesson = typeof id === 'string' ? catalogue.meant(id) : undefined;
      if (lesson === undefined) {
        return translate('Open Lessons');
      }
      if (card !== true) {
        return lesson.example
          ? translate('Open Example: %1', lesson.title)
          : translate('Open Lesson: %1', lesson.title);
      }
      const number = Number.parseInt(lesson.id, 10);
      if (Number.isNaN(number)) {
        return lesson.title;
      }
      const named = translate('%1 · %2', number, lesson.title);
      const isNew =
        lesson === catalogue.index?.lessons[0] &&
        catalogue.stand(lesson).passed === 0;
      return isNew ? translate('Start here: %1', named) : named;
    },
    caption(args) {
      const lesson = catalogue.meant(args['lesson']);
      if (lesson === undefined) {
        return translate('Open the lessons of gatescope');
      }
      const { passed, exercises } = catalogue.stand(lesson);
      if (exercises === 0) {
        return lesson.title;
      }
      return translate(
        '%1: %2 of %3 exercises passed',
        lesson.title,
        passed,
        exercises
      );
    },
    icon({ lesson: id, card }) {
      const lesson = card === true ? catalogue.meant(id) : undefined;
      return lesson === undefined
        ? gatescopeIcon
        : lessonIcon(lesson, catalogue.stand(lesson));
    },
    async execute(args) {
      catalogue.index = await shelf.index();
      const lesson = catalogue.meant(args['lesson']);
      if (lesson === undefined) {
        throw new Error(
          translate('There is no lesson “%1”.', String(args['lesson']))
        );
      }
      const { own, outcome, path } = await shelf.open(lesson);
      if (outcome === 'beside') {
        await showDialog({
          title: translate('A new version of this lesson'),
          body: translate(
            'Your own copy has your work in it and stays as it is. The new version was written beside it, as %1.',
            path
          ),
          buttons: [Dialog.okButton()]
        });
      }
      return open(own);
    },
    describedBy: {
      args: {
        type: 'object',
        properties: {
          lesson: {
            type: 'string',
            description: translate(
              'Id of the lesson, such as 03-inside-the-lstm; by default the first that is not done'
            )
          },
          card: {
            type: 'boolean',
            description: translate('Whether the label is that of a card')
          }
        }
      }
    }
  };
}
