import { eights, fours } from './layout';
import type { RecurrentWeights } from './recurrentWeights';
import { recurrentWeights } from './recurrentWeights';
import type {
  DenseSpec,
  DropoutSpec,
  EmbeddingSpec,
  NetworkSpec,
  RecurrentSpec
} from './spec';
import type { FusedWeight } from './weight';

/** Numbers that flow between layers: how wide, and which of the columns are real. */
export interface Stream {
  /** One row for each step, or one for each sequence. */
  readonly perStep: boolean;
  /** Columns with padding. */
  readonly width: number;
  /** Where each real number stands. */
  readonly columns: Int32Array;
}

interface Placed {
  /** Position of the layer's first number in the arena, and how many it has. */
  readonly start: number;
  readonly count: number;
  readonly weights: readonly FusedWeight[];
  readonly input: Stream;
  readonly output: Stream;
}

export interface CompiledEmbedding extends Placed {
  readonly spec: EmbeddingSpec;
}

export interface CompiledRecurrent extends Placed {
  readonly spec: RecurrentSpec;
  /** Forward first. */
  readonly directions: readonly (RecurrentWeights & {
    readonly reverse: boolean;
  })[];
}

export interface CompiledDropout extends Placed {
  readonly spec: DropoutSpec;
}

export interface CompiledDense extends Placed {
  readonly spec: DenseSpec;
  /** Panels `[width/8][inputRows][8]`, and the bias or −1. */
  readonly kernel: number;
  readonly bias: number;
}

export type CompiledLayer =
  CompiledEmbedding | CompiledRecurrent | CompiledDropout | CompiledDense;

/** A network with a place in the arena for each weight. */
export interface CompiledNetwork {
  readonly spec: NetworkSpec;
  readonly layers: readonly CompiledLayer[];
  /** Features of the input, or null for token ids. */
  readonly features: Stream | null;
  /** Numbers in the arena. */
  readonly size: number;
}

const identity = (count: number): Int32Array =>
  Int32Array.from({ length: count }, (_, at) => at);

/**
 * Places all weights in one arena. An embedding's table comes last, so that everything else is one
 * stretch for the optimiser.
 *
 * @throws RangeError when the layers do not follow each other in a way that the kernels compute
 */
export function compileNetwork(spec: NetworkSpec): CompiledNetwork {
  let size = 0;
  const place = (numbers: number): number => {
    const at = size;
    size += (numbers + 15) & ~15;
    return at;
  };
  const { inputSize, layers: specs } = spec;
  const tokens = specs[0]?.kind === 'embedding';
  if (tokens === (inputSize !== undefined) || specs.length === 0) {
    throw new RangeError(
      'fused: a network begins with an embedding or has an inputSize, one of the two'
    );
  }
  const features: Stream | null =
    inputSize === undefined
      ? null
      : {
          perStep: true,
          width: fours(inputSize),
          columns: identity(inputSize)
        };
  const layers: CompiledLayer[] = [];
  let input = features ?? { perStep: true, width: 0, columns: identity(0) };
  // The table of the first layer is placed when the rest stands.
  for (const layer of specs) {
    const compiled = compileLayer(layer, input, place, layers.length);
    layers.push(compiled);
    input = compiled.output;
  }
  if (layers[0].spec.kind === 'embedding') {
    layers[0] = placedTable(layers[0] as CompiledEmbedding, place);
  }
  return { spec, layers, features, size };
}

function compileLayer(
  spec: NetworkSpec['layers'][number],
  input: Stream,
  place: (numbers: number) => number,
  position: number
): CompiledLayer {
  const who = `fused: layer '${spec.name}'`;
  if (spec.kind === 'embedding') {
    if (position > 0) {
      throw new RangeError(`${who}: an embedding must be the first layer`);
    }
    return {
      spec,
      start: 0,
      count: 0,
      weights: [],
      input,
      output: {
        perStep: true,
        width: eights(spec.outputDim),
        columns: identity(spec.outputDim)
      }
    };
  }
  if (spec.kind === 'dropout') {
    return { spec, start: 0, count: 0, weights: [], input, output: input };
  }
  const start = place(0);
  if (spec.kind === 'dense') {
    const width = eights(spec.units);
    const rows = fours(input.width);
    const kernel = place(width * rows);
    const bias = spec.useBias ? place(width) : -1;
    const weights: FusedWeight[] = [
      {
        name: 'kernel',
        shape: [input.columns.length, spec.units],
        places: Int32Array.from(
          { length: input.columns.length * spec.units },
          (_, at) => {
            const column = at % spec.units;
            const row = input.columns[Math.floor(at / spec.units)];
            return kernel + (column >> 3) * rows * 8 + row * 8 + (column & 7);
          }
        )
      }
    ];
    if (spec.useBias) {
      weights.push({
        name: 'bias',
        shape: [spec.units],
        places: identity(spec.units).map(at => bias + at)
      });
    }
    return {
      spec,
      start,
      count: place(0) - start,
      weights,
      input,
      output: {
        perStep: input.perStep,
        width,
        columns: identity(spec.units)
      },
      kernel,
      bias
    };
  }
  if (!input.perStep) {
    throw new RangeError(
      `${who}: a recurrent layer needs a row for each step; the one before must return sequences`
    );
  }
  const both = spec.direction === 'both';
  const directions = (
    both ? [false, true] : [spec.direction === 'backward']
  ).map(reverse => ({
    reverse,
    ...recurrentWeights(
      spec,
      input.columns,
      input.width,
      both ? (reverse ? 'backward/' : 'forward/') : '',
      place
    )
  }));
  const padded = eights(spec.units);
  return {
    spec,
    start,
    count: place(0) - start,
    weights: directions.flatMap(({ weights }) => weights),
    input,
    output: {
      perStep: spec.returnSequences,
      width: directions.length * padded,
      columns: Int32Array.from(
        { length: directions.length * spec.units },
        (_, at) => Math.floor(at / spec.units) * padded + (at % spec.units)
      )
    },
    directions
  };
}

function placedTable(
  layer: CompiledEmbedding,
  place: (numbers: number) => number
): CompiledEmbedding {
  const { inputDim, outputDim } = layer.spec;
  const { width } = layer.output;
  const start = place(0);
  place(inputDim * width);
  return {
    ...layer,
    start,
    count: place(0) - start,
    weights: [
      {
        name: 'embeddings',
        shape: [inputDim, outputDim],
        places: Int32Array.from(
          { length: inputDim * outputDim },
          (_, at) =>
            start + Math.floor(at / outputDim) * width + (at % outputDim)
        ),
        inOrder: width === outputDim
      }
    ]
  };
}
