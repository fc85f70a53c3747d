import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette, IThemeManager } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal } from '@lumino/signaling';
import { CommandIDs } from '../commandIds';
import { goToCell } from '../goToCell';
import { gatescopeIcon } from '../icon';
import { createFollower } from '../inspector/follower';
import { InspectorPanel } from '../inspector/inspectorPanel';
import { makeRoom, ROOM_FOR_BOTH } from '../inspector/makeRoom';
import { workOf } from '../inspector/workOf';
import { IAuthoring, IExercises, IGatescope } from '../tokens';

/** The panel beside the notebook, in JupyterLab and in Notebook 7. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'gatescope:inspector',
  description: 'A panel that follows the active notebook cell.',
  autoStart: true,
  requires: [IGatescope, IExercises],
  optional: [
    INotebookTracker,
    ILayoutRestorer,
    ICommandPalette,
    ISettingRegistry,
    IThemeManager,
    IAuthoring
  ],
  activate: (
    app: JupyterFrontEnd,
    { sessions, translate }: IGatescope,
    exercises: IExercises,
    tracker: INotebookTracker | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    registry: ISettingRegistry | null,
    themes: IThemeManager | null,
    authoring: IAuthoring | null
  ): void => {
    // Notebook 7's page of files has no notebooks to follow.
    if (tracker === null) {
      return;
    }
    const follower = createFollower({
      tracker,
      decode: async json =>
        (await import('../renderer/drawing')).decodeBundle(json)
    });
    const goTo = (panel: NotebookPanel, id: string): void => {
      const index = panel.content.widgets.findIndex(
        cell => cell.model.id === id
      );
      if (index >= 0) {
        if (window.matchMedia(COVERS).matches) {
          collapseRight(app);
        }
        app.shell.activateById(panel.id);
        void goToCell(panel.content, index).then(() =>
          focusOfFolded(panel.content.widgets[index])
        );
      }
    };
    const workChanged = new Signal<object, void>({});
    exercises.changed.connect(() => workChanged.emit());
    authoring?.changed.connect(() => workChanged.emit());
    const panel = new InspectorPanel({
      follower,
      translate,
      contextOf: ({ cell, bundle }) =>
        sessions.contextOf(cell, bundle?.id ?? ''),
      workOf: subject =>
        workOf(subject, {
          exercises,
          authoring,
          context: sessions.contextOf.bind(sessions),
          goTo
        }),
      workChanged,
      themeChanged: themes?.themeChanged
    });
    panel.id = 'gatescope-inspector';
    panel.title.icon = gatescopeIcon;
    panel.title.caption = translate('gatescope: what the network does here');
    panel.node.setAttribute('role', 'region');
    panel.node.setAttribute('aria-label', translate('gatescope'));
    app.shell.add(panel, 'right', { rank: 300 });
    restorer?.add(panel, panel.id);
    makeRoom(
      app.shell,
      () => panel.isVisible && tracker.currentWidget !== null,
      () => tracker.currentWidget?.activate()
    );

    app.commands.addCommand(CommandIDs.toggleInspector, {
      label: translate('gatescope Panel'),
      caption: translate(
        'Show the numbers, the model and the exercise of the active notebook cell'
      ),
      isToggled: () => panel.isVisible,
      execute: () => {
        if (panel.isVisible) {
          collapseRight(app);
        } else {
          app.shell.activateById(panel.id);
        }
      },
      describedBy: { args: { type: 'object', properties: {} } }
    });
    app.commands.addCommand(CommandIDs.togglePin, {
      label: translate('Pin the gatescope Panel'),
      caption: translate(
        'Stay with this notebook cell while you go on to others'
      ),
      isToggled: () => follower.subject.pinned,
      isEnabled: () =>
        follower.subject.pinned || follower.subject.shown !== null,
      execute: () => follower.setPinned(!follower.subject.pinned),
      describedBy: { args: { type: 'object', properties: {} } }
    });
    follower.changed.connect(() =>
      app.commands.notifyCommandChanged(CommandIDs.togglePin)
    );
    for (const command of [CommandIDs.toggleInspector, CommandIDs.togglePin]) {
      palette?.addItem({ command, category: translate('gatescope') });
    }

    if (registry !== null) {
      void registry.load(plugin.id).then(settings => {
        openByItself(
          app,
          { exercises, authoring, tracker },
          panel,
          () => settings.composite['openWithLessons'] !== false
        );
      });
    }
  }
};

/**
 * A folded notebook cell has nothing to type in but its picture: the focus goes there. On the notebook
 * cell the keys of the picture would be commands; `m` would turn it into text.
 */
function focusOfFolded(cell: Cell | undefined): void {
  const folded = cell?.model.getMetadata('jupyter') as
    { readonly source_hidden?: boolean } | undefined;
  if (folded?.source_hidden === true) {
    cell?.node
      .querySelector<HTMLElement>(
        '.jp-gatescope-output .jp-gatescope-picture[tabindex]'
      )
      ?.focus();
  }
}

export default plugin;

/** Where the open panel leaves nothing of the notebook; also the style sheet's. */
const COVERS = '(width <= 600px)';

/**
 * Opens the panel when the first lesson of this visit, or the first notebook in which a teacher sets
 * exercises, comes to the front; never again after that.
 */
function openByItself(
  app: JupyterFrontEnd,
  {
    exercises,
    authoring,
    tracker
  }: {
    readonly exercises: IExercises;
    readonly authoring: IAuthoring | null;
    readonly tracker: INotebookTracker;
  },
  panel: InspectorPanel,
  wanted: () => boolean
): void {
  const isLesson = (notebook: NotebookPanel): boolean =>
    (exercises.of(notebook)?.desk.lesson.metadata ?? null) !== null;
  // A course may have notebooks in other languages, whose teacher looks for nothing here.
  const isSet = (notebook: NotebookPanel): boolean =>
    (authoring?.of(notebook) ?? null) !== null &&
    notebook.content.model?.defaultKernelName === 'gatescope';
  const told = [exercises.changed, tracker.currentChanged, authoring?.changed];
  const look = (): void => {
    const notebook = tracker.currentWidget;
    if (notebook !== null && (isLesson(notebook) || isSet(notebook))) {
      told.forEach(signal => signal?.disconnect(look));
      if (wanted() && !panel.isVisible && window.innerWidth >= ROOM_FOR_BOTH) {
        app.shell.activateById(panel.id);
        notebook.activate();
      }
    }
  };
  told.forEach(signal => signal?.connect(look));
  look();
}

/** JupyterLab and Notebook 7 both have `collapseRight`; the shell's own type does not promise it. */
function collapseRight({ shell }: JupyterFrontEnd): void {
  if ('collapseRight' in shell && typeof shell.collapseRight === 'function') {
    shell.collapseRight();
  }
}
