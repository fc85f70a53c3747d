import type { Layer } from '../../layers/layer';

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
