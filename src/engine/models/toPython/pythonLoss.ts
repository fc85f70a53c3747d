import type { LossKind, LossSpec } from '../../spec/losses';
import type { Compiled } from '../compile';
import { pythonCall, pythonNumber } from '../../python/names';

type Of<K extends LossKind> = LossSpec<K>;
type Writers = {
  readonly [K in LossKind]: (
    spec: Of<K>,
    isMasked: boolean
  ) => readonly string[];
};

/** A row for each answer, for losses that take one axis of classes. */
const rowsOf = 'output.flatten(0, -2)';

/** How a share of the truth goes to all classes alike. */
function smoothed(share: number, classes: string): string[] {
  return share > 0
    ? [
        `y = y * ${pythonNumber(1 - share)} + ${pythonNumber(share)} / ${classes}`
      ]
    : [];
}

/** The lines of a function of `output` and `y`, the last of which returns. */
const pytorchWriters: Writers = {
  meanSquaredError: () => ['return nn.MSELoss()(output, y)'],
  meanAbsoluteError: () => ['return nn.L1Loss()(output, y)'],
  huber: ({ delta }) => [
    `return nn.HuberLoss(delta=${pythonNumber(delta)})(output, y)`
  ],
  binaryCrossentropy: ({ fromLogits, labelSmoothing }) => [
    ...smoothed(labelSmoothing, '2'),
    `return nn.${fromLogits ? 'BCEWithLogitsLoss' : 'BCELoss'}()(output, y)`
  ],
  categoricalCrossentropy: ({ fromLogits, labelSmoothing }) => [
    ...smoothed(labelSmoothing, 'output.shape[-1]'),
    fromLogits
      ? `return nn.CrossEntropyLoss()(${rowsOf}, y.flatten(0, -2))`
      : 'return -(y * output.clamp(min=1e-7).log()).sum(-1).mean()'
  ],
  sparseCategoricalCrossentropy: ({ fromLogits, ignoreIndex }) => {
    const ignored =
      ignoreIndex === undefined ? '' : `ignore_index=${ignoreIndex}`;
    return [
      fromLogits
        ? `return nn.CrossEntropyLoss(${ignored})(${rowsOf}, y.flatten())`
        : `return nn.NLLLoss(${ignored})(${rowsOf}.clamp(min=1e-7).log(), y.flatten())`
    ];
  },
  ctc: ({ blank, zeroInfinity, convention }, isMasked) => [
    `lengths = ((y != ${blank}) & (y != -1)).sum(1)`,
    ...(isMasked
      ? [
          'real = (~mask).int().argsort(dim=1, stable=True)  # steps that are no padding first',
          'output = output.gather(1, real[..., None].expand_as(output))',
          'steps = mask.sum(1)'
        ]
      : ['steps = torch.full((len(output),), output.shape[1])']),
    'logs = output.log_softmax(-1).transpose(0, 1)',
    `each = nn.CTCLoss(blank=${blank}, reduction="none"${zeroInfinity ? ', zero_infinity=True' : ''})(logs, y.clamp(min=0), steps, lengths)`,
    `return ${convention === 'pytorch' ? '(each / lengths.clamp(min=1))' : 'each'}.mean()`
  ]
};

const fromLogits = ({ fromLogits }: { readonly fromLogits: boolean }) =>
  fromLogits && 'from_logits=True';
const smoothing = ({ labelSmoothing }: { readonly labelSmoothing: number }) =>
  labelSmoothing > 0 && `label_smoothing=${pythonNumber(labelSmoothing)}`;

/** The options of each class of `keras.losses`. */
const kerasOptions: {
  readonly [K in Exclude<LossKind, 'ctc'>]: (
    spec: Of<K>
  ) => readonly (string | false)[];
} = {
  meanSquaredError: () => [],
  meanAbsoluteError: () => [],
  huber: ({ delta }) => [delta !== 1 && `delta=${pythonNumber(delta)}`],
  binaryCrossentropy: spec => [fromLogits(spec), smoothing(spec)],
  categoricalCrossentropy: spec => [fromLogits(spec), smoothing(spec)],
  sparseCategoricalCrossentropy: spec => [
    fromLogits(spec),
    spec.ignoreIndex !== undefined && `ignore_class=${spec.ignoreIndex}`
  ]
};

/** What the numbers of the output are, where they are not what is asked for in the end. */
function logitWords(
  { answer }: Compiled,
  functions: Readonly<Record<'each' | 'classes', string>>
): string {
  return answer?.kind === 'logit'
    ? `the output is logits: ${functions[answer.over]} are probabilities`
    : '';
}

/**
 * The loss of a compiled model as a function of PyTorch; nothing for a loss of one's own.
 *
 * @param isMasked whether some answers are padding, which does not count
 */
export function pytorchLoss(
  compiled: Compiled | null,
  isMasked: boolean
): string[] {
  const spec = compiled?.loss.spec;
  if (!compiled || !spec) {
    return [];
  }
  const write = pytorchWriters[spec.kind] as (
    spec: LossSpec,
    isMasked: boolean
  ) => string[];
  const words = [
    'What it was trained with',
    logitWords(compiled, {
      each: 'torch.sigmoid(output)',
      classes: 'torch.softmax(output, -1)'
    }),
    isMasked ? 'padding does not count: loss(model(x), y, model.mask)' : ''
  ].filter(Boolean);
  const lines = [
    ...(isMasked && spec.kind !== 'ctc'
      ? ['output, y = output[mask], y[mask]']
      : []),
    ...write(spec, isMasked)
  ];
  return [
    [
      `def loss(output, y${isMasked ? ', mask' : ''}):`,
      `    """${words.join('; ')}."""`,
      ...lines.map(line => `    ${line}`)
    ].join('\n')
  ];
}

/** The same of Keras, as an object to compile with, to which Keras hands the mask by itself. */
export function kerasLoss(
  compiled: Compiled | null,
  isMasked: boolean
): string {
  const spec = compiled?.loss.spec;
  if (!compiled || !spec) {
    return '';
  }
  if (spec.kind === 'ctc') {
    return isMasked
      ? '\n# It was trained with CTC over the steps that are no padding, which no loss of Keras leaves out.\n'
      : kerasCtc(spec);
  }
  const options = kerasOptions[spec.kind] as (
    spec: LossSpec
  ) => (string | false)[];
  const name = spec.kind[0].toUpperCase() + spec.kind.slice(1);
  const words = logitWords(compiled, {
    each: 'keras.ops.sigmoid(output)',
    classes: 'keras.ops.softmax(output)'
  });
  return `
# What it was trained with${words && `; ${words}`}.
loss = ${pythonCall(`keras.losses.${name}`, options(spec))}
# model.compile(optimizer="adam", loss=loss)
`;
}

/** Keras's own class takes what stands behind the last label for labels. */
function kerasCtc({ blank, convention }: Of<'ctc'>): string {
  return `

# What it was trained with; the output is logits.
def loss(y, output):
    y = keras.ops.cast(y, "int32")
    lengths = keras.ops.sum(keras.ops.cast((y != ${blank}) & (y != -1), "int32"), axis=-1)
    steps = keras.ops.zeros_like(lengths) + keras.ops.shape(output)[1]
    each = keras.ops.ctc_loss(keras.ops.maximum(y, 0), output, lengths, steps, mask_index=${blank})
    return keras.ops.mean(${convention === 'pytorch' ? 'each / keras.ops.cast(keras.ops.maximum(lengths, 1), each.dtype)' : 'each'})


# model.compile(optimizer="adam", loss=loss)
`;
}
