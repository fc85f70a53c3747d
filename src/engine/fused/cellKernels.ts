import { copiedLetters } from '../recurrence/copiedLetters';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { CellKernels } from '../run/cellByKernels';
import type { FusedNetwork } from './fusedNetwork';
import { fusedNetwork } from './fusedNetwork';
import { variablesOf, writeWeights } from './kernelWeights';
import { hasKernels } from '../kernels/loadKernels';
import type { RecurrentSpec } from './spec';
import { specOfCell } from './specOfLayers';
import { canHold } from './stages/heldSteps';
import { tracedModel } from './tracedModel';

/** A cell alone as a network of one layer, where the kernels compute it. */
export const cellKernels: CellKernels = ({ cell, x, reverse, clampsAt }) => {
  const found = hasKernels() ? networkOf(cell, reverse) : null;
  const [, steps] = x.shape;
  if (!found || (clampsAt && !canHold(found.spec, clampsAt, steps))) {
    return null;
  }
  const { network } = found;
  const { who: name, variables } = cell;
  // Whoever trains a cell by hand writes into its weights: nothing counts such changes.
  writeWeights(variablesOf([{ name, variables }], network), network);
  return tracedModel(
    [{ name, cells: [cell] }],
    network,
    {
      input: x.values,
      starts: Int32Array.of(0),
      steps,
      ...(clampsAt && { clamps: new Map([[name, clampsAt]]) })
    },
    copiedLetters
  );
};

interface NetworkOfCell {
  readonly spec: RecurrentSpec;
  readonly network: FusedNetwork;
}

/** The network of a cell in one direction; null when the kernels have none. */
function networkOf(
  cell: RecurrentCell,
  reverse: boolean
): NetworkOfCell | null {
  const known = networks.get(cell) ?? new Map<string, NetworkOfCell | null>();
  networks.set(cell, known);
  // Weights in another framework's layout are another network.
  const key = `${cell.weights.convention} ${reverse}`;
  let found = known.get(key);
  if (found === undefined) {
    const spec = specOfCell(cell, reverse);
    found =
      spec && spec.projection === undefined
        ? {
            spec,
            network: fusedNetwork({ inputSize: cell.inputSize, layers: [spec] })
          }
        : null;
    known.set(key, found);
  }
  return found;
}

const networks = new WeakMap<
  RecurrentCell,
  Map<string, NetworkOfCell | null>
>();
