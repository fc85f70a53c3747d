import type { Predictions } from '../../trace';
import type { ViewContext } from '../context';
import type { Frame } from '../base/frame';
import type { KeyAction } from '../base/keys';
import type { DataTable } from '../base/table';

/** What a form of predictions is drawn with. */
export interface PartOptions {
  readonly bundle: Predictions;
  readonly frame: Frame;
  readonly context: ViewContext;
  /** Names the mover of the cursor. */
  readonly view: object;
}

/** One form of predictions inside the frame. */
export interface PredictionsPart {
  readonly element: HTMLElement;
  draw(width: number): void;
  key(action: KeyAction): boolean;
  table(): DataTable;
  themeChanged(): void;
  dispose(): void;
}
