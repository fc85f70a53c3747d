import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Translate } from '../../scene/words/translate';
import type { NotebookWork } from '../exercises/notebookWork';
import { goToCell } from '../goToCell';
import { type AuthoringDesk, createAuthoringDesk } from './authoringDesk';
import type { CodeParser } from './codeTree';
import { Widget } from '@lumino/widgets';
import { footerPlace, layoutOf } from '../exercises/cellFooter';
import type { AuthoringFault } from './authoringFaults';
import { listen } from '../../widgets/base/dom';

/** Authoring in one open notebook: the desk, the notes below its cells, the picking of cells. */
export interface NotebookAuthoring {
  readonly desk: AuthoringDesk;
  dispose(): void;
}

export interface NotebookAuthoringOptions {
  readonly panel: NotebookPanel;
  readonly work: NotebookWork;
  readonly parser: () => Promise<CodeParser>;
  readonly translate: Translate;
}

/** @throws Error when the notebook has no model yet */
export function createNotebookAuthoring({
  panel,
  work,
  parser,
  translate
}: NotebookAuthoringOptions): NotebookAuthoring {
  const { content } = panel;
  const { model } = content;
  if (model === null) {
    throw new Error('a notebook is written in after its model is there');
  }
  const desk = createAuthoringDesk({
    notebook: model.sharedModel,
    desk: work.desk,
    parser,
    goTo: id => {
      const index = content.widgets.findIndex(cell => cell.model.id === id);
      if (index >= 0) {
        void goToCell(content, index);
      }
    }
  });
  const notes = createFaultNotes(panel, translate);
  const note = (): void => notes.show(desk.faults());
  let endPicking: (() => void) | null = null;
  const onDesk = (): void => {
    const { picking } = desk;
    if (picking === null) {
      endPicking?.();
      endPicking = null;
    } else {
      endPicking ??= pickCells(panel, {
        picked: cell => {
          const exercise = desk.exerciseAt(cell);
          if (exercise !== undefined) {
            desk.toggleNeed(exercise, cell);
          }
        },
        end: () => desk.pick(null)
      });
    }
  };
  desk.changed.connect(onDesk);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const noteSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(note, 300);
  };
  model.contentChanged.connect(noteSoon);
  note();
  return {
    desk,
    dispose() {
      clearTimeout(timer);
      model.contentChanged?.disconnect(noteSoon);
      endPicking?.();
      notes.dispose();
      desk.dispose();
    }
  };
}

/** What is wrong with the metadata of notebook cells, below each of them. */
interface FaultNotes {
  show(faults: readonly AuthoringFault[]): void;
  dispose(): void;
}

function createFaultNotes(
  panel: NotebookPanel,
  translate: Translate
): FaultNotes {
  let notes: readonly Widget[] = [];
  let turn = 0;
  const clear = (): void => {
    notes.forEach(note => note.dispose());
    notes = [];
  };
  return {
    show(faults) {
      clear();
      const mine = ++turn;
      for (const { cell: id, message } of faults) {
        const cell = panel.content.widgets.find(each => each.model.id === id);
        // A notebook cell that has never been in view has no place below it yet.
        void cell?.ready.then(() => {
          const place = cell.isDisposed ? null : footerPlace(cell);
          if (mine !== turn || place === null) {
            return;
          }
          const note = new Widget();
          note.addClass('jp-gatescope-author-note');
          note.addClass('jp-gatescope-panel');
          note.node.setAttribute('role', 'note');
          note.node.textContent = translate('For its author: %1', message);
          layoutOf(place).addWidget(note);
          notes = [...notes, note];
        });
      }
    },
    dispose() {
      turn += 1;
      clear();
    }
  };
}

/**
 * Hands on each notebook cell that is clicked, in place of all else that a click does; Escape ends it.
 *
 * @returns the way to end it
 */
function pickCells(
  panel: NotebookPanel,
  { picked, end }: { picked(cell: string): void; end(): void }
): () => void {
  const { node } = panel.content;
  node.classList.add('jp-gatescope-picking');
  const capture = { capture: true };
  const hold = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  const stops = [
    listen<PointerEvent>(
      node,
      'pointerdown',
      event => {
        hold(event);
        const target = event.target instanceof Node ? event.target : null;
        const cell = panel.content.widgets.find(each =>
          each.node.contains(target)
        );
        if (cell !== undefined) {
          picked(cell.model.id);
        }
      },
      capture
    ),
    ...['mousedown', 'mouseup', 'click', 'dblclick'].map(type =>
      listen(node, type, hold, capture)
    ),
    listen<KeyboardEvent>(
      document,
      'keydown',
      event => {
        if (event.key === 'Escape') {
          hold(event);
          end();
        }
      },
      capture
    )
  ];
  return () => {
    node.classList.remove('jp-gatescope-picking');
    stops.forEach(stop => stop());
  };
}
