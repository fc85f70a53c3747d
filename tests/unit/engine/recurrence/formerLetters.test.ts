import type { Cell, RunOfNetwork } from '../../../../src/engine';
import {
  initializers,
  layers,
  minLstm,
  sequential,
  sLstm
} from '../../../../src/engine';
import {
  readSafetensors,
  writeSafetensors
} from '../../../../src/engine/files/safetensors';
import { readModel } from '../../../../src/engine/models/loadModel';
import { writeModel } from '../../../../src/engine/models/modelFile';
import { readRun, writeRun } from '../../../../src/engine/models/runFile';
import { makeVariable } from '../../../../src/engine/tensor/variable';

const sizes = { inputSize: 1, units: 2, seed: 3 };
const cells = [
  { name: 'minLSTM', make: minLstm, layer: layers.minLstm, before: 'n' },
  { name: 'sLSTM', make: sLstm, layer: layers.sLstm, before: 'z' }
] as const;

/** Weights by the names of the release before. */
const underFormer = <T>(
  named: Readonly<Record<string, T>>,
  before: string
): Record<string, T> =>
  Object.fromEntries(
    Object.entries(named).map(([name, value]) => [
      name.replace(/([WUb])g$/, `$1${before}`),
      value
    ])
  );

describe.each(cells)(
  'the candidate of $name, which was called $before',
  ({ make, layer, before }) => {
    const cell = make(sizes) as Cell;
    const run = cell.run([1, 0, -0.5], { gradientsOf: ({ h }) => h.sum() });

    it('is g, and is listed by no other letter', () => {
      const names = (of: object) => Object.keys(of);
      expect(names(cell.channels)).toContain('g');
      expect(names(cell.channels)).not.toContain(before);
      expect(names(run.layers[0].channels)).toEqual(names(cell.channels));
      expect(names(cell.parameters)).toContain('Wg');
      expect(names(cell.parameters)).not.toContain(`W${before}`);
    });

    it('takes its weights under their former names in a step', () => {
      const given = underFormer({ ...cell.parameters }, before);
      expect(Object.keys(given)).toContain(`W${before}`);
      expect(cell.step({ x: [0.5] }, given).h.toArray()).toEqual(
        cell.step({ x: [0.5] }).h.toArray()
      );
    });

    it('is still read by its former letter, as are its gradient and its weights', () => {
      expect(run.channel(before)).toBe(run.channel('g'));
      expect(Reflect.get(run, before)).toBe(run.channel('g'));
      expect(Object.keys(run)).not.toContain(before);
      expect(run.gradients[before]).toBe(run.gradients.g);
      expect(cell.parameters[`W${before}`].toArray()).toEqual(
        cell.parameters.Wg.toArray()
      );
    });

    it('is still held by its former letter, and the held run says g', () => {
      const held = run.clamp({ channel: before, value: 0.25, units: [1] });
      expect(held.changes.clamps[0].channel).toBe('g');
      expect(held.channel('h').toArray()).toEqual(
        run
          .clamp({ channel: 'g', value: 0.25, units: [1] })
          .channel('h')
          .toArray()
      );
      expect(
        run.clamp({ channel: before, value: 'mean' }).channel('h').toArray()
      ).toEqual(
        run.clamp({ channel: 'g', value: 'mean' }).channel('h').toArray()
      );
    });

    it('is found in weights under its former names, and no other name is', () => {
      const other = make({ ...sizes, seed: 9 });
      const weights = underFormer(cell.getWeights(), before);
      other.setWeights(weights);
      expect(other.run([1]).h.toArray()).toEqual(
        cell.run([1]).channel('h').toArray()
      );
      expect(() => other.setWeights({ ...weights, Wy: [[0]] })).toThrow(
        'unknown Wy'
      );
    });

    it('is drawn from a seed as it was under its former name', () => {
      const drawn = cell.variables.filter(({ name }) => name.endsWith('g'));
      expect(drawn.map(({ formerName }) => formerName)).toEqual(
        drawn.map(({ name }) => name.replace('g', before))
      );
      expect(cell.parameters.Wg.toArray()).toEqual(
        initialWeight(`W${before}`).toArray()
      );
    });

    it('is found in a file of a model of the release before', () => {
      const model = sequential(
        [
          layers.bidirectional({
            layer: layer({ units: 2 }),
            inputShape: [null, 1]
          }),
          layers.dense({ units: 1 })
        ],
        { seed: 2 }
      );
      const { tensors, metadata } = readSafetensors(writeModel(model), 'test');
      const old = underFormer(tensors, before);
      expect(Object.keys(old)).not.toEqual(Object.keys(tensors));
      const x = [[[1], [0.5], [-1]]];
      const wanted = model.predict(x).toArray();
      const again = readModel(writeSafetensors(old, metadata));
      expect(again.predict(x).toArray()).toEqual(wanted);
      again.setWeights(underFormer(model.getWeights(), before));
      expect(again.predict(x).toArray()).toEqual(wanted);
    });

    it('is found in a saved run of the release before, also where that run held it', () => {
      const first = make(sizes).run([1, 0], {
        clamps: [{ layer: cell.who, channel: 'g', value: 0.5 }]
      }) as RunOfNetwork;
      const text = JSON.stringify(writeRun(first))
        .replaceAll('"channel":"g"', `"channel":"${before}"`)
        .replace(/"([WUb])g"/g, `"$1${before}"`);
      expect(text).toContain(`"W${before}"`);
      const again = readRun(JSON.parse(text));
      expect(again.channel('h').toArray()).toEqual(
        first.channel('h').toArray()
      );
      expect(again.changes).toEqual(first.changes);
    });
  }
);

/** A matrix of `sizes` as the library draws it under a name. */
const initialWeight = (name: string) =>
  makeVariable(
    name,
    [sizes.inputSize, sizes.units],
    initializers.glorotUniform(),
    { seed: sizes.seed, dtype: 'f64' }
  ).tensor;
