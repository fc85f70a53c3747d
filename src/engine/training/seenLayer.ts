import { recordedSequence } from '../compiler/compiledSequence';
import { shownPass } from '../compiler/shownPass';
import type { Named } from '../recurrence/definition';
import type { LayerRecord } from '../recurrence/layerRecord';
import type { SequenceRequest, SequenceResult } from '../recurrence/sequence';
import { stepThrough } from '../recurrence/sequence';
import { stack } from '../tensor/joining';
import { lazily } from '../tensor/lazily';
import { layerParameters, type LayerParameters } from './weightStatistics';

/** A recurrent layer in one direction, as far as statistics look at it. */
export interface SeenLayer extends LayerParameters, Pick<LayerRecord, 'mask'> {
  /** `[B, T, W]` each; what stands at padding means nothing. */
  readonly channels: Named;
}

/** Runs a layer and keeps its channels. @param compiles false for step by step throughout */
export function seenLayer(
  name: string,
  request: SequenceRequest,
  compiles: boolean
): { readonly layer: SeenLayer; readonly result: SequenceResult } {
  const { mask } = request;
  const pass = compiles ? recordedSequence(request) : null;
  const stepped = pass ? null : stepThrough(request);
  const channels =
    pass?.channels ??
    lazily(Object.keys(stepped!.steps[0].channels), channel =>
      stack(
        stepped!.steps.map(step => step.channels[channel]),
        1
      )
    );
  return {
    layer: { ...layerParameters(name, request), mask, channels },
    result: pass ? shownPass(pass, request) : stepped!
  };
}
