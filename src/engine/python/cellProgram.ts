import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { FloatType } from '../tensor/operation';
import { requireFinite } from '../tensor/requireFinite';
import type { CellClass } from './cellClass';
import {
  className,
  jaxFunctions,
  kerasClass,
  madeOr,
  pytorchClass
} from './cellClass';
import { weightText } from './weightsText';

/** A cell for PyTorch: its class, its weights in the cell's own precision, and `cell`, ready to answer. */
export function cellForPytorch(cell: RecurrentCell): string {
  const name = `${className(cell.name)}Layer`;
  const isDouble = cell.dtype === 'f64';
  return program(cell, 'toPyTorch', {
    dtype: cell.dtype,
    imports: ['import base64', '', 'import torch', 'from torch import nn'],
    makes: () => pytorchClass(cell, { name }),
    unpacks: [
      'values = torch.frombuffer(',
      `    bytearray(base64.b64decode(numbers)), dtype=torch.float${isDouble ? 64 : 32}`,
      ')',
      'return values.reshape(shape)'
    ],
    ending: [
      `cell = ${name}()${isDouble ? '.double()' : ''}`,
      'cell.load_state_dict({name: unpacked(*weight) for name, weight in WEIGHTS.items()})',
      `# outputs, last = cell(torch.zeros(1, 3, ${cell.inputSize}${isDouble ? ', dtype=torch.float64' : ''}))`
    ]
  });
}

/** A cell for Keras 3, which computes in float32: its class, and `layer`, an `RNN` of it with its weights. */
export function cellForKeras(cell: RecurrentCell): string {
  const name = `${className(cell.name)}Cell`;
  return program(cell, 'toKeras', {
    dtype: 'f32',
    imports: [
      'import base64',
      '',
      'import keras',
      'import numpy as np',
      'from keras import layers, ops'
    ],
    makes: () => kerasClass(cell, { name }),
    unpacks: numpyLines('f32'),
    ending: [
      `layer = layers.RNN(${name}(), return_sequences=True)`,
      `layer.build((None, None, ${cell.inputSize}))`,
      'layer.set_weights([unpacked(*weight) for weight in WEIGHTS.values()])',
      `# layer(np.zeros((1, 3, ${cell.inputSize})))`
    ]
  });
}

/** A cell for JAX: `step`, `run` over a batch, and `parameters`. */
export function cellForJax(cell: RecurrentCell): string {
  return program(cell, 'toJax', {
    dtype: cell.dtype,
    imports: [
      'import base64',
      '',
      'import jax',
      'import jax.numpy as jnp',
      'import numpy as np',
      ...(cell.dtype === 'f64'
        ? ['', 'jax.config.update("jax_enable_x64", True)']
        : [])
    ],
    makes: () => jaxFunctions(cell),
    unpacks: numpyLines(cell.dtype),
    ending: [
      'parameters = {name: jnp.asarray(unpacked(*weight)) for name, weight in WEIGHTS.items()}',
      `# run(parameters, jnp.zeros((1, 3, ${cell.inputSize})))`
    ]
  });
}

const numpyLines = (dtype: FloatType) => [
  `return np.frombuffer(base64.b64decode(numbers), dtype="<f${dtype === 'f64' ? 8 : 4}").reshape(shape)`
];

function program(
  cell: RecurrentCell,
  method: string,
  {
    dtype,
    imports,
    makes,
    unpacks,
    ending
  }: {
    /** In what the written weights are. */
    readonly dtype: FloatType;
    readonly imports: readonly string[];
    readonly makes: () => CellClass;
    readonly unpacks: readonly string[];
    readonly ending: readonly string[];
  }
): string {
  const who = `${cell.who}.${method}`;
  const { text, weights } = madeOr(makes, why => new Error(`${who}: ${why}`));
  for (const [name, tensor] of Object.entries(weights)) {
    requireFinite(who, name, tensor);
  }
  return [
    imports.join('\n'),
    text,
    [
      `# Shapes and numbers (${dtype === 'f64' ? 'float64' : 'float32'}, little-endian, base64).`,
      'WEIGHTS = {',
      ...Object.entries(weights).map(
        ([name, tensor]) => `    "${name}": ${weightText(tensor, dtype)},`
      ),
      '}'
    ].join('\n'),
    [
      'def unpacked(shape, numbers):',
      ...unpacks.map(line => `    ${line}`)
    ].join('\n'),
    `${ending.join('\n')}\n`
  ].join('\n\n\n');
}
