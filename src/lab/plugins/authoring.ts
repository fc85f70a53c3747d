import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal } from '@lumino/signaling';
import type { CodeParser } from '../authoring/codeTree';
import { isCourseSource } from '../authoring/courseFolder';
import type { NotebookAuthoring } from '../authoring/notebookAuthoring';
import { createNotebookAuthoring } from '../authoring/notebookAuthoring';
import { CommandIDs } from '../commandIds';
import { IAuthoring, IExercises, IGatescope } from '../tokens';

/** Sets exercises in notebooks, for those who teach. Students see nothing of it. */
const plugin: JupyterFrontEndPlugin<IAuthoring> = {
  id: 'gatescope:authoring',
  description: 'Makes exercises of notebook cells, for teachers.',
  autoStart: true,
  provides: IAuthoring,
  requires: [IGatescope, IExercises, IEditorLanguageRegistry],
  optional: [INotebookTracker, ICommandPalette, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    { translate }: IGatescope,
    exercises: IExercises,
    languages: IEditorLanguageRegistry,
    tracker: INotebookTracker | null,
    palette: ICommandPalette | null,
    registry: ISettingRegistry | null
  ): IAuthoring => {
    const changed = new Signal<object, void>({});
    const open = new Map<NotebookPanel, NotebookAuthoring>();
    /** Which notebooks are a teacher's, as far as that was looked up. */
    const inCourse = new WeakMap<NotebookPanel, boolean>();
    let show: 'course' | 'always' | 'never' = 'course';

    const isWanted = (panel: NotebookPanel): boolean =>
      show === 'always' || (show === 'course' && inCourse.get(panel) === true);

    /** Opens and closes desks so that each notebook has one if it is to have one. */
    function arrange(): void {
      let differs = false;
      tracker?.forEach(panel => {
        const work = exercises.of(panel);
        const present = open.get(panel);
        if (present !== undefined && !isWanted(panel)) {
          present.dispose();
          open.delete(panel);
          differs = true;
        } else if (
          present === undefined &&
          work !== null &&
          !panel.isDisposed &&
          isWanted(panel)
        ) {
          const made = createNotebookAuthoring({
            panel,
            work,
            parser: () => typescriptParser(languages),
            translate
          });
          open.set(panel, made);
          made.desk.changed.connect(() => changed.emit());
          panel.disposed.connect(() => {
            open.get(panel)?.dispose();
            open.delete(panel);
          });
          panel.content.model?.contentChanged.connect(() => tellSoon());
          differs = true;
        }
      });
      if (differs) {
        changed.emit();
        app.commands.notifyCommandChanged(CommandIDs.toggleAuthoring);
      }
    }

    let timer: ReturnType<typeof setTimeout> | undefined;
    /** The form shows sources and metadata: after typing, which may go on. */
    function tellSoon(): void {
      clearTimeout(timer);
      timer = setTimeout(() => changed.emit(), 300);
    }

    tracker?.widgetAdded.connect((_, panel) => {
      const look = async (): Promise<void> => {
        await panel.context.ready;
        const found = await isCourseSource(
          panel.context.path,
          app.serviceManager.contents
        ).catch(() => false);
        inCourse.set(panel, found);
        arrange();
      };
      void look();
      panel.context.pathChanged.connect(() => void look());
    });
    exercises.changed.connect(arrange);

    if (registry !== null) {
      void registry.load(plugin.id).then(settings => {
        const read = (): void => {
          const wanted = settings.composite['show'];
          show = wanted === 'always' || wanted === 'never' ? wanted : 'course';
          arrange();
        };
        settings.changed.connect(read);
        read();
      });
    }

    app.commands.addCommand(CommandIDs.toggleAuthoring, {
      label: translate('Set Exercises'),
      caption: translate(
        'Show, in the gatescope panel, what teachers make exercises with'
      ),
      isToggled: () => {
        const panel = tracker?.currentWidget ?? null;
        return panel !== null && isWanted(panel);
      },
      execute: async () => {
        const panel = tracker?.currentWidget ?? null;
        const next = panel !== null && isWanted(panel) ? 'never' : 'always';
        show = next;
        arrange();
        await registry?.set(plugin.id, 'show', next);
      },
      describedBy: { args: { type: 'object', properties: {} } }
    });
    palette?.addItem({
      command: CommandIDs.toggleAuthoring,
      category: translate('gatescope')
    });
    return { of: panel => open.get(panel)?.desk ?? null, changed };
  }
};

export default plugin;

/** The parser of JupyterLab's own editor. @throws Error when it has none for TypeScript */
async function typescriptParser(
  languages: IEditorLanguageRegistry
): Promise<CodeParser> {
  const typescript = languages.findByMIME('application/typescript');
  const found = typescript && (await languages.getLanguage(typescript));
  const parser = found?.support?.language.parser;
  if (parser === undefined) {
    throw new Error('JupyterLab’s editor knows no TypeScript');
  }
  return parser;
}
