import type { Changes } from '../recurrence/changes';
import type { LayerRun } from './layerRun';
import type { Tensor } from '../tensor/tensor';
import type { RunRecord } from './record';

/** A run as far as its views, its text and its analyses read it. */
export interface RecordedRun {
  readonly id: string;
  readonly title: string | undefined;
  /** T. */
  readonly steps: number;
  /** The number that was differentiated, or null when there was none. */
  readonly loss: number | null;
  readonly layers: readonly LayerRun[];
  readonly changes: Changes;
  /** @internal */
  readonly record: RunRecord;
  /** @internal dL/dchannel of the answer of one step alone, all others constant, for what is on the tape. */
  ofAnswer(step: number): (channel: Tensor) => Tensor;
  /** The layer of that name; a RangeError names those that there are. */
  layer(name: string): LayerRun;
}
