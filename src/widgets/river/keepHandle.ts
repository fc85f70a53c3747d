import type { Carry, LayerTrace } from '../../trace';
import { holdable } from '../../views/whatIf/whatIfView';

/** The gate that a reader moves to change what is kept. */
export interface KeepHandle {
  readonly channel: string;
  /** The gate's value that keeps so much, and the other way around: both are the same arithmetic. */
  turned(value: number): number;
}

/**
 * The gate that decides alone what a step keeps: itself, as an LSTM's f, or one less it. Null where
 * what is kept comes of more than one number, or of none.
 */
export function keepHandle(
  { keep }: Carry,
  layer: LayerTrace
): KeepHandle | null {
  const names = holdable(layer);
  if (keep.kind === 'symbol' && names.includes(keep.name)) {
    return { channel: keep.name, turned: value => value };
  }
  if (keep.kind === 'operation' && keep.name === 'subtract') {
    const [one, gate] = keep.args;
    if (
      one.kind === 'number' &&
      one.value === 1 &&
      gate.kind === 'symbol' &&
      names.includes(gate.name)
    ) {
      return { channel: gate.name, turned: value => 1 - value };
    }
  }
  return null;
}
