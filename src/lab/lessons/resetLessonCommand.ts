import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Translate } from '../../scene/words/translate';
import type { CommandOptions } from '../commandOptions';
import type { LessonCatalogue } from './lessonCatalogue';
import type { LessonShelf } from './lessonShelf';

export interface ResetLessonOptions {
  readonly shelf: LessonShelf;
  readonly catalogue: LessonCatalogue;
  /** The notebook in front. */
  readonly panel: () => NotebookPanel | null;
  readonly translate: Translate;
}

/** The command that puts the lesson in front back as it was, and keeps the student's copy. */
export function resetLessonCommand({
  shelf,
  catalogue,
  panel: present,
  translate
}: ResetLessonOptions): CommandOptions {
  return {
    label: translate('Reset Lesson…'),
    caption: translate(
      'Put this lesson back as it was; your copy is kept under another name'
    ),
    isEnabled() {
      const panel = present();
      return panel !== null && catalogue.of(panel) !== undefined;
    },
    async execute() {
      const panel = present();
      const lesson = panel === null ? undefined : catalogue.of(panel);
      if (panel === null || lesson === undefined) {
        return;
      }
      const answer = await showDialog({
        title: translate('Reset “%1”?', lesson.title),
        body: translate(
          'The lesson is put back as it was. Your present copy is kept beside it under another name, and what you have passed stays passed.'
        ),
        buttons: [
          Dialog.cancelButton(),
          Dialog.warnButton({ label: translate('Reset') })
        ]
      });
      if (!answer.button.accept) {
        return;
      }
      await panel.context.save();
      await shelf.reset(lesson, panel.context.path, new Date());
      await panel.context.revert();
    },
    describedBy: { args: { type: 'object', properties: {} } }
  };
}
