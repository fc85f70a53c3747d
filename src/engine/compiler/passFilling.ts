import type { PackedSequence } from '../kernels/packedSequence';
import { allocate } from '../tensor/operation';
import type { PassInput } from './passInput';
import type { PassRows } from './passRows';
import type { Plan } from './plan';

/** Puts x, the states before the first step, masks and what is held where the walk reads them. */
export function passFilling(
  { dtype, dropped: dropsAt, shown, states }: Plan,
  { copyIn }: PassRows
): (input: PassInput, packed: PackedSequence) => void {
  function nothingHeld({ batch, steps }: PassInput, width: number) {
    const none = allocate(dtype, batch * steps * width);
    return { held: none, values: none };
  }

  function fillHeld(input: PassInput, { source, rows }: PackedSequence): void {
    const { clamps } = input;
    for (const { name, width, held, heldAt } of shown) {
      if (held && heldAt) {
        const from = (row: number) => source[row] * width;
        // Nothing is held where it is not said.
        const { held: is, values } =
          clamps?.[name] ?? nothingHeld(input, width);
        copyIn(is, width, rows, held, from);
        copyIn(values, width, rows, heldAt, from);
      }
    }
  }

  return (input, packed) => {
    const { batch, x, initial, dropped } = input;
    const { source, order, rows } = packed;
    const inputs = x.length / (batch * input.steps);
    copyIn(
      x,
      inputs,
      rows,
      { region: 'input', at: 0 },
      row => source[row] * inputs
    );
    states.forEach(({ width, initial: at }, state) =>
      copyIn(
        initial[state],
        width,
        batch,
        { region: 'sequence', at },
        position => order[position] * width
      )
    );
    if (dropped && dropsAt !== null) {
      const width = dropped.length / batch;
      copyIn(
        dropped,
        width,
        batch,
        { region: 'sequence', at: dropsAt },
        position => order[position] * width
      );
    }
    fillHeld(input, packed);
  };
}
