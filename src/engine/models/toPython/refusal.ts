import type { Layer } from '../../layers/layer';
import type { RecurrentLayerSpec } from '../../spec/layers';

/** Why a layer cannot be written in the other framework, by the name that the summary prints. */
export function refusal(who: string, layer: Layer, why: string): Error {
  return new Error(
    `${who}: layer '${layer.name}' (${layer.type}) cannot be written: ${why}`
  );
}

/** A layer that reads the state of the batch before has no end that a program could be given. */
export function refuseStateful(who: string, layer: Layer): void {
  if (
    [layer, ...(layer.inner ?? [])].some(
      ({ spec }) => spec && 'stateful' in spec && spec.stateful
    )
  ) {
    throw refusal(
      who,
      layer,
      'it is stateful; make it again with stateful: false and hand the state on yourself'
    );
  }
}

/** In a residual layer, what is added must have the padding of what it is added to. */
export function refuseChangedPadding({
  who,
  layer,
  inner: { spec },
  masked
}: {
  readonly who: string;
  readonly layer: Layer;
  readonly inner: Layer;
  readonly masked: boolean;
}): void {
  const turns =
    spec && 'goBackwards' in spec && spec.goBackwards && spec.returnSequences;
  if (masked && (turns || spec?.type === 'Masking')) {
    throw refusal(
      who,
      layer,
      `its ${spec.type} changes at which steps there is padding`
    );
  }
}

/** What a layer was trained with that a module does not have. */
export function droppedNote(
  { dropout, recurrentDropout }: RecurrentLayerSpec,
  module: string
): string[] {
  const dropped = [
    dropout > 0 && `${dropout} of its inputs`,
    recurrentDropout > 0 && `${recurrentDropout} of h`
  ].filter(Boolean);
  return dropped.length > 0
    ? [
        `trained with dropout of ${dropped.join(' and ')}, which ${module} does not have`
      ]
    : [];
}
