import type { LayerTrace, Trace } from '../../trace';
import type { Cursor, CursorPosition } from '../context';
import { openingPlace, runSteps } from '../base/openingPlace';
import { stepNow } from '../base/stepNow';

/** Where the shared cursor is in one run; where it is nowhere, where the bundle opens. */
export interface TraceCursor {
  step(): number;
  unit(): number;
  readonly pinned: boolean;
  /** Moves the cursor of all views; what is not named stays where it is shown. */
  move(to: Partial<CursorPosition>): void;
}

export interface TraceCursorOptions {
  readonly cursor: Cursor;
  readonly trace: () => Trace;
  readonly layer: () => LayerTrace;
  /** The channel that the reader is at. */
  readonly channel: () => string | null;
  /** The view that moves. */
  readonly source: () => object;
}

export function createTraceCursor({
  cursor,
  trace,
  layer,
  channel,
  source
}: TraceCursorOptions): TraceCursor {
  const within = (index: number, count: number): number =>
    Math.max(0, Math.min(count - 1, index));
  const step = (): number => stepNow(cursor, runSteps(trace(), layer()));
  const unit = (): number =>
    within(
      cursor.position.unit ??
        trace().view?.unit ??
        openingPlace(layer(), trace().time).unit,
      layer().units
    );
  return {
    step,
    unit,
    get pinned() {
      return cursor.position.pinned;
    },
    move(to) {
      cursor.move(
        {
          step: step(),
          unit: unit(),
          layer: layer().name,
          channel: channel(),
          term: null,
          ...to
        },
        source()
      );
    }
  };
}
