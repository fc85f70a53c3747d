import fc from 'fast-check';
import {
  layers,
  ones,
  sequential,
  tensor,
  writeSafetensors
} from '../../../../src/engine';
import type { Layer } from '../../../../src/engine/layers/layer';
import { importKeras } from '../../../../src/engine/models/importKeras';
import { memoryFiles } from '../memoryFiles';

const UNITS = 2;

/** An nn.GRU of so many levels, as a `state_dict` has it. */
const gruTensors = (levels: number, prefix = 'gru') =>
  Object.fromEntries(
    Array.from({ length: levels }, (_, level) => [
      [`weight_ih_l${level}`, [3 * UNITS, UNITS]],
      [`weight_hh_l${level}`, [3 * UNITS, UNITS]],
      [`bias_ih_l${level}`, [3 * UNITS]],
      [`bias_hh_l${level}`, [3 * UNITS]]
    ])
      .flat()
      .map(([name, shape]) => [
        `${prefix}.${String(name)}`,
        ones(shape as number[]).mul(0.5)
      ])
  );
const head = { 'head.weight': tensor([[1, 1]]), 'head.bias': tensor([0]) };

/** A network of so many levels, and an output. */
const modelOf = (levels: number, resetAfter = true) => {
  const model = sequential([
    ...Array.from({ length: levels }, (_, level) =>
      layers.gru({
        units: UNITS,
        resetAfter,
        returnSequences: level < levels - 1,
        ...(level === 0 && { inputShape: [null, UNITS] })
      })
    ),
    layers.dense({ units: 1 })
  ]);
  return model;
};

const weightsOf = (model: ReturnType<typeof modelOf>) =>
  JSON.stringify(
    Object.values(model.getWeights()).map(weight => weight.toArray())
  );

describe('a file of PyTorch', () => {
  it('does not go into a GRU that resets before the product', async () => {
    memoryFiles().set('torch', writeSafetensors({ ...gruTensors(1), ...head }));
    await expect(modelOf(1, false).loadWeights('torch')).rejects.toThrow(
      "model.loadWeights: layer 'gru' must be a GRU with resetAfter: true to take weights of PyTorch, whose nn.GRU resets after the product, got resetAfter: false"
    );
    await expect(modelOf(1).loadWeights('torch')).resolves.toBeUndefined();
  });

  it('is refused when it has levels or modules that the model lacks, and nothing is changed', async () => {
    const files = memoryFiles();
    const extra = { 'norm.weight': ones([2]), 'norm.bias': ones([2]) };
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        async (inFile, inModel, hasNorm) => {
          fc.pre(inFile >= inModel);
          files.set(
            'torch',
            writeSafetensors({
              ...gruTensors(inFile),
              ...head,
              ...(hasNorm && extra)
            })
          );
          const model = modelOf(inModel);
          const before = weightsOf(model);
          const loading = model.loadWeights('torch');
          if (inFile === inModel && !hasNorm) {
            await loading;
            return;
          }
          const left = [
            ...Object.keys(gruTensors(inFile)).slice(4 * inModel),
            ...(hasNorm ? Object.keys(extra) : [])
          ].sort();
          const error: unknown = await loading.catch(
            (caught: unknown) => caught
          );
          expect(error).toBeInstanceOf(RangeError);
          const named = /got (.*) left over/.exec((error as Error).message)![1];
          expect(named.split(', ').sort()).toEqual(left);
          expect(weightsOf(model)).toBe(before);
        }
      ),
      { numRuns: 20 }
    );
  });

  it('may have other modules where that of each layer is named, but no other level of one', async () => {
    const files = memoryFiles();
    const other = gruTensors(1, 'decoder');
    files.set(
      'torch',
      writeSafetensors({ ...gruTensors(1), ...head, ...other })
    );
    const modules = { gru: 'gru', dense: 'head' };
    await modelOf(1).loadWeights('torch', { modules });
    await expect(
      modelOf(1).loadWeights('torch', { modules: { gru: 'gru' } })
    ).rejects.toThrow('got decoder.weight_ih_l0, ');
    files.set('torch', writeSafetensors({ ...gruTensors(2), ...head }));
    await expect(modelOf(1).loadWeights('torch', { modules })).rejects.toThrow(
      'got gru.weight_ih_l1, '
    );
  });

  it('takes no module for a layer that there is not, nor does one of Keras', async () => {
    memoryFiles().set('torch', writeSafetensors({ ...gruTensors(1), ...head }));
    const said =
      "model.loadWeights: modules: there is no layer 'dens' (did you mean 'dense'?); the layers are gru, dense";
    const modules = { dens: 'head' };
    await expect(modelOf(1).loadWeights('torch', { modules })).rejects.toThrow(
      said
    );
    expect(() =>
      importKeras(modelOf(1), [], modules, 'model.loadWeights')
    ).toThrow(said);
  });
});

it('a file of gatescope is refused when it has layers that the model lacks, not for what a training remembers', async () => {
  memoryFiles();
  const two = modelOf(2);
  two.compile({ loss: 'mse', optimizer: 'adam' });
  await two.fit([[[1, 2]]], [1], { verbose: 0 });
  await two.save('two');
  await modelOf(2).loadWeights('two');
  await expect(modelOf(1).loadWeights('two')).rejects.toThrow(
    'model.loadWeights: the model must have a place for every weight of the file, got gru_1/kernel, gru_1/recurrentKernel, gru_1/bias left over'
  );
});

it('a file that has not what is chosen of it is refused, whoever wrote it, and nothing is changed', async () => {
  const files = memoryFiles();
  const model = modelOf(1);
  await model.saveWeights('own');
  files.set('torch', writeSafetensors({ ...gruTensors(1), ...head }));
  const other = modelOf(1);
  const before = weightsOf(other);
  const modules = { dense: 'heap' };
  await expect(other.loadWeights('own', { modules })).rejects.toThrow(
    "model.loadWeights: modules.dense: there is no module 'heap'; the modules are gru, dense"
  );
  await expect(other.loadWeights('torch', { modules })).rejects.toThrow(
    "model.loadWeights: modules.dense: there is no module 'heap' (did you mean 'head'?); the modules are gru, head"
  );
  expect(() =>
    importKeras(
      other,
      [{ name: 'gru', weights: [] }],
      modules,
      'model.loadWeights'
    )
  ).toThrow(
    "model.loadWeights: modules.dense: there is no module 'heap'; the modules are gru"
  );
  expect(weightsOf(other)).toBe(before);
});

it('a file of gatescope gives the layers that are named, and its others are left out', async () => {
  memoryFiles();
  const two = modelOf(2);
  await two.saveWeights('two');
  const one = modelOf(1);
  const [first, second] = two.layers.map(({ name }) => name);
  const last = two.layers.at(-1)!.name;
  await one.loadWeights('two', {
    modules: { [one.layers[0].name]: first, [one.layers.at(-1)!.name]: last }
  });
  const kernelOf = (layer: Layer) => [...layer.variables[0].tensor.values];
  expect(kernelOf(one.layers[0])).toEqual(kernelOf(two.layers[0]));
  expect(kernelOf(one.layers.at(-1)!)).toEqual(kernelOf(two.layers.at(-1)!));
  // Named for one layer alone, nothing says that the others are to be left out.
  await expect(
    one.loadWeights('two', { modules: { [one.layers[0].name]: first } })
  ).rejects.toThrow(`${second}/kernel`);
});
