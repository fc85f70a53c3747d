import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Dialog, ICommandPalette, showDialog } from '@jupyterlab/apputils';
import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import { ILauncher } from '@jupyterlab/launcher';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { DisposableSet } from '@lumino/disposable';
import { readLessonMetadata } from '../../exercises/metadata';
import { CommandIDs } from '../commandIds';
import { gatescopeIcon } from '../icon';
import type { LessonEntry, LessonIndex } from '../lessons/lessonIndex';
import { createLessonShelf } from '../lessons/lessonShelf';
import { lessonStand } from '../lessons/lessonStand';
import { createProgressFiles } from '../lessons/progressFile';
import { METADATA_KEY } from '../session/cellMemory';
import { IGatescope, ILessons } from '../tokens';

const DEFAULT_FOLDER = 'gatescope-lessons';

/** Opens the lessons that ship with the extension, and shows how far the student is. */
const plugin: JupyterFrontEndPlugin<ILessons> = {
  id: 'gatescope:lessons',
  description: 'Opens the lessons and keeps the progress beside them.',
  autoStart: true,
  provides: ILessons,
  requires: [IGatescope],
  optional: [ILauncher, ICommandPalette, INotebookTracker, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    { translate }: IGatescope,
    launcher: ILauncher | null,
    palette: ICommandPalette | null,
    tracker: INotebookTracker | null,
    registry: ISettingRegistry | null
  ): ILessons => {
    const { contents, serverSettings } = app.serviceManager;
    let folder = DEFAULT_FOLDER;
    const shelf = createLessonShelf({
      contents,
      fetchStatic: file => fetchStatic(serverSettings.baseUrl, file),
      folder: () => folder
    });
    const progress = createProgressFiles(contents);
    let index: LessonIndex | null = null;
    let place = DEFAULT_FOLDER;

    const stand = (lesson: LessonEntry): ReturnType<typeof lessonStand> =>
      lessonStand(lesson, progress.in(place).progress);

    /** The lesson that a command means: the one named, else the first that is not done. */
    const meant = (id: unknown): LessonEntry | undefined =>
      typeof id === 'string'
        ? index?.lessons.find(lesson => lesson.id === id)
        : (index?.lessons.find(lesson => !stand(lesson).finished) ??
          index?.lessons[0]);

    app.commands.addCommand(CommandIDs.openLesson, {
      label: args => {
        const lesson =
          typeof args['lesson'] === 'string'
            ? meant(args['lesson'])
            : undefined;
        if (lesson === undefined) {
          return translate('Open Lessons');
        }
        const { passed, exercises } = stand(lesson);
        const number = Number.parseInt(lesson.id, 10);
        const named = Number.isNaN(number)
          ? lesson.title
          : translate('%1 · %2', number, lesson.title);
        return args['card'] === true && exercises > 0
          ? translate('%1 (%2 of %3 exercises)', named, passed, exercises)
          : args['card'] === true
            ? named
            : translate('Open Lesson: %1', lesson.title);
      },
      caption: args => {
        const lesson = meant(args['lesson']);
        if (lesson === undefined) {
          return translate('Open the lessons of gatescope');
        }
        const { passed, exercises } = stand(lesson);
        return translate(
          '%1: %2 of %3 exercises passed',
          lesson.title,
          passed,
          exercises
        );
      },
      icon: gatescopeIcon,
      execute: async args => {
        index = await shelf.index();
        const lesson = meant(args['lesson']);
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
        return app.commands.execute('docmanager:open', { path: own });
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
    });

    const present = (): {
      panel: NotebookPanel;
      lesson: LessonEntry;
    } | null => {
      const panel = tracker?.currentWidget ?? null;
      const id = panel === null ? null : lessonId(panel);
      const lesson = index?.lessons.find(each => each.id === id);
      return panel === null || lesson === undefined ? null : { panel, lesson };
    };
    app.commands.addCommand(CommandIDs.resetLesson, {
      label: translate('Reset Lesson…'),
      caption: translate(
        'Put this lesson back as it was; your copy is kept under another name'
      ),
      isEnabled: () => present() !== null,
      execute: async () => {
        const found = present();
        if (found === null) {
          return;
        }
        const { panel, lesson } = found;
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
    });
    tracker?.currentChanged.connect(() =>
      app.commands.notifyCommandChanged(CommandIDs.resetLesson)
    );
    palette?.addItem({
      command: CommandIDs.openLesson,
      category: translate('gatescope')
    });
    palette?.addItem({
      command: CommandIDs.resetLesson,
      category: translate('gatescope')
    });

    let cards = new DisposableSet();
    const deal = (): void => {
      cards.dispose();
      cards = new DisposableSet();
      index?.lessons.forEach(({ id }, rank) => {
        const card = launcher?.add({
          command: CommandIDs.openLesson,
          args: { lesson: id, card: true },
          category: translate('Lessons on recurrent networks'),
          categoryRank: 50,
          rank
        });
        if (card !== undefined) {
          cards.add(card);
        }
      });
    };

    async function start(): Promise<void> {
      if (registry !== null) {
        const settings = await registry.load(plugin.id);
        const read = (): void => {
          const value = settings.composite['folder'];
          folder =
            typeof value === 'string' && isFolder(value)
              ? value
              : DEFAULT_FOLDER;
        };
        settings.changed.connect(read);
        read();
      }
      index = await shelf.index();
      for (const { id } of index.lessons) {
        palette?.addItem({
          command: CommandIDs.openLesson,
          args: { lesson: id },
          category: translate('gatescope')
        });
      }
      place = await shelf.place();
      const file = progress.in(place);
      file.changed.connect(deal);
      await file.read();
    }
    void app.started.then(start).catch(() => {
      // One card stands for them all; opening it says what is wrong.
      launcher?.add({
        command: CommandIDs.openLesson,
        category: translate('Lessons on recurrent networks'),
        categoryRank: 50
      });
    });

    return { shelf, progress };
  }
};

export default plugin;

/** The files lie beside the extension's code and are as open as it: no token is asked for. */
async function fetchStatic(baseUrl: string, file: string): Promise<unknown> {
  const url = URLExt.join(
    PageConfig.getOption('fullLabextensionsUrl') ||
      URLExt.join(baseUrl, 'lab', 'extensions'),
    'gatescope',
    'static',
    'lessons',
    encodeURIComponent(file)
  );
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(
      `The lessons of this installation cannot be read: ${url} answered ${response.status} ${response.statusText}.`
    );
  }
  return (await response.json()) as unknown;
}

function lessonId(panel: NotebookPanel): string | null {
  try {
    return (
      readLessonMetadata(panel.content.model?.getMetadata(METADATA_KEY))?.id ??
      null
    );
  } catch {
    return null;
  }
}

/** A relative path without a way out of the server's folder. */
function isFolder(path: string): boolean {
  return path
    .split('/')
    .every(part => part !== '' && part !== '.' && part !== '..');
}
