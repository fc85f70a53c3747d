import { layers, sequential } from '../../../../src/engine';
import { memoryFiles } from '../memoryFiles';

it.each(['{"layers": {}}', '{"weight_map": {}}', '[1]', '{'])(
  'a file of JSON that is no index of weights is refused: %s',
  async text => {
    memoryFiles().set('a/model.json', new TextEncoder().encode(text));
    const model = sequential([layers.dense({ units: 1, inputShape: [1] })]);
    await expect(model.loadWeights('a/model.json')).rejects.toThrow(
      "model.loadWeights: a file of JSON must be an index of weights, as Keras and Hugging Face write it beside the files that it names, got 'a/model.json' without a weight_map"
    );
  }
);
