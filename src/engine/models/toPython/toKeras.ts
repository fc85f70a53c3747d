import type { Layer } from '../../layers/layer';
import type { Compiled } from '../compile';
import type { LayerStack } from '../layerStack';
import { requireFiniteWeights } from '../weightFiles';
import {
  kerasCellClasses,
  kerasLayer,
  kerasTrainable,
  kerasWeights,
  masksAfter
} from './kerasLayer';
import { pythonShape } from '../../python/names';
import { layerNames } from './innerNames';
import { helpersOf } from './kerasHelpers';
import { kerasLoss } from './pythonLoss';
import { weightText } from '../../python/weightsText';

const who = 'model.toKeras';

/** What `model.toKeras` does. */
export function toKeras(
  model: LayerStack & { readonly compiled: Compiled | null }
): string {
  const { inputShape } = model;
  if (!inputShape) {
    throw new Error(
      `${who}: the model has no weights yet; give the first layer inputShape, or call model.build`
    );
  }
  requireFiniteWeights(who, model);
  const names = layerNames(model.layers);
  const type = model.readsTokens ? ', dtype="int32"' : '';
  const lines = layerLines(model.layers, names);
  const isMasked = model.layers.reduce(
    (masked, layer) => masksAfter(layer, masked),
    false
  );
  const classes = [
    ...model.layers.flatMap(layer => kerasCellClasses(who, layer, names)),
    ...helpersOf(lines)
  ];
  return `import base64

import keras
import numpy as np
from keras import layers${classes.length > 0 ? ', ops' : ''}

${classes.map(text => `\n${text}\n\n\n`).join('')}model = keras.Sequential(
    [
        keras.Input(${pythonShape(inputShape)}${type}),
${lines}
    ]
)

# Shapes and numbers (float32, little-endian, base64).
WEIGHTS = {
${weightLines(model.layers, names)}
}


def unpacked(shape, numbers):
    return np.frombuffer(base64.b64decode(numbers), dtype="<f4").reshape(shape)


for name, weights in WEIGHTS.items():
    model.get_layer(name).set_weights([unpacked(*weight) for weight in weights])
${kerasLoss(model.compiled, isMasked)}`;
}

type Names = ReadonlyMap<Layer, string>;

function layerLines(layers: readonly Layer[], names: Names): string {
  let masked = false;
  const lines = layers.map(layer => {
    const line = kerasLayer({
      who,
      layer,
      ...{ masked, names, name: names.get(layer)! },
      common: [`name="${names.get(layer)!}"`, ...kerasTrainable(layer)]
    });
    masked = masksAfter(layer, masked);
    return `        ${line},`;
  });
  return lines.join('\n');
}

function weightLines(layers: readonly Layer[], names: Names): string {
  return layers
    .map(layer => [names.get(layer)!, kerasWeights(layer)] as const)
    .filter(([, weights]) => weights.length > 0)
    .map(([name, weights]) =>
      [
        `    "${name}": [`,
        ...weights.map(weight => `        ${weightText(weight, 'f32')},`),
        '    ],'
      ].join('\n')
    )
    .join('\n');
}
