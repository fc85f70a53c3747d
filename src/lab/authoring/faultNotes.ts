import type { NotebookPanel } from '@jupyterlab/notebook';
import { Widget } from '@lumino/widgets';
import type { Translate } from '../../scene/words/translate';
import { footerPlace, layoutOf } from '../exercises/cellFooter';
import type { AuthoringFault } from './authoringFaults';

/** What is wrong with the metadata of notebook cells, below each of them. */
export interface FaultNotes {
  show(faults: readonly AuthoringFault[]): void;
  dispose(): void;
}

export function createFaultNotes(
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
