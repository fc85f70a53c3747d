import { layers, loadRun, lstm, sequential } from '../../../../src/engine';
import type { CellRunOptions } from '../../../../src/engine/run/runCell';
import type { ModelTraceOptions } from '../../../../src/engine/models/traceOptions';
import { memoryFiles } from '../memoryFiles';

memoryFiles();

const x = [[0.2], [0.9], [-0.4]];
const cell = lstm({ inputSize: 1, units: 2, seed: 7 });
const model = sequential(
  [layers.lstm({ units: 2, inputShape: [3, 1] }), layers.dense({ units: 1 })],
  { seed: 1 }
);
const runs = {
  'lstm.run': (options: object) => cell.run(x, options as CellRunOptions),
  'model.trace': (options: object) =>
    model.trace(x, options as ModelTraceOptions)
};
const ofBoth = ['lstm.run', 'model.trace'] as const;

const spoilt: readonly unknown[] = [
  '',
  'x'.repeat(201),
  'x'.repeat(501),
  5,
  NaN,
  -1,
  [],
  {},
  () => 'day',
  Symbol('day')
];
const mark = { step: 1, name: 'cue' };
const options: Readonly<Record<string, readonly unknown[]>> = {
  stepName: spoilt,
  inputUnit: spoilt,
  title: spoilt,
  labels: spoilt.map(each => ['a', each, 'c']),
  inputNames: spoilt.map(each => [each]),
  marks: [
    ...spoilt.map(each => [each]),
    ...spoilt.map(each => [{ ...mark, name: each }]),
    ...[...spoilt, 3, 99, 1.5, '1', undefined].map(each => [
      mark,
      { ...mark, step: each }
    ]),
    Array.from({ length: 1001 }, () => mark)
  ]
};
const ofModels = {
  ...options,
  outputNames: spoilt.map(each => [each]),
  outputUnit: spoilt,
  tokens: options.labels
};

describe('what a run is told to call its steps and numbers', () => {
  it.each(
    ofBoth.flatMap(who =>
      Object.entries({
        ...(who === 'lstm.run' ? { ...options, name: spoilt } : ofModels)
      }).flatMap(([name, values]) =>
        values.map((value, at) => [who, name, at, value] as const)
      )
    )
  )(
    '%s either refuses by its name or keeps in a file that opens: %s, value %d',
    async (who, name, _, value) => {
      let run;
      try {
        run = runs[who]({ [name]: value });
      } catch (error) {
        expect((error as Error).message).toMatch(
          new RegExp(`^${who}: ${name}.* must .*got `)
        );
        return;
      }
      await run.save('run');
      const { time, input } = (await loadRun('run')).toBundle();
      expect([time, input.names]).toEqual([
        run.toBundle().time,
        run.toBundle().input.names
      ]);
    }
  );

  it.each(ofBoth)('%s keeps what is as it should be', async who => {
    await runs[who]({
      stepName: 'day',
      labels: ['', 'b', 'c'],
      inputNames: ['rain'],
      inputUnit: 'mm',
      marks: [mark, { step: 2, name: 'answer' }]
    }).save('run');
    const { time, input } = (await loadRun('run')).toBundle();
    expect(time).toMatchObject({
      name: 'day',
      labels: ['', 'b', 'c'],
      marks: [mark, { step: 2, name: 'answer' }]
    });
    expect(input).toMatchObject({ names: ['rain'], unit: 'mm' });
  });

  it('names the outputs by tokens, of which padding is the empty one', async () => {
    const writer = sequential(
      [
        layers.lstm({ units: 2, inputShape: [3, 1] }),
        layers.dense({ units: 3 })
      ],
      { seed: 1 }
    );
    const run = writer.trace(x, { outputNames: ['', 'a', 'b'] });
    await run.save('run');
    const saved = (await loadRun('run')).toBundle().outputs;
    expect(saved).toEqual(run.toBundle().outputs);
    expect(saved.map(({ name }) => name)).toEqual(['output 0', 'a', 'b']);
  });

  it.each(ofBoth)('%s says which mark is at no step', who => {
    expect(() =>
      runs[who]({ marks: [mark, { step: 99, name: 'late' }] })
    ).toThrow(
      new RangeError(
        `${who}: marks[1].step must be one of 3 steps from 0, got 99`
      )
    );
  });
});
