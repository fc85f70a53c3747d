import { Cell } from '../../engine/cells/cell';
import { stack } from '../../engine/tensor/joining';
import { float32, type Trace } from '../../trace';
import { checkContext } from './context';
import type { StepCase } from './stepCase';
import type { Trajectory } from './walk';

/**
 * What a right step computed on the first sequence of a case, as a run: states and gates are the
 * student's own numbers, the code is theirs; the parts of each equation are the reference's, which
 * agrees with them.
 */
export function stepRun({
  stepCase: { reference, parameters, x, initial },
  got
}: {
  readonly stepCase: StepCase;
  readonly got: Trajectory;
}): Trace {
  const cell = new Cell(
    reference.who,
    { ...reference.weights, variables: [], parameters: () => parameters },
    undefined,
    { ...reference.definition, source: checkContext().answer ?? '' },
    reference.anew
  );
  const trace = cell
    .run(stack(x.map(row => row.at(0))), {
      initialState: Object.fromEntries(
        Object.entries(initial).map(([name, rows]) => [name, rows.at(0)])
      )
    })
    .toBundle();
  return {
    ...trace,
    layers: trace.layers.map(layer => ({
      ...layer,
      channels: layer.channels.map(channel =>
        channel.name in got.channels[0]
          ? {
              ...channel,
              array: float32(
                got.channels.flatMap(step =>
                  Array.from(step[channel.name].at(0).values)
                ),
                channel.array.shape
              )
            }
          : channel
      )
    }))
  };
}
