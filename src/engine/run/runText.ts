import { shapeText } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import type { LayerRun } from './layerRun';
import type { RecordedRun } from './recordedRun';

/** A run as a terminal prints it: what ran, and each channel's range. */
export function runText(run: RecordedRun): string {
  const lines = run.layers.flatMap(layer => layerLines(layer, run.steps));
  if (run.record.loss) {
    lines.push(
      `${run.record.loss.name} = ${format(run.record.loss.value.item())}`
    );
  }
  const { edits, clamps } = run.changes;
  if (edits.length + clamps.length > 0) {
    lines.push(
      `with ${counted(edits.length, 'edit')} of the input and ${counted(clamps.length, 'clamp')}`
    );
  }
  return lines.join('\n');
}

function layerLines(layer: LayerRun, steps: number): string[] {
  const { cell, direction } = layer.record;
  const back = direction === 'backward' ? ', backward' : '';
  const head = `${layer.name}: ${cell.name}, ${counted(cell.units, 'unit')}, ${counted(steps, 'step')}${back}`;
  const rows = Object.entries(layer.channels).map(
    ([name, values]) => `  ${name} ${shapeText(values.shape)} ${extent(values)}`
  );
  const gradients = cell.stateNames
    .filter(name => name in layer.gradients)
    .map(name => `  dL/d${name} ${extent(layer.gradients[name])}`);
  return [head, ...rows, ...gradients];
}

function extent(values: Tensor): string {
  let low = Infinity;
  let high = -Infinity;
  let sum = 0;
  for (const value of values.values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
  }
  return `from ${format(low)} to ${format(high)}, mean ${format(sum / values.size)}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function format(value: number): string {
  return Math.abs(value) < 1e-3 && value !== 0
    ? value.toExponential(2)
    : value.toFixed(4);
}
