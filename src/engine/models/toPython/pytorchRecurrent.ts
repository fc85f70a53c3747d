import type { Cell } from '../../cells/cell';
import type { MergeMode } from '../../layers/bidirectional';
import type { LayerSpec, RecurrentLayerSpec } from '../../spec/layers';
import type { Tensor } from '../../tensor/tensor';
import { className, madeOr, pytorchClass } from '../../python/cellClass';
import { pythonCall } from '../../python/names';
import type { HelperName } from './pytorchHelpers';
import type { PytorchPiece, LayerPlace } from './pytorchPiece';
import { droppedNote, refusal } from './refusal';

/** What two directions have beyond one. */
export interface Both {
  readonly mergeMode: MergeMode;
}

/** A recurrent layer as `nn.RNN`, `nn.LSTM` or `nn.GRU`, in one direction or both, or with its step written out. */
export function recurrentPiece(
  place: LayerPlace,
  spec: RecurrentLayerSpec,
  both?: Both
): PytorchPiece {
  const { layer, masked } = place;
  if (both && spec.goBackwards) {
    throw refusal(place.who, layer, 'its forward layer goes backwards');
  }
  if (!isOfPytorch(spec)) {
    return writtenPiece(place, spec, both);
  }
  const [comment] = droppedNote(spec, `nn.${moduleOf[spec.type]}`);
  return {
    module: pythonCall(`nn.${moduleOf[spec.type]}`, [
      String(layer.cells[0].inputSize),
      String(spec.units),
      spec.type === 'SimpleRNN' &&
        spec.activation === 'relu' &&
        'nonlinearity="relu"',
      !spec.useBias && 'bias=False',
      'batch_first=True',
      both && 'bidirectional=True',
      spec.type === 'LSTM' &&
        spec.projection !== undefined &&
        `proj_size=${spec.projection}`
    ]),
    ...(comment && { comment }),
    forward: forwardLines(place, spec, both),
    weights: Object.assign({}, ...layer.cells.map(weightsOf)),
    helpers: [
      ...(masked ? (['over_valid'] satisfies HelperName[]) : []),
      ...(repeats(place, spec, both)
        ? (['repeated'] satisfies HelperName[])
        : [])
    ],
    masked: masked && spec.returnSequences
  };
}

/** A layer whose cell PyTorch does not have, or not with these functions: its step is written out in a class of its own. */
function writtenPiece(
  place: LayerPlace,
  spec: RecurrentLayerSpec,
  both?: Both
): PytorchPiece {
  const { layer, self, masked } = place;
  const name = `${className(self.replace('self.', ''))}Layer`;
  const notes = droppedNote(spec, 'this module');
  const made = layer.cells.map(cell =>
    madeOr(
      () => pytorchClass(cell, { name, notes }),
      why => refusal(place.who, layer, why)
    )
  );
  const turned = spec.goBackwards ? '.flip(1)' : '';
  const takes = `${self}(x${turned}${masked ? `, mask${turned}` : ''})`;
  // Keras's masked outputs repeat the one before, as states do that are kept; others are zero.
  const isZero =
    masked && (both !== undefined || spec.convention === 'pytorch');
  return {
    module: both ? `BothWays(${name}(), ${name}())` : `${name}()`,
    classes: [made[0].text],
    forward: outputLines({
      spec,
      both,
      takes,
      after: [
        ...(isZero ? [`x = x * mask${turned}[:, :, None]`] : []),
        ...turnedMask(place, spec)
      ],
      last: 'h'
    }),
    weights: Object.assign(
      {},
      ...made.map(({ weights }, direction) =>
        Object.fromEntries(
          Object.entries(weights).map(([key, tensor]) => [
            both ? `${direction === 0 ? 'ahead' : 'back'}.${key}` : key,
            tensor
          ])
        )
      )
    ),
    helpers: both ? ['BothWays'] : [],
    masked: masked && spec.returnSequences
  };
}

const moduleOf = { SimpleRNN: 'RNN', LSTM: 'LSTM', GRU: 'GRU' } as const;

type PytorchSpec = LayerSpec<keyof typeof moduleOf>;

/** Whether PyTorch has such a layer, and with such functions. */
function isOfPytorch(spec: RecurrentLayerSpec): spec is PytorchSpec {
  switch (spec.type) {
    case 'SimpleRNN':
      return ['tanh', 'relu'].includes(spec.activation);
    case 'LSTM':
      return isUsual(spec);
    case 'GRU':
      return isUsual(spec) && spec.resetAfter;
    default:
      return false;
  }
}

const isUsual = ({
  activation,
  recurrentActivation
}: LayerSpec<'LSTM' | 'GRU'>) =>
  activation === 'tanh' && recurrentActivation === 'sigmoid';

/** Masked outputs of Keras repeat the one before; those of PyTorch, and in both directions, are zero. */
function repeats(
  { masked }: LayerPlace,
  spec: PytorchSpec,
  both?: Both
): boolean {
  return masked && spec.returnSequences && spec.convention === 'keras' && !both;
}

/** Outputs in the order in which they were computed have their mask in that order. */
const turnedMask = (
  { masked }: LayerPlace,
  { goBackwards }: RecurrentLayerSpec
) => (masked && goBackwards ? ['mask = mask.flip(1)'] : []);

function forwardLines(
  place: LayerPlace,
  spec: PytorchSpec,
  both?: Both
): string[] {
  const { self, masked } = place;
  const turned = spec.goBackwards ? '.flip(1)' : '';
  const takes = masked
    ? `over_valid(${self}, x${turned}, mask${turned})`
    : `${self}(x${turned})`;
  // Of an LSTM the state is h and c.
  const isPair = spec.type === 'LSTM' && !masked;
  return outputLines({
    spec,
    both,
    takes,
    after: [
      ...(repeats(place, spec, both) ? [`x = repeated(x, mask${turned})`] : []),
      ...turnedMask(place, spec)
    ],
    last: isPair ? '(h, _)' : 'h'
  });
}

/** From what a recurrent module answers, its outputs and its last h, to `x`. */
function outputLines({
  spec,
  both,
  takes,
  after,
  last
}: {
  readonly spec: RecurrentLayerSpec;
  readonly both: Both | undefined;
  readonly takes: string;
  /** What happens to the outputs of masked steps. */
  readonly after: readonly string[];
  readonly last: string;
}): string[] {
  if (spec.returnSequences) {
    return [
      `x, _ = ${takes}`,
      ...after,
      ...(both && both.mergeMode !== 'concat'
        ? [
            'ahead, back = x.chunk(2, -1)',
            `x = ${merged(both.mergeMode, 'ahead', 'back')}`
          ]
        : [])
    ];
  }
  return [
    `_, ${last} = ${takes}`,
    `x = ${both ? merged(both.mergeMode, 'h[0]', 'h[1]') : 'h[0]'}`
  ];
}

function merged(mode: MergeMode, ahead: string, back: string): string {
  return {
    concat: `torch.cat([${ahead}, ${back}], -1)`,
    sum: `${ahead} + ${back}`,
    ave: `(${ahead} + ${back}) / 2`,
    mul: `${ahead} * ${back}`
  }[mode];
}

/** By PyTorch's names, with its suffix of the direction. */
function weightsOf(cell: Cell, direction: number): Record<string, Tensor> {
  const suffix = direction === 0 ? '_l0' : '_l0_reverse';
  return Object.fromEntries(
    Object.entries(cell.getWeights({ convention: 'pytorch' })).map(
      ([name, tensor]) => [name + suffix, tensor]
    )
  );
}
