import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Curtain } from '../../exercises/metadata';
import { curtains } from '../../exercises/metadata';
import { PREDICTIONS } from '../../widgets/predict/guess';
import type { Translate } from '../../widgets/context';
import { createCellMemory, METADATA_KEY } from '../session/cellMemory';
import { footerPlace, layoutOf } from './cellFooter';
import { CurtainBar } from './curtainBar';
import type { NotebookLesson } from './notebookLesson';
import { predictionStands } from './predictionStands';

export interface PredictionCurtains {
  dispose(): void;
}

/**
 * Keeps closed in a lesson what would give a prediction away, until the guess is committed or
 * skipped. Closed notebook cells run with all others; they are only not seen.
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
  let closed = new Map<string, string>();
  let disposed = false;

  const widgetOf = (id: string): Cell | undefined =>
    notebook.widgets.find(cell => cell.model?.id === id);

  const isOpen = (key: string): boolean => {
    const { committed, skipped } = predictionStands(
      notebook.widgets.map(
        cell => cell.model.getMetadata(METADATA_KEY) as unknown
      )
    );
    return committed.has(key) || skipped.has(key);
  };

  /** The truth is asked for without a guess; the view of it learns that when it is drawn again. */
  function skip({ key, cell }: Curtain): void {
    const widget = widgetOf(cell);
    if (widget === undefined) {
      return;
    }
    const memory = createCellMemory(widget.model);
    const present: unknown = memory.get(PREDICTIONS);
    memory.set(PREDICTIONS, {
      ...(typeof present === 'object' ? present : {}),
      [key]: { values: [], committed: false, skipped: true }
    });
    arrange();
    // The button that had the focus is gone; without one the keys of the notebook would do nothing.
    notebook.activate();
  }

  function arrange(): void {
    if (disposed) {
      return;
    }
    const drawn =
      lesson.metadata === null
        ? []
        : curtains(lesson.cells(), lesson.parts).filter(
            ({ key, hides }) => hides.length > 0 && !isOpen(key)
          );
    const next = new Map(
      drawn.flatMap(({ cell, hides }) => hides.map(id => [id, cell] as const))
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
    putBars(drawn);
  }

  function putBars(drawn: readonly Curtain[]): void {
    for (const [cell, bar] of [...bars]) {
      if (!drawn.some(each => each.cell === cell)) {
        bars.delete(cell);
        bar.dispose();
      }
    }
    for (const curtain of drawn) {
      const widget = widgetOf(curtain.cell);
      // A cell that has never been in view has no footer yet.
      void widget?.ready.then(() => {
        if (
          !disposed &&
          !widget.isDisposed &&
          !bars.has(curtain.cell) &&
          closed.size > 0 &&
          !isOpen(curtain.key)
        ) {
          putBar(curtain, widget);
        }
      });
    }
  }

  function putBar(curtain: Curtain, widget: Cell): void {
    const place = footerPlace(widget);
    if (place === null) {
      return;
    }
    const bar = new CurtainBar({
      count: curtain.hides.length,
      open: () => skip(curtain),
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

  /** Running a prediction's cell moves on to the next one, which cannot be seen: back to the question. */
  function onActive(): void {
    const id = notebook.activeCell?.model?.id;
    if (id !== undefined && closed.has(id)) {
      // The guess may have been committed an instant ago: what stands now counts.
      arrange();
    }
    const asks = id === undefined ? undefined : closed.get(id);
    const index = notebook.widgets.findIndex(
      cell => cell.model?.id === asks && asks !== undefined
    );
    if (index >= 0) {
      notebook.activeCellIndex = index;
    }
  }

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
      lesson.changed.disconnect(soon);
      model?.contentChanged?.disconnect(soon);
      model?.cells?.changed.disconnect(soon);
      notebook.activeCellChanged?.disconnect(onActive);
      [...bars.values()].forEach(bar => bar.dispose());
    }
  };
}
