import type { Layer } from '../../layers/layer';
import type { Tensor } from '../../tensor/tensor';
import type { HelperName } from './pytorchHelpers';

/** One layer as Python: the module that is made, and what `forward` does with it. */
export interface PytorchPiece {
  /** What stands right of `self.name =`; absent for a layer without a module. */
  readonly module?: string;
  /** What the reader must know of it. */
  readonly comment?: string;
  /** Lines of `forward`, which go from `x` to `x`. */
  readonly forward: readonly string[];
  /** By the name below the module. */
  readonly weights?: Readonly<Record<string, Tensor>>;
  readonly helpers?: readonly HelperName[];
  /** Classes that are made for this layer. */
  readonly classes?: readonly string[];
  /** Whether `mask` has a meaning after it; as before by default. */
  readonly masked?: boolean;
  /** Layers inside, whose lines are among those of `forward`. */
  readonly inner?: readonly NamedPiece[];
}

/** A piece whose module has a name in the network. */
export interface NamedPiece extends PytorchPiece {
  readonly name: string;
  readonly trainable: boolean;
}

/** Where a layer stands. */
export interface LayerPlace {
  readonly who: string;
  readonly layer: Layer;
  /** `self.lstm` */
  readonly self: string;
  /** What each layer is called, also those inside others. */
  readonly names: ReadonlyMap<Layer, string>;
  /** Whether there is a `mask`. */
  readonly masked: boolean;
}
