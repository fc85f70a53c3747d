import { besideGaps } from '../compiler/besideGaps';
import type { Graph } from '../compiler/graph';
import { eights, fours } from '../kernels/layout';
import type {
  DenseSpec,
  DirectionSpec,
  DropoutSpec,
  EmbeddingSpec,
  FusedLayerSpec,
  MergeSpec,
  NetworkSpec,
  RecurrentSpec,
  ReverseSpec
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

interface Placed<S extends FusedLayerSpec> {
  readonly kind: S['kind'];
  readonly spec: S;
  /** Position of the layer's first number in the arena, and how many it has. */
  readonly start: number;
  readonly count: number;
  readonly weights: readonly FusedWeight[];
  readonly input: Stream;
  readonly output: Stream;
}

export type PlacedEmbedding = Placed<EmbeddingSpec>;

/** One direction at work: its step for rows of the layer's input, and where its variables begin in the arena. */
export interface PlacedDirection extends DirectionSpec {
  readonly graph: Graph;
  /** Which matrices meet x where its rows have gaps, and so have rows where these have numbers. */
  readonly widened: ReadonlySet<number>;
  readonly starts: readonly number[];
}

export interface PlacedRecurrent extends Placed<RecurrentSpec> {
  /** Forward first. */
  readonly directions: readonly PlacedDirection[];
}

export type PlacedMerge = Placed<MergeSpec>;

export type PlacedReverse = Placed<ReverseSpec>;

export type PlacedDropout = Placed<DropoutSpec>;

export interface PlacedDense extends Placed<DenseSpec> {
  /** Panels `[width/8][inputRows][8]`, and the bias or −1. */
  readonly kernel: number;
  readonly bias: number;
}

export type PlacedLayer =
  | PlacedEmbedding
  | PlacedRecurrent
  | PlacedMerge
  | PlacedReverse
  | PlacedDropout
  | PlacedDense;

/** A network with a place in the arena for each weight. */
export interface PlacedNetwork {
  readonly spec: NetworkSpec;
  readonly layers: readonly PlacedLayer[];
  /** Features of the input, or null for token ids. */
  readonly features: Stream | null;
  /** Numbers in the arena. */
  readonly size: number;
}

/** Gives room in the arena; answers where it begins. */
type Allocate = (numbers: number) => number;

const identity = (count: number): Int32Array =>
  Int32Array.from({ length: count }, (_, at) => at);

/** A layer without weights. */
const weightless = { start: 0, count: 0, weights: [] } as const;

/**
 * Places all weights in one arena. An embedding's table comes last, so that everything else is one
 * stretch for the optimizer.
 *
 * @throws RangeError when the layers do not follow each other in a way that the kernels compute
 */
export function placeNetwork(spec: NetworkSpec): PlacedNetwork {
  let size = 0;
  const place: Allocate = numbers => {
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
  const layers: PlacedLayer[] = [];
  let input = features ?? { perStep: true, width: 0, columns: identity(0) };
  // The table of the first layer is placed when the rest stands.
  for (const layer of specs) {
    const placed = placeLayer(layer, input, place, layers.length === 0);
    layers.push(placed);
    input = placed.output;
  }
  const [first] = layers;
  if (first.kind === 'embedding') {
    layers[0] = placedTable(first, place);
  }
  return { spec, layers, features, size };
}

function placeLayer(
  spec: FusedLayerSpec,
  input: Stream,
  place: Allocate,
  isFirst: boolean
): PlacedLayer {
  switch (spec.kind) {
    case 'embedding':
      if (!isFirst) {
        throw new RangeError(
          `fused: layer '${spec.name}': an embedding must be the first layer`
        );
      }
      return {
        ...weightless,
        kind: spec.kind,
        spec,
        input,
        output: {
          perStep: true,
          width: eights(spec.outputDim),
          columns: identity(spec.outputDim)
        }
      };
    case 'dropout':
      return { ...weightless, kind: spec.kind, spec, input, output: input };
    case 'reverse':
      return { ...weightless, kind: spec.kind, spec, input, output: input };
    case 'merge':
      return {
        ...weightless,
        kind: spec.kind,
        spec,
        input,
        output: {
          perStep: input.perStep,
          width: input.width / 2,
          columns: input.columns.slice(0, input.columns.length / 2)
        }
      };
    case 'dense':
      return placeDense(spec, input, place);
    case 'recurrent':
      return placeRecurrent(spec, input, place);
  }
}

function placeDense(
  spec: DenseSpec,
  input: Stream,
  place: Allocate
): PlacedDense {
  const start = place(0);
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
    kind: spec.kind,
    spec,
    start,
    count: place(0) - start,
    weights,
    input,
    output: { perStep: input.perStep, width, columns: identity(spec.units) },
    kernel,
    bias
  };
}

function placeRecurrent(
  spec: RecurrentSpec,
  input: Stream,
  place: Allocate
): PlacedRecurrent {
  if (!input.perStep) {
    throw new RangeError(
      `fused: layer '${spec.name}': a recurrent layer needs a row for each step; the one before must return sequences`
    );
  }
  const start = place(0);
  const weights: FusedWeight[] = [];
  const directions = spec.directions.map((direction, at) => {
    const { cell, step } = direction;
    const prefix =
      spec.directions.length === 1 ? '' : at === 0 ? 'forward/' : 'backward/';
    const starts = cell.variables.map(({ name, tensor: { shape, size } }) => {
      const first = place(size);
      weights.push({
        name: prefix + name,
        shape,
        places: identity(size).map(each => first + each),
        inOrder: true
      });
      return first;
    });
    return { ...direction, starts, ...forStream(spec.name, step.graph, input) };
  });
  const [{ cell }] = directions;
  return {
    kind: spec.kind,
    spec,
    start,
    count: place(0) - start,
    weights,
    input,
    output: {
      perStep: spec.returnSequences,
      ...sideBySide(directions.length, cell.definition.state[cell.output])
    },
    directions
  };
}

/** A step for the rows of a stream, which may have gaps. */
function forStream(
  name: string,
  graph: Graph,
  { width, columns }: Stream
): Pick<PlacedDirection, 'graph' | 'widened'> {
  if (columns.every((column, at) => column === at)) {
    return { graph, widened: new Set() };
  }
  const wide = besideGaps(graph, width, columns);
  if (!wide) {
    throw new RangeError(
      `fused: layer '${name}': a matrix meets x and something else`
    );
  }
  return wide;
}

/** So many blocks of numbers in a row, each padded. */
function sideBySide(
  blocks: number,
  size: number
): Pick<Stream, 'width' | 'columns'> {
  const padded = eights(size);
  return {
    width: blocks * padded,
    columns: Int32Array.from(
      { length: blocks * size },
      (_, at) => Math.floor(at / size) * padded + (at % size)
    )
  };
}

function placedTable(layer: PlacedEmbedding, place: Allocate): PlacedEmbedding {
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
