import { stepBeside } from '../../trace';
import type { Cursor } from '../context';
import type { KeyAction } from '../../scene/words/keyAction';
import { stepKey } from './stepKeys';
import { stepNow, type Steps } from './stepNow';

/** The way along the steps of one run, which the shared cursor goes. */
export interface StepWalk {
  readonly step: number;
  /** Moves the cursor of all views to the nearest step there is; whether another one follows. */
  move(to: number): boolean;
  /** Goes to the step that is computed next and has numbers; whether another one follows. */
  advance(): boolean;
  /** Answers the keys of the steps; true when one was used. */
  key(action: KeyAction): boolean;
}

/** Walks along a run, which may be another one each time; `mover` is the view that moves. */
export function createStepWalk(
  cursor: Cursor,
  run: () => Steps,
  mover: () => object
): StepWalk {
  const step = (): number => stepNow(cursor, run());
  const move = (to: number): boolean => {
    const last = run().steps - 1;
    const next = Math.max(0, Math.min(last, to));
    cursor.move({ step: next }, mover());
    return next < last;
  };
  return {
    get step() {
      return step();
    },
    move,
    advance() {
      const { order = 1 } = run();
      const next = stepBeside(run(), step(), order);
      move(next);
      return stepBeside(run(), next, order) !== next;
    },
    key: action =>
      stepKey(action, {
        cursor,
        view: mover(),
        step: step(),
        last: run().steps - 1,
        kept: run().kept
      })
  };
}
