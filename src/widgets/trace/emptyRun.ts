import type { Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { emptyBox } from '../base/message';

/** Why a run has nothing to draw, in a sentence with the line of code that helps; null where it has. */
export function emptyRun(
  { layers, time }: Trace,
  translate: Translate
): HTMLElement | null {
  if (layers.length === 0) {
    return emptyBox(
      translate(
        'This run went through no recurrent layer, so it has no gates and no states.'
      ),
      'model.run(x)'
    );
  }
  return time.steps === 0
    ? emptyBox(
        translate(
          'This run has no %steps: the sequence that went in was empty.'
        ),
        'cell.run([[0.2], [0.9]])'
      )
    : null;
}
