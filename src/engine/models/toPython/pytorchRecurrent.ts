import type { Cell } from '../../cells/cell';
import type { MergeMode } from '../../layers/bidirectional';
import type { LayerSpec, RecurrentLayerSpec } from '../../spec/layers';
import { zeros } from '../../tensor/making';
import type { Tensor } from '../../tensor/tensor';
import { pythonCall } from './names';
import type { HelperName } from './pytorchHelpers';
import type { Piece, Place } from './pytorchPiece';
import { refusal } from './refusal';

/** What two directions have beyond one. */
export interface Both {
  readonly mergeMode: MergeMode;
}

/** A recurrent layer as `nn.RNN`, `nn.LSTM` or `nn.GRU`, in one direction or both. */
export function recurrentPiece(
  place: Place,
  spec: RecurrentLayerSpec,
  both?: Both
): Piece {
  const { layer, masked } = place;
  if (!isOfPytorch(spec)) {
    throw refusal(place.who, layer, 'PyTorch has no such cell');
  }
  const resetsBefore = spec.type === 'GRU' && !spec.resetAfter;
  requireWritable(place, spec, both);
  const { comment } = notes(spec);
  return {
    module: resetsBefore
      ? `ResetBeforeGRU(${place.input[1]}, ${spec.units})`
      : pythonCall(`nn.${moduleOf[spec.type]}`, [
          String(place.input[1]),
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
    weights: resetsBefore
      ? weightsBefore(layer.cells[0])
      : Object.assign({}, ...layer.cells.map(weightsOf)),
    helpers: [
      ...(masked ? (['over_valid'] satisfies HelperName[]) : []),
      ...(repeats(place, spec, both)
        ? (['repeated'] satisfies HelperName[])
        : []),
      ...(resetsBefore ? (['ResetBeforeGRU'] satisfies HelperName[]) : [])
    ],
    masked: masked && spec.returnSequences
  };
}

const moduleOf = { SimpleRNN: 'RNN', LSTM: 'LSTM', GRU: 'GRU' } as const;

type PytorchSpec = LayerSpec<keyof typeof moduleOf>;

const isOfPytorch = (spec: RecurrentLayerSpec): spec is PytorchSpec =>
  spec.type in moduleOf;

function requireWritable(
  { who, layer, masked }: Place,
  spec: PytorchSpec,
  both?: Both
): void {
  const no = (why: string) => refusal(who, layer, why);
  const squashes = spec.type === 'SimpleRNN' ? ['tanh', 'relu'] : ['tanh'];
  if (!squashes.includes(spec.activation)) {
    throw no(
      `nn.${moduleOf[spec.type]} has no activation '${spec.activation}'`
    );
  }
  if (spec.type !== 'SimpleRNN' && spec.recurrentActivation !== 'sigmoid') {
    throw no(
      `the gates of nn.${moduleOf[spec.type]} have no activation '${spec.recurrentActivation}'`
    );
  }
  if (spec.type === 'GRU' && !spec.resetAfter && (masked || both)) {
    throw no(
      `nn.GRU resets after the product with U, and one that resets before is written only ${masked ? 'without a mask' : 'in one direction'}`
    );
  }
  if (both && spec.goBackwards) {
    throw no('its forward layer goes backwards');
  }
}

function notes({ type, dropout, recurrentDropout }: PytorchSpec): {
  comment?: string;
} {
  const dropped = [
    dropout > 0 && `${dropout} of its inputs`,
    recurrentDropout > 0 && `${recurrentDropout} of h`
  ].filter(Boolean);
  return dropped.length > 0
    ? {
        comment: `trained with dropout of ${dropped.join(' and ')}, which nn.${moduleOf[type]} does not have`
      }
    : {};
}

/** Masked outputs of Keras repeat the one before; those of PyTorch, and in both directions, are zero. */
function repeats({ masked }: Place, spec: PytorchSpec, both?: Both): boolean {
  return masked && spec.returnSequences && spec.convention === 'keras' && !both;
}

function forwardLines(place: Place, spec: PytorchSpec, both?: Both): string[] {
  const { self, masked } = place;
  const turned = spec.goBackwards ? '.flip(1)' : '';
  const takes = masked
    ? `over_valid(${self}, x${turned}, mask${turned})`
    : `${self}(x${turned})`;
  if (spec.returnSequences) {
    return [
      `x, _ = ${takes}`,
      ...(repeats(place, spec, both) ? [`x = repeated(x, mask${turned})`] : []),
      ...(both && both.mergeMode !== 'concat'
        ? [
            'ahead, back = x.chunk(2, -1)',
            `x = ${merged(both.mergeMode, 'ahead', 'back')}`
          ]
        : [])
    ];
  }
  // Of an LSTM the state is h and c.
  const isPair = spec.type === 'LSTM' && !masked;
  return [
    `_, ${isPair ? '(h, _)' : 'h'} = ${takes}`,
    `x = ${both ? merged(both.mergeMode, 'h[0]', 'h[1]') : 'h[0]'}`
  ];
}

function merged(mode: MergeMode, ahead: string, back: string): string {
  return {
    concat: `torch.cat([${ahead}, ${back}], -1)`,
    sum: `${ahead} + ${back}`,
    mean: `(${ahead} + ${back}) / 2`,
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

function weightsBefore(cell: Cell): Record<string, Tensor> {
  const { kernel, recurrentKernel, bias } = cell.getWeights({
    convention: 'keras'
  });
  return {
    kernel,
    recurrent_kernel: recurrentKernel,
    bias: bias ?? zeros([kernel.shape[1]])
  };
}
