import { oneOf, options as reader } from '../../base/options';
import type { LayerShape } from '../../layers/layer';
import { learns } from '../../layers/layer';
import type { FloatType } from '../../tensor/operation';
import type { Compiled } from '../compile';
import type { LayerStack } from '../layerStack';
import { requireFiniteWeights } from '../weightFiles';
import { layerNames } from './innerNames';
import type { HelperName } from './pytorchHelpers';
import { pytorchLoss } from './pythonLoss';
import { pytorchHelpers } from './pytorchHelpers';
import { pytorchPiece } from './pytorchLayer';
import type { NamedPiece } from './pytorchPiece';
import { weightText } from '../../python/weightsText';

export interface PytorchOptions {
  /** In what the written weights are: `f32` (default), as PyTorch's own, or `f64`. */
  readonly dtype?: FloatType;
}

const who = 'model.toPyTorch';
const read = reader(who, { dtype: oneOf(['f32', 'f64']).or('f32') });

/** What `model.toPyTorch` does. */
export function toPytorch(
  model: LayerStack & { readonly compiled: Compiled | null },
  options: PytorchOptions
): string {
  const { dtype } = read(options);
  const { inputShape } = model;
  if (!inputShape) {
    throw new Error(
      `${who}: the model has no weights yet; give the first layer inputShape, or call model.build`
    );
  }
  requireFiniteWeights(who, model);
  const pieces = piecesOf(model);
  const all = pieces.flatMap(withInner);
  const helpers = new Set(all.flatMap(({ helpers = [] }) => helpers));
  const output = model.outputShapes.at(-1)!;
  const isMasked =
    pieces.findLast(({ masked }) => masked !== undefined)?.masked ?? false;
  const shapes = `${shapeWords(inputShape)} → ${shapeWords(output)}`;
  return [
    ['import base64', '', 'import torch', 'from torch import nn'].join('\n'),
    ...[...helpers].map((name: HelperName) => pytorchHelpers[name].trimEnd()),
    ...all.flatMap(({ classes = [] }) => classes),
    networkClass(pieces, shapes, isMasked),
    weightsOf(all, dtype),
    ...pytorchLoss(model.compiled, isMasked),
    ending(dtype, model.readsTokens, inputShape.at(-1) ?? 1)
  ].join('\n\n\n');
}

function piecesOf(model: LayerStack): NamedPiece[] {
  const names = layerNames(model.layers);
  let masked = false;
  return model.layers.map(layer => {
    const name = names.get(layer)!;
    const piece = pytorchPiece({
      ...{ who, layer, names, masked },
      self: `self.${name}`
    });
    masked = piece.masked ?? masked;
    return { ...piece, name, trainable: learns(layer) };
  });
}

/** A piece, and those inside it. */
const withInner = (piece: NamedPiece): readonly NamedPiece[] => [
  piece,
  ...(piece.inner ?? []).flatMap(withInner)
];

function networkClass(
  pieces: readonly NamedPiece[],
  shapes: string,
  isMasked: boolean
): string {
  const made = pieces
    .flatMap(withInner)
    .flatMap(({ name, module, comment, trainable, weights }) =>
      module === undefined
        ? []
        : [
            ...(comment ? [`# ${comment}`] : []),
            `self.${name} = ${module}`,
            ...(!trainable && weights
              ? [`self.${name}.requires_grad_(False)`]
              : [])
          ]
    );
  const indented = (lines: readonly string[]) =>
    lines.map(line => `        ${line}`);
  return [
    'class Network(nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
    ...indented(made),
    '',
    '    def forward(self, x):',
    `        """${shapes}"""`,
    ...indented([
      ...pieces.flatMap(({ forward }) => forward),
      ...(isMasked ? ['self.mask = mask'] : []),
      'return x'
    ])
  ].join('\n');
}

function weightsOf(pieces: readonly NamedPiece[], dtype: FloatType): string {
  const entries = pieces.flatMap(({ name, weights = {} }) =>
    Object.entries(weights).map(
      ([key, tensor]) => `    "${name}.${key}": ${weightText(tensor, dtype)},`
    )
  );
  const type = dtype === 'f64' ? 'float64' : 'float32';
  return [
    `# Shapes and numbers (${type}, little-endian, base64).`,
    'WEIGHTS = {',
    ...entries,
    '}'
  ].join('\n');
}

function ending(
  dtype: FloatType,
  readsTokens: boolean,
  features: number
): string {
  const type = dtype === 'f64' ? 'torch.float64' : 'torch.float32';
  const input = readsTokens
    ? 'torch.tensor([[1, 2, 3]])'
    : `torch.zeros(1, 3, ${features}${dtype === 'f64' ? ', dtype=torch.float64' : ''})`;
  return `def unpacked(shape, numbers):
    values = torch.frombuffer(bytearray(base64.b64decode(numbers)), dtype=${type})
    return values.reshape(shape)


model = Network()${dtype === 'f64' ? '.double()' : ''}
model.load_state_dict({name: unpacked(*weight) for name, weight in WEIGHTS.items()})
model.eval()  # without dropout; model.train() to train on
# model(${input})
`;
}

/** `[batch, time, 2]` */
function shapeWords(shape: LayerShape): string {
  return `[${['batch', ...shape.map(extent => extent ?? 'time')].join(', ')}]`;
}
