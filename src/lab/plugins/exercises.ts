import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, IThemeManager } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker } from '@jupyterlab/notebook';
import type {
  ReadonlyJSONObject,
  ReadonlyPartialJSONObject
} from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import type { Exercise } from '../../exercises/metadata';
import { exerciseOfCell } from '../../exercises/metadata';
import { CommandIDs } from '../commandIds';
import { isHandedOut } from '../exercises/handedOut';
import { addLessonMeter } from '../exercises/lessonMeter';
import type { NotebookWork } from '../exercises/notebookWork';
import { createNotebookWork } from '../exercises/notebookWork';
import { gatescopeIcon } from '../icon';
import { folderOf } from '../lessons/folderListing';
import { IExercises, IGatescope, ILessons } from '../tokens';

/** Check and Hint on the answer cells of every notebook that has exercises. */
const plugin: JupyterFrontEndPlugin<IExercises> = {
  id: 'gatescope:exercises',
  description: 'Checks exercises in notebooks and gives hints.',
  autoStart: true,
  provides: IExercises,
  requires: [IGatescope, ILessons],
  optional: [INotebookTracker, ICommandPalette, IThemeManager],
  activate: (
    app: JupyterFrontEnd,
    { sessions, translate }: IGatescope,
    { progress, shelf }: ILessons,
    tracker: INotebookTracker | null,
    palette: ICommandPalette | null,
    themes: IThemeManager | null
  ): IExercises => {
    const changed = new Signal<object, void>({});
    const works = new Map<NotebookPanel, NotebookWork>();
    const exercises: IExercises = {
      of: panel => works.get(panel) ?? null,
      changed
    };
    if (tracker === null) {
      return exercises;
    }

    /** Without the list of lessons the meter says which lesson this is, and not of how many. */
    const lessonCount = shelf.index().then(
      ({ lessons }) => lessons.filter(({ example }) => !example).length,
      () => null
    );

    tracker.widgetAdded.connect((_, panel) => {
      void panel.context.ready.then(() => {
        if (panel.isDisposed || panel.content.model === null) {
          return;
        }
        const work = createNotebookWork({
          panel,
          session: sessions.of(panel),
          progressFileOf: ({ context }) => progress.in(folderOf(context.path)),
          translate
        });
        works.set(panel, work);
        work.changed.connect(() => changed.emit());
        panel.disposed.connect(() => {
          works.delete(panel);
          work.dispose();
        });
        changed.emit();
        app.commands.notifyCommandChanged(CommandIDs.check);
        if (work.desk.lesson.metadata !== null) {
          panel.toggleClass(
            'jp-gatescope-own-lesson',
            !isHandedOut(work.desk.lesson.cells())
          );
          void lessonCount.then(lessons => {
            if (!panel.isDisposed) {
              addLessonMeter(panel, { work, lessons, translate });
            }
          });
        }
      });
    });
    themes?.themeChanged.connect(() =>
      works.forEach(work => work.cells.themeChanged())
    );

    /** The exercise that a command means: the one named, else that of the active notebook cell. */
    const meant = (
      args: ReadonlyPartialJSONObject
    ): { work: NotebookWork; exercise: Exercise } | null => {
      const panel = tracker.currentWidget;
      const work = panel === null ? undefined : works.get(panel);
      const cell = panel?.content.activeCell?.model.id;
      if (work === undefined || cell === undefined) {
        return null;
      }
      const exercise =
        typeof args['exercise'] === 'string'
          ? work.desk.find(args['exercise'])
          : exerciseOfCell(work.desk.lesson.parts.exercises, cell);
      return exercise === undefined ? null : { work, exercise };
    };

    app.commands.addCommand(CommandIDs.check, {
      label: args =>
        args['toolbar'] === true
          ? translate('Check')
          : translate('Check Exercise'),
      caption: translate('Check the answer in this notebook cell'),
      icon: args => (args['toolbar'] === true ? gatescopeIcon : undefined),
      isEnabled: args => meant(args) !== null,
      isVisible: args => meant(args) !== null,
      execute: async args => {
        const found = meant(args);
        await found?.work.desk.check(found.exercise.id);
      },
      describedBy: { args: exerciseArgs(translate) }
    });
    app.commands.addCommand(CommandIDs.hint, {
      label: translate('Show Hint'),
      caption: translate('Show the next hint of this exercise'),
      isEnabled: args => {
        const found = meant(args);
        return (
          found !== null &&
          found.work.desk.hints(found.exercise.id).length <
            found.exercise.hints.length
        );
      },
      isVisible: args => (meant(args)?.exercise.hints.length ?? 0) > 0,
      execute: args => {
        const found = meant(args);
        found?.work.desk.showHint(found.exercise.id);
      },
      describedBy: { args: exerciseArgs(translate) }
    });
    tracker.activeCellChanged.connect(() => {
      app.commands.notifyCommandChanged(CommandIDs.check);
      app.commands.notifyCommandChanged(CommandIDs.hint);
    });
    for (const command of [CommandIDs.check, CommandIDs.hint]) {
      palette?.addItem({ command, category: translate('gatescope') });
    }
    return exercises;
  }
};

export default plugin;

function exerciseArgs(translate: IGatescope['translate']): ReadonlyJSONObject {
  return {
    type: 'object',
    properties: {
      exercise: {
        type: 'string',
        description: translate(
          'Id of the exercise; by default that of the active notebook cell'
        )
      },
      toolbar: {
        type: 'boolean',
        description: translate('Whether the command is in a toolbar')
      }
    }
  };
}
