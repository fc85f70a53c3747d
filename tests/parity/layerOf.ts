import type { Layer } from '../../src/engine';
import { constraints, layers, regularizers } from '../../src/engine';

/** A layer as the scripts of the fixtures write it down. */
export interface Entry {
  readonly kind: string;
  readonly options: Readonly<Record<string, unknown>>;
}

interface Holder {
  readonly name: string;
  readonly options: object;
}

type Makers<T> = Readonly<Record<string, (options: object) => T>>;

export function layerOf({ kind, options }: Entry): Layer {
  const { layer } = options;
  return (layers as unknown as Makers<Layer>)[kind]({
    ...held(options),
    ...(layer !== undefined && { layer: layerOf(layer as Entry) })
  });
}

/** Options with regularisers and constraints made of their names and options. */
export function held(
  options: Readonly<Record<string, unknown>>
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([option, value]) => [
      option,
      option.endsWith('Regularizer')
        ? made(regularizers, value)
        : option.endsWith('Constraint')
          ? made(constraints, value)
          : value
    ])
  );
}

function made(makers: object, value: unknown): unknown {
  const { name, options } = value as Holder;
  return (makers as Makers<unknown>)[name](options);
}
