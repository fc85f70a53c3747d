import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { type Curtain, curtains } from '../../exercises/metadata';
import type { Translate } from '../../scene/words/translate';
import { createCellMemory, METADATA_KEY } from '../session/cellMemory';
import {
  closedCells,
  isCellOpen,
  skip,
  type Asked,
  type ClosedCells
} from './closedCells';
import { footerPlace, layoutOf } from './cellFooter';
import { CurtainBar } from './curtainBar';
import type { NotebookLesson } from './notebookLesson';

export interface PredictionCurtains {
  dispose(): void;
}

/**
 * Keeps closed in a lesson what would give the answer of a prediction or of an answer field away,
 * until one is committed or skipped. Closed notebook cells run with all others; they are only not
 * seen.
 */
export function createPredictionCurtains({
  panel,
  lesson,
  translate
}: {
  readonly panel: NotebookPanel;
  readonly lesson: NotebookLesson;
  readonly translate: Translate;
}): PredictionCurtains {
  const notebook = panel.content;
  const { model } = notebook;
  const bars = new Map<string, CurtainBar>();
  let closed: ClosedCells['closed'] = new Map();
  let disposed = false;

  const widgetOf = (id: string): Cell | undefined =>
    notebook.widgets.find(cell => cell.model?.id === id);

  const stored = (): unknown[] =>
    notebook.widgets.map(
      cell => cell.model.getMetadata(METADATA_KEY) as unknown
    );

  function pass(curtain: Curtain): void {
    const widget = widgetOf(curtain.cell);
    if (widget === undefined) {
      return;
    }
    skip(curtain, createCellMemory(widget.model));
    arrange();
    // The button that had the focus is gone; without one the keys of the notebook would do nothing.
    notebook.activate();
  }

  function arrange(): void {
    if (disposed) {
      return;
    }
    const { closed: next, asked } = closedCells(
      lesson.metadata === null ? [] : curtains(lesson.cells(), lesson.parts),
      stored()
    );
    for (const cell of notebook.widgets) {
      const { id } = cell.model;
      if (next.has(id)) {
        cell.hide();
      } else if (closed.has(id)) {
        cell.show();
      }
    }
    closed = next;
    putBars(asked);
  }

  function putBars(asked: readonly Asked[]): void {
    for (const [cell, bar] of [...bars]) {
      if (!asked.some(each => each.cell === cell)) {
        bars.delete(cell);
        bar.dispose();
      }
    }
    for (const curtain of asked) {
      const widget = widgetOf(curtain.cell);
      // A cell that has never been in view has no footer yet.
      void widget?.ready.then(() => {
        if (
          !disposed &&
          !widget.isDisposed &&
          !bars.has(curtain.cell) &&
          closed.size > 0 &&
          !isCellOpen(curtain, stored())
        ) {
          putBar(curtain, widget);
        }
      });
    }
  }

  function putBar(curtain: Asked, widget: Cell): void {
    const place = footerPlace(widget);
    if (place === null) {
      return;
    }
    const bar = new CurtainBar({
      asks: curtain.asks,
      count: curtain.opens,
      open: () => pass(curtain),
      translate
    });
    bars.set(curtain.cell, bar);
    layoutOf(place).addWidget(bar);
    bar.disposed.connect(() => {
      if (bars.get(curtain.cell) === bar) {
        bars.delete(curtain.cell);
      }
    });
  }

  /**
   * Running the cell that asks moves on to the next one, which cannot be seen: back to the question.
   * Who goes down by an arrow key wants to pass it: on to what can be seen.
   */
  function onActive(): void {
    const before = present;
    present = notebook.activeCell?.model?.id;
    if (present !== undefined && closed.has(present)) {
      // The guess may have been committed an instant ago: what stands now counts.
      arrange();
    }
    const asks = present === undefined ? undefined : closed.get(present);
    if (asks === undefined) {
      return;
    }
    const at = notebook.activeCellIndex;
    const below =
      before === asks && down.pressed()
        ? notebook.widgets.findIndex(
            (cell, index) => index > at && !closed.has(cell.model.id)
          )
        : -1;
    const index =
      below >= 0
        ? below
        : notebook.widgets.findIndex(cell => cell.model?.id === asks);
    if (index >= 0) {
      notebook.activeCellIndex = index;
    }
  }

  const down = downKeys(notebook.node);
  let present = notebook.activeCell?.model?.id;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(arrange, 50);
  };
  lesson.changed.connect(soon);
  model?.contentChanged.connect(soon);
  model?.cells.changed.connect(soon);
  notebook.activeCellChanged.connect(onActive);
  arrange();

  return {
    dispose() {
      disposed = true;
      clearTimeout(timer);
      down.dispose();
      lesson.changed.disconnect(soon);
      model?.contentChanged?.disconnect(soon);
      model?.cells?.changed.disconnect(soon);
      notebook.activeCellChanged?.disconnect(onActive);
      [...bars.values()].forEach(bar => bar.dispose());
    }
  };
}

/** Tells whether what happens now was asked for by a key that goes down. */
interface DownKeys {
  pressed(): boolean;
  dispose(): void;
}

/** The keys with which JupyterLab goes one notebook cell down. */
const DOWN: readonly string[] = ['ArrowDown', 'j'];

/** Listens before JupyterLab does, which acts in the same turn. */
function downKeys(node: HTMLElement): DownKeys {
  let down = false;
  const onKey = ({ key }: KeyboardEvent): void => {
    down = DOWN.includes(key);
  };
  const onUp = (): void => {
    down = false;
  };
  const capture = { capture: true };
  node.addEventListener('keydown', onKey, capture);
  node.addEventListener('keyup', onUp, capture);
  return {
    pressed: () => down,
    dispose() {
      node.removeEventListener('keydown', onKey, capture);
      node.removeEventListener('keyup', onUp, capture);
    }
  };
}
