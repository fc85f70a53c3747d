import { RenderedError } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { Message } from '@lumino/messaging';
import type { Widget } from '@lumino/widgets';
import { keepKeys } from '../../widgets/base/keepKeys';
import type { Translate } from '../../scene/words/translate';
import {
  createCellByCount,
  type CellByCount,
  type CountedCell
} from './cellByCount';
import { quietUnwritten } from './quietUnwritten';
import { linkCells, type CellLine } from './linkCells';

/** The notebook around a traceback. */
export interface TracebackPlace<T extends CountedCell> {
  readonly cells: readonly T[];
  /** The notebook cell whose output the traceback is. */
  readonly own?: T;
  /** Shows a line of a notebook cell, with the cursor in it. */
  go(cell: T, line: number): void;
}

export interface TracebackRendererOptions<T extends CountedCell> {
  readonly renderer: IRenderMime.IRendererOptions;
  readonly translate: Translate;
  /** The notebook in which the widget stands; null outside any. */
  readonly around: (widget: Widget) => TracebackPlace<T> | null;
  /** Tells the reader why a link leads nowhere. */
  readonly tell: (message: string) => void;
}

/** Draws errors as JupyterLab does, with links to the notebook cells that they passed through. */
export class TracebackRenderer<T extends CountedCell> extends RenderedError {
  constructor(private readonly options: TracebackRendererOptions<T>) {
    super(options.renderer);
    keepKeys(this.node);
  }

  override async render(model: IRenderMime.IMimeModel): Promise<void> {
    // The text stands at once; what may take long are the paths in it.
    const drawn = super.render(model);
    this.counts.clear();
    linkCells(this.node, place => this.follow(place), this.options.translate);
    for (const [, count] of String(model.data[this.mimeType]).matchAll(
      /Cell In\[(\d+)\]/g
    )) {
      this.counts.add(Number(count));
    }
    this.remember();
    await drawn;
    quietUnwritten(
      this.node,
      String(model.data[this.mimeType]),
      this.options.translate
    );
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.remember();
  }

  /** A notebook cell that runs again gets another count, and this traceback still means it. */
  private remember(): void {
    const place = this.isAttached ? this.options.around(this) : null;
    if (place !== null) {
      this.cells.remember(this.counts, place.cells, place.own);
    }
  }

  private follow({ count, line }: CellLine): void {
    const place = this.options.around(this);
    const cell = place && this.cells.find(count, place.cells);
    if (cell) {
      place.go(cell, line);
    } else {
      this.options.tell(
        this.options.translate(
          'No notebook cell here ran as In[%1]: it has run again since, or is gone.',
          count
        )
      );
    }
  }

  private readonly counts = new Set<number>();
  private readonly cells: CellByCount = createCellByCount();
}
