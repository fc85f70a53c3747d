import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { CommandIDs } from '../commandIds';
import { fetchLesson } from '../lessons/fetchLesson';
import { createLessonCards, lessonsAreFirst } from '../lessons/lessonCards';
import { createLessonCatalogue } from '../lessons/lessonCatalogue';
import { createLessonShelf } from '../lessons/lessonShelf';
import { openLessonCommand } from '../lessons/openLessonCommand';
import { createProgressFiles } from '../lessons/progressFile';
import { resetLessonCommand } from '../lessons/resetLessonCommand';
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
      fetchStatic: file => fetchLesson(serverSettings.baseUrl, file),
      folder: () => folder
    });
    const progress = createProgressFiles(contents);
    const catalogue = createLessonCatalogue(progress, DEFAULT_FOLDER);
    const cards = createLessonCards(launcher, translate);
    document.body.classList.toggle(
      'jp-gatescope-lessons-first',
      lessonsAreFirst()
    );

    app.commands.addCommand(
      CommandIDs.openLesson,
      openLessonCommand({
        shelf,
        catalogue,
        open: path => app.commands.execute('docmanager:open', { path }),
        translate
      })
    );
    app.commands.addCommand(
      CommandIDs.resetLesson,
      resetLessonCommand({
        shelf,
        catalogue,
        panel: () => tracker?.currentWidget ?? null,
        translate
      })
    );
    tracker?.currentChanged.connect(() =>
      app.commands.notifyCommandChanged(CommandIDs.resetLesson)
    );
    const category = translate('gatescope');
    palette?.addItem({ command: CommandIDs.openLesson, category });
    palette?.addItem({ command: CommandIDs.resetLesson, category });

    async function readFolder(settings: ISettingRegistry): Promise<void> {
      const own = await settings.load(plugin.id);
      const read = (): void => {
        const value = own.composite['folder'];
        folder =
          typeof value === 'string' && isFolder(value) ? value : DEFAULT_FOLDER;
      };
      own.changed.connect(read);
      read();
    }

    async function start(): Promise<void> {
      if (registry !== null) {
        await readFolder(registry);
      }
      const { lessons } = (catalogue.index = await shelf.index());
      for (const { id } of lessons) {
        const args = { lesson: id };
        palette?.addItem({ command: CommandIDs.openLesson, args, category });
      }
      catalogue.place = await shelf.place();
      const file = progress.in(catalogue.place);
      file.changed.connect(() => cards.deal(catalogue.index?.lessons ?? []));
      await file.read();
    }
    void app.started.then(start).catch(() => cards.dealOne());

    return { shelf, progress };
  }
};

export default plugin;

/** A relative path without a way out of the server's folder. */
function isFolder(path: string): boolean {
  return path
    .split('/')
    .every(part => part !== '' && part !== '.' && part !== '..');
}
