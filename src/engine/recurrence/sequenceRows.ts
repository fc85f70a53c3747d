import { stack } from '../tensor/joining';
import { lazily } from '../tensor/lazily';
import { Tensor } from '../tensor/tensor';
import type { Named } from './definition';
import type { LayerRecord } from './layerRecord';
import type { SequenceStep } from './sequence';
import { stateBefore } from './stepsAtOnce';

/** What one sequence of a layer read and gave: row t of each tensor is step t. */
export interface SequenceRows {
  /** `[T, I]` */
  readonly x: Tensor;
  /** `[T, size]`: each state as the step found it. */
  readonly before: Named;
  /** `[T, W]` */
  readonly channels: Named;
}

/** One sequence of a recorded layer, apart from the tape; each part is made when it is first asked for. */
export function sequenceRows(
  layer: LayerRecord,
  sequence: number
): SequenceRows {
  const { cell, known, direction } = layer;
  const names = Object.keys(cell.channels);
  if (known) {
    return {
      x: known.input.detach(),
      channels: lazily(names, name => known.channels[name].detach()),
      before: lazily(cell.stateNames, name => {
        const { values, shape } = known.channels[name];
        return new Tensor(stateBefore(values, shape[1], direction), shape);
      })
    };
  }
  const over = (of: (step: SequenceStep) => Tensor) =>
    stack(layer.steps.map(step => of(step).detach().at(sequence)));
  return {
    get x() {
      return over(({ input }) => input.x);
    },
    channels: lazily(names, name => over(({ channels }) => channels[name])),
    before: lazily(cell.stateNames, name => over(({ input }) => input[name]))
  };
}
