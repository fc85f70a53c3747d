import type { NumericArray, Trace } from '../../../trace';
import { influenceView } from '../../../views/influence/influenceView';
import { savedPicture } from '../../../scene/saved';

/** What one answer hangs on: its derivative by each number of the input, `[T, I]`, or of tokens `[T, 2]`. */
export interface Influence {
  /** The step whose answer, of the first output, was differentiated. */
  readonly answer: number;
  readonly gradient: NumericArray;
}

/** A saved picture of what the last answer of a run hangs on. Null where the run has no answers. */
export const influencePicture = (
  trace: Trace,
  { gradient }: Influence
): string | null =>
  trace.outputs.length === 0 || trace.input.names.length === 0
    ? null
    : savedPicture(influenceView, trace, { data: { gradient, tries: [] } });
